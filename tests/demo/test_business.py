"""The sitting of the demo congress: agenda, questions, draft resolutions and papers."""

import re
from itertools import pairwise

import pytest

from congress.bylaws.profile import Form, Verb, builtin
from congress.demo.people import content, people
from congress.motions.rules import MotionStage
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex

ALL = content()
PEOPLE = {person.number: person for person in people()}
MOTIONS = {motion.key: motion for motion in ALL.motions}


def holders(kind):
    return [n for office in ALL.offices.offices if office.kind is kind for n in office.holders]


def name(number):
    return PEOPLE[number].name


def test_the_agenda_runs_in_order_and_uses_all_five_verbs():
    items = ALL.sitting.items
    assert 10 <= len(items) <= 12
    assert {item.verb for item in items} == set(Verb)
    for item, following in pairwise(items):
        ends = item.starts.hour * 60 + item.starts.minute + item.minutes
        assert ends <= following.starts.hour * 60 + following.starts.minute
    assert all(PEOPLE[item.presenter].kind is not DelegateKind.INVITED for item in items)
    assert all(item.title and item.title_en for item in items)


def test_the_motion_on_the_agenda_is_there():
    placed = [motion.key for motion in ALL.motions if motion.stage is MotionStage.ON_AGENDA]
    assert [item.motion for item in ALL.sitting.items if item.motion] == placed
    item = next(item for item in ALL.sitting.items if item.motion)
    assert item.presenter == MOTIONS[placed[0]].lead


@pytest.mark.parametrize("poll", ALL.sitting.polls, ids=lambda poll: poll.key)
def test_a_question_is_put_as_the_national_profile_allows(poll):
    matter = builtin()["national"].matters[poll.matter]
    assert poll.form in matter.forms
    assert poll.item in {item.key for item in ALL.sitting.items}
    assert 150 <= len(poll.text) <= 400
    assert poll.title_en


def test_the_engine_has_something_to_refuse():
    polls = {poll.key: poll for poll in ALL.sitting.polls}
    assert polls["collective-contract"].form is Form.SECRET
    assert builtin()["national"].matters[polls["collective-contract"].matter].must_be_secret
    assert sum(poll.form is Form.NAMED for poll in polls.values()) >= 5
    assert sum(poll.form is Form.HAND for poll in polls.values()) >= 2


def test_drafts_name_the_people_of_the_offices():
    texts = {poll.key: poll.text for poll in ALL.sitting.polls}
    listed = re.search(r"：([^：]+)。\n\n主席团主持", texts["presidium"])
    assert listed
    assert sorted(listed[1].split("、")) == sorted(map(name, holders(OfficeKind.PRESIDIUM)))
    for kind, label in (("chief_teller", "总监票人"), ("scrutineer", "监票人"), ("teller", "计票人")):
        names = re.search(rf"、([^。\n]+)为{label}。", texts["tellers"])
        assert names
        assert sorted(names[1].split("、")) == sorted(map(name, holders(OfficeKind(kind))))
    assert all(name(number) in texts["employee-director"] for number in ALL.offices.candidates)


def test_figures_in_the_drafts_are_those_of_the_congress():
    presidium = [PEOPLE[number] for number in holders(OfficeKind.PRESIDIUM)]
    frontline = sum(member.category is Category.FRONTLINE for member in presidium)
    women = sum(member.sex is Sex.FEMALE for member in presidium)
    text = next(poll.text for poll in ALL.sitting.polls if poll.key == "presidium")
    for words in (
        f"共{len(presidium)}人",
        f"一线职工{frontline}人，占{frontline * 100 // len(presidium)}%",
        f"女职工{women}人，占{women * 100 // len(presidium)}%",
    ):
        assert words in text
    method = next(paper.text for paper in ALL.sitting.papers if paper.key == "voting-method")
    assert all(words in method for words in ("应到职工代表312名", "即208名以上", "不少于157票"))


@pytest.mark.parametrize("paper", ALL.sitting.papers, ids=lambda paper: paper.key)
def test_a_paper_is_one_to_two_pages(paper):
    assert paper.text.startswith(f"# {paper.title}\n")
    assert 700 <= len(paper.text) <= 1600
    assert paper.item in {item.key for item in ALL.sitting.items}
    assert paper.title_en


def test_there_are_six_papers_sent_in_time():
    assert len(ALL.sitting.papers) == 6
    assert ALL.sitting.papers_delivered.day <= -7


def test_the_welfare_table_adds_up():
    text = next(paper.text for paper in ALL.sitting.papers if paper.key == "finance-report")
    rows = re.findall(r"\| (\S+) \| (\d+) \| ([\d.]+)% \|", text)
    *parts, total = [(label, int(amount), float(share)) for label, amount, share in rows]
    assert total[0] == "合计"
    assert sum(amount for _, amount, _ in parts) == total[1] == 5236
    assert all(abs(amount * 100 / total[1] - share) < 0.06 for _, amount, share in parts)


def test_the_report_on_motions_adds_up():
    text = next(paper.text for paper in ALL.sitting.papers if paper.key == "follow-up")
    counts = dict(re.findall(r"\| (\S+) \| (\d+) \|", text))
    total = int(counts.pop("合计"))
    assert sum(map(int, counts.values())) == total == 38
