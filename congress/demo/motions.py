"""The motions of the demo, each brought to its stage by the people of its story."""

from functools import partial

from sqlmodel import Session

from congress.bylaws.terms import Verb
from congress.demo.content.business import DemoMotion, DemoReview, DemoSeconder, DemoSuggestion
from congress.demo.play import Play
from congress.motions import service as motions
from congress.motions.rules import Answer, Content, MotionStage
from congress.motions.service import Decision
from congress.roster import service as roster


def plan_motion(play: Play, motion: DemoMotion, sitting: str) -> None:
    """Draft, invite, second, submit, review, place, discuss."""
    created = play.time(motion.created)
    play.at(created, partial(_draft, play, motion, sitting))
    if motion.stage is MotionStage.DRAFT:
        return
    play.at(play.time(motion.created, later=1), partial(_invite, play, motion))
    for seconder in motion.seconders:
        if seconder.answer is not Answer.PENDING:
            play.at(play.time(seconder.at), partial(_answer, play, motion.key, seconder))
    if motion.submitted:
        play.at(play.time(motion.submitted), partial(_submit, play, motion.key, motion.lead))
    for review in motion.reviews:
        play.at(play.time(review.at), partial(_review, play, motion, review))
    if motion.withdrawn:
        why = motion.withdrawn.why
        play.at(play.time(motion.withdrawn.at), partial(_withdraw, play, motion.key, motion.lead, why))
    for said in motion.comments:
        play.at(play.time(said.at), partial(_comment, play, motion.key, said.by, said.body))


def plan_suggestion(
    play: Play, suggestion: DemoSuggestion, sitting: str, units: dict[str, str], clerk: str
) -> None:
    """An employee's suggestion and its answer."""
    play.at(play.time(suggestion.at), partial(_suggest, play, suggestion, sitting, units))
    if answer := suggestion.answer:
        play.at(play.time(answer.at), partial(_answer_suggestion, play, suggestion.key, clerk, answer.body))


def _draft(play: Play, motion: DemoMotion, sitting: str, session: Session) -> None:
    content = Content(
        title=motion.title,
        category=motion.category.value,
        grounds=motion.grounds,
        proposal=motion.proposal,
        unit=play.units[motion.department],
    )
    lead = play.viewer(session, motion.lead)
    made = motions.draft(
        session, lead, sitting_id=play.ids[sitting], content=content, title_en=motion.title_en
    )
    made.title_en = motion.title_en
    session.add(made)
    play.ids[motion.key] = made.id or 0


def _invite(play: Play, motion: DemoMotion, session: Session) -> None:
    lead, motion_id = play.viewer(session, motion.lead), play.ids[motion.key]
    if motion.seconders:
        motions.invite(session, lead, motion_id, [play.people[s.person] for s in motion.seconders])
    motions.open_up(session, lead, motion_id)


def _answer(play: Play, key: str, seconder: DemoSeconder, session: Session) -> None:
    second(play, session, key, seconder.person, seconder.answer)


def second(play: Play, session: Session, key: str, number: str, answer: Answer = Answer.SECONDED) -> None:
    """Second or decline, signed on the simulated device."""
    viewer = play.viewer(session, number)
    motion = motions.visible_to(session, viewer, play.ids[key])
    signed = play.sign(viewer.person_id, motions.statement(motion, answer, play.site))
    reply = motions.second if answer is Answer.SECONDED else motions.decline
    reply(session, viewer, play.ids[key], signed=signed, site=play.site)


def _submit(play: Play, key: str, lead: str, session: Session) -> None:
    motions.submit(session, play.viewer(session, lead), play.ids[key])


def _review(play: Play, motion: DemoMotion, review: DemoReview, session: Session) -> None:
    into = play.ids[motion.merged_into] if motion.merged_into else None
    decision = Decision(review.outcome, review.reasons, into)
    motions.review(session, play.viewer(session, review.by), play.ids[motion.key], decision)


def _withdraw(play: Play, key: str, lead: str, why: str, session: Session) -> None:
    motions.withdraw(session, play.viewer(session, lead), play.ids[key], why=why)


def _comment(play: Play, key: str, number: str, body: str, session: Session) -> None:
    motions.comment(session, play.viewer(session, number), play.ids[key], body)


def place(play: Play, key: str, clerk: str, session: Session, *, verb: Verb = Verb.PASS) -> int:
    """Put a filed motion on the agenda."""
    return motions.place(session, play.viewer(session, clerk), play.ids[key], verb=verb)


def _suggest(
    play: Play, suggestion: DemoSuggestion, sitting: str, units: dict[str, str], session: Session
) -> None:
    name = roster.names(session, [play.people[suggestion.author]])[play.people[suggestion.author]]
    made = motions.suggest(
        session,
        sitting_id=play.ids[sitting],
        author=name,
        unit=units[suggestion.author],
        body=f"{suggestion.title}。{suggestion.body}",
    )
    play.ids[suggestion.key] = made.id or 0


def _answer_suggestion(play: Play, key: str, clerk: str, body: str, session: Session) -> None:
    motions.answer(session, play.viewer(session, clerk), play.ids[key], body)
