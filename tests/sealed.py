"""A secret vote of the small congress: voting keys, the tellers' ceremony, ballots, and keys turned."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cast import SITE, Cast
from sqlmodel import Session
from voting import opened

from congress.bylaws.terms import Form
from congress.crypto.belenios import wire
from congress.crypto.belenios.group import Group, GroupName
from congress.database import Database
from congress.demo.devices import GROUP, Teller, Voter
from congress.polls import service as polls
from congress.polls.rules import Choice
from congress.roster.store import Enterprise
from congress.secrecy import rules
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step
from congress.secrecy.service import Posted
from congress.secrecy.service.ceremony import Post, Table

TELLERS = ("ruth", "sam", "alice")
CHOICES = {"for": 0, "against": 1, "abstain": 2}


@dataclass
class Secret:
    """Everybody's devices, and the vote that is on."""

    database: Database
    cast: Cast
    voters: dict[str, Voter] = field(default_factory=dict)
    tellers: dict[str, Teller] = field(default_factory=dict)
    ceremony_id: int = 0
    poll_id: int = 0
    group: Group = GROUP

    def __post_init__(self) -> None:
        """The congress was founded with this group."""
        self.database.write(lambda s: s.add(self._founded(s)))

    def _founded(self, session: Session) -> Enterprise:
        known = session.get_one(Enterprise, 1)
        known.ballot_group = GroupName(self.group.name)
        return known

    def person(self, name: str) -> int:
        return self.cast[name].person_id

    # --- before ---

    def register(self, name: str, voter: Voter | None = None) -> None:
        """This member's phone has a voting key."""
        voter = self.voters[name] = voter or Voter.new(self.group)
        signed = self.cast[name].sign(act="voting-key", commitment=voter.commitment, person=self.person(name))
        self.database.write(
            lambda s: secrecy.register_key(
                s,
                person_id=self.person(name),
                site=SITE,
                public=voter.public,
                blind=voter.blind,
                signed=signed,
            )
        )

    def call(self, threshold: int = 2, names: tuple[str, ...] = TELLERS) -> None:
        """The tellers are called to the ceremony."""
        people = [self.person(name) for name in names]
        by = self.person("olga")
        self.ceremony_id = self.database.write(
            lambda s: (
                secrecy.begin(
                    s, sitting_id=self.cast.sitting_id, people=people, threshold=threshold, by=by
                ).id
            )
        )
        self.tellers = {name: Teller(group=self.group) for name in names}

    def table(self) -> Table:
        with self.database.read() as session:
            return secrecy.table(session, self.ceremony_id)

    def step(self, name: str) -> tuple[Step, str]:
        """What this teller's device would publish now."""
        seen, teller = self.table(), self.tellers[name]
        owner = seen.place_of(self.person(name)).owner
        certificates = [one.certificate for one in seen.holders]
        if seen.step is Step.CERTIFY:
            return seen.step, teller.certify(len(seen.holders), seen.ceremony.threshold, owner)
        if seen.step is Step.DEAL:
            return seen.step, teller.deal(certificates, seen.ceremony.threshold)
        sealed = [one.sealed[owner - 1] for one in seen.holders]
        return Step.FINISH, teller.finish(certificates, sealed)

    def post(self, name: str, step: Step, text: str, **changes: object) -> Table:
        said = rules.step_statement(site=SITE, ceremony=self.ceremony_id, step=step, digest=wire.digest(text))
        signed = self.cast[name].sign(**{**said, **changes})
        return self.database.write(
            lambda s: secrecy.post(
                s,
                site=SITE,
                ceremony_id=self.ceremony_id,
                person_id=self.person(name),
                given=Post(step, text),
                signed=signed,
            )
        )

    def hold_ceremony(self, threshold: int = 2) -> None:
        """All three steps of all tellers."""
        self.call(threshold)
        for _ in range(3):
            for name in self.tellers:
                self.post(name, *self.step(name))

    # --- during ---

    def open(self, matter: str = "collective_contract", **options: object) -> int:
        self.poll_id = opened(
            self.database, self.cast, form=Form.SECRET, matter=matter, paper=False, **options
        )
        return self.poll_id

    @property
    def election(self) -> str:
        with self.database.read() as session:
            return secrecy.box(session, self.poll_id).election

    def ballot(self, name: str, choice: str) -> str:
        return self.voters[name].ballot(self.election, CHOICES[choice])

    def throw(self, name: str, choice: str = "for", *, body: str = "", follows: str | None = None) -> Posted:
        """A ballot into the box, as the box takes it after the check."""
        checked = secrecy.check(self.election, body or self.ballot(name, choice))
        assert isinstance(checked, secrecy.Checked), checked.text

        def job(session: Session) -> Posted:
            last = polls.tracker_of(session, self.poll_id, self.person(name))
            known = (last.tracker if last else "") if follows is None else follows
            return polls.cast_secret(
                session,
                poll_id=self.poll_id,
                person_id=self.person(name),
                checked=checked,
                follows=known,
            )

        return self.database.write(job)

    def mark(self, name: str, *rows: Sequence[int]) -> Posted:
        """A ballot with these marks, 0 or 1 for each column of each row."""
        return self.throw(name, body=self.voters[name].marked(self.election, rows)[0])

    # --- after ---

    def seal(self) -> polls.Poll:
        return self.database.write(lambda s: polls.close(s, poll_id=self.poll_id, by=self.person("olga")))

    def share(self, name: str) -> str:
        with self.database.read() as session:
            return self.tellers[name].turn(self.election, secrecy.ballots(session, self.poll_id))

    def turn(self, name: str, body: str = "") -> polls.Poll:
        body = body or self.share(name)
        said = rules.turn_statement(site=SITE, poll=self.poll_id, digest=wire.digest(body))
        signed = self.cast[name].sign(**said)
        return self.database.write(
            lambda s: polls.turn_key(
                s, site=SITE, poll_id=self.poll_id, person_id=self.person(name), body=body, signed=signed
            )
        )

    def archive(self) -> bytes:
        with self.database.read() as session:
            return secrecy.archive(session, self.poll_id)


assert tuple(CHOICES) == tuple(choice.value for choice in Choice)
