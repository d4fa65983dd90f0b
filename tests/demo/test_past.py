"""What the sitting before decided in the demo, what became of it, and what employees suggest."""

from congress.bylaws.profile import builtin
from congress.committee.rules import DecisionKind, DispatchKind, ProgressKind, Rating
from congress.demo.people import content, people
from congress.roster.rules import DelegateKind, OfficeKind

ALL = content()
PEOPLE = {person.number: person for person in people()}
VOTERS = {number for number, person in PEOPLE.items() if person.kind is DelegateKind.VOTING}


def holders(kind):
    return [n for office in ALL.offices.offices if office.kind is kind for n in office.holders]


def test_what_came_before_was_voted_and_sent():
    assert len(ALL.history) == 2
    for past in ALL.history:
        counts = past.resolution.counts
        assert counts.expected == len(VOTERS)
        assert counts.expected * 2 <= counts.present * 3
        assert counts.returned == counts.valid + counts.invalid <= counts.issued <= counts.present
        assert counts.valid == counts.favour + counts.against + counts.abstain
        assert counts.favour * 2 > counts.expected
        assert {past.motion.lead, *past.motion.seconders} <= VOTERS
        assert past.motion.lead not in past.motion.seconders
        assert past.resolution.sealed.day >= ALL.sitting.previous.day
        assert past.dispatch.received_by in holders(OfficeKind.PARTY_OFFICE)
        assert past.resolution.matter in builtin()["national"].matters


def test_a_report_informs_and_a_request_asks():
    by_kind = {past.dispatch.kind: past.dispatch for past in ALL.history}
    assert by_kind[DispatchKind.REPORT].body.endswith("特此报告。")
    assert by_kind[DispatchKind.REQUEST].body.endswith("妥否，请批示。")
    replies = {p.dispatch.kind for p in ALL.history if any(d.kind is DecisionKind.REPLY for d in p.decisions)}
    assert replies == {DispatchKind.REQUEST}


def test_times_of_what_came_before_are_in_order():
    for past in ALL.history:
        sent = past.dispatch
        steps = [past.motion.created, past.motion.submitted, past.motion.filed, past.resolution.sealed]
        steps += [past.resolution.published, sent.sent, sent.received, *[d.at for d in past.decisions]]
        steps += [past.opinion.at] if past.opinion else []
        assert steps == sorted(steps)
        for task in past.assignments:
            reports = [report.at for report in task.progress] + ([task.accepted] if task.accepted else [])
            assert reports == sorted(reports)
            assert past.decisions[0].at < reports[0]
            assert bool(task.accepted) == any(report.kind is ProgressKind.DONE for report in task.progress)
            head = next(o for o in ALL.offices.offices if o.unit == task.department)
            assert {report.by for report in task.progress} == set(head.holders)


def test_one_is_closed_and_its_proposer_satisfied():
    closed = next(past for past in ALL.history if past.opinion)
    assert closed.opinion.rating is Rating.SATISFIED
    assert closed.opinion.by == closed.motion.lead
    assert closed.decisions[-1].kind is DecisionKind.ANSWER
    assert all(task.accepted and task.accepted < closed.decisions[-1].at for task in closed.assignments)


def test_one_is_under_way_with_a_task_due_soon_and_one_overdue():
    under_way = next(past for past in ALL.history if not past.opinion)
    assert not any(task.accepted for task in under_way.assignments)
    due = sorted(task.due_day for task in under_way.assignments)
    assert due[0] < 0 < due[-1] <= 7


def test_employees_suggest():
    assert len(ALL.suggestions) == 8
    for suggestion in ALL.suggestions:
        assert PEOPLE[suggestion.author].kind is None
        assert 50 <= len(suggestion.body) <= 150
        assert suggestion.title_en
        if suggestion.answer:
            assert suggestion.at < suggestion.answer.at
            assert suggestion.answer.by in holders(OfficeKind.DEPARTMENT_HEAD)
