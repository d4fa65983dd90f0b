"""A ballot opened instead of cast, judged by a device: as strictly as by the server, and told on the page."""

import html
import json
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote, answer
from crypto.belenios.test_audit import BLANK, VOTES, shifted, single_changes
from playwright.sync_api import expect

from congress.crypto.belenios import wire
from congress.crypto.belenios.audit import open_ballot
from congress.crypto.belenios.ballot import seal_ballot
from congress.crypto.belenios.election import Question
from congress.crypto.belenios.wire import Broken

SEAL = """async ([election, secret, votes]) => {
  const { sealBallot } = await import("/static/0a1b/js/secret/ballot.js");
  return sealBallot(election, BigInt(secret), votes);
}"""
AUDIT = """async ([election, cases]) => {
  const { audited } = await import("/static/0a1b/js/secret/audit.js");
  const told = [];
  for (const [ballot, opening] of cases) {
    told.push(await audited(election, ballot, opening).catch((error) => error.code ?? `no code: ${error}`));
  }
  return told;
}"""
WITHOUT_PROOFS = "insist((await hashed(election.group, prefix, committed)) === mod(election.group, all), "


@pytest.fixture
def device(site, phone, page_for):
    page = page_for(phone)
    page.goto("/")
    return page


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote(questions=(MOTION, BLANK))


@pytest.fixture(scope="module")
def sealed(vote) -> tuple[str, str]:
    return seal_ballot(vote.election, vote.secrets[0], VOTES)


def judged(device, vote: SecretVote, cases: list[tuple[str, str]]) -> list[Any]:
    """What the device says of each; the server says the same."""
    told = device.evaluate(AUDIT, [vote.election.raw, cases])
    for (body, opening), said in zip(cases, told, strict=True):
        if isinstance(said, list):
            assert open_ballot(vote.election, body, opening) == said
        else:
            with pytest.raises(Broken):
                open_ballot(vote.election, body, opening)
    return list(told)


def test_what_a_browser_seals_it_and_the_server_open(device, vote) -> None:
    marks = [[[1, 0, 0], [0, 1, 0, 1]], [[0, 1, 0], [1, 0, 0, 0]], [[0, 0, 1], [0, 0, 1, 0]]]
    made = [device.evaluate(SEAL, [vote.election.raw, str(vote.secrets[0]), m]) for m in marks]
    assert judged(device, vote, [(one["ballot"], one["opening"]) for one in made]) == marks
    assert {tuple(json.loads(one["opening"])) for one in made} == {("votes", "exponents")}
    numbers = [n for one in made for row in json.loads(one["opening"])["exponents"] for n in row]
    assert len(set(numbers)) == 21


def test_what_the_server_seals_a_browser_opens(device, vote) -> None:
    marks = [[[1, 0, 0], [0, 1, 0, 1]], [[0, 1, 0], [1, 0, 0, 0]]]
    assert judged(device, vote, [seal_ballot(vote.election, vote.secrets[1], m) for m in marks]) == marks


def test_each_single_number_matters(device, vote, sealed) -> None:
    body, opening = sealed
    bent = [(body, wire.compact(one)) for one in single_changes(json.loads(opening))]
    bent += [
        (body, wire.compact({**json.loads(opening), "votes": votes}))
        for votes in ([[0, 1, 0], VOTES[1]], [VOTES[0], [0, 0, 1, 1]], [VOTES[0], [1, 0, 0, 0]])
    ]
    assert judged(device, vote, bent) == ["opening"] * 17


def test_openings_that_fit_nothing_or_something_else(device, vote, sealed) -> None:
    body, opening = sealed
    value = json.loads(opening)
    votes, exponents = value["votes"], value["exponents"]
    bent = [
        {"votes": votes[::-1], "exponents": exponents[::-1]},
        {"votes": votes[:1], "exponents": exponents},
        {"votes": [*votes, [1, 0, 0]], "exponents": exponents},
        {"votes": [votes[0][:2], votes[1]], "exponents": exponents},
        {"votes": [[*votes[0], 0], votes[1]], "exponents": exponents},
        {"votes": [[2, 0, 0], votes[1]], "exponents": exponents},
        {"votes": [[*votes[0], 0], votes[1]], "exponents": [[*exponents[0], "0"], exponents[1]]},
        {"votes": votes, "exponents": exponents[:1]},
        {"votes": votes, "exponents": [*exponents, ["1"]]},
        {"votes": votes, "exponents": [exponents[0][:2], exponents[1]]},
        {"votes": votes, "exponents": [[*exponents[0], "0"], exponents[1]]},
    ]
    others = [seal_ballot(vote.election, vote.secrets[0], VOTES)[1], *map(wire.compact, bent)]
    assert judged(device, vote, [(body, other) for other in others]) == ["opening"] * 12


def test_openings_written_otherwise(device, vote, sealed) -> None:
    body, opening = sealed
    value = json.loads(opening)
    bent = [
        opening + " ",
        opening.replace(",", ", ", 1),
        *(opening.replace("[1,0,0]", f"[{one},0,0]") for one in ("1.0", "1.5", "true", '"1"', "null", "[1]")),
        opening.replace("[1,0,0]", "1"),
        opening.replace('"exponents"', '"exponent"'),
        opening[:-1] + ',"more":0}',
        wire.compact(dict(reversed(value.items()))),
        opening.replace('[["', '[["0'),
        wire.compact(shifted(opening, EDWARDS.order)),
        wire.compact(shifted(opening, 0, as_text=lambda _: 7)),
        *("", "[]", "null", '{"votes":[],"exponents":0}'),
    ]
    assert opening not in bent
    assert judged(device, vote, [(body, one) for one in bent]) == ["form"] * len(bent)


def test_ballots_that_do_not_hold(device, vote, sealed) -> None:
    body, opening = sealed
    other, _ = seal_ballot(vote.election, vote.secrets[0], VOTES)
    elsewhere = SecretVote(questions=(MOTION, BLANK))
    cases = {
        "signature": wire.compact({**json.loads(body), "signature": json.loads(other)["signature"]}),
        "proofs": vote.resigned(body, 1),
        "member": body.replace(vote.public(0), "7f" + "ff" * 30 + "ec"),
        "identity": body.replace(vote.public(0), EDWARDS.identity),
        "text": body + "\n",
        "elsewhere": seal_ballot(elsewhere.election, vote.secrets[0], VOTES)[0],
    }
    told = judged(device, vote, [(raw, opening) for raw in cases.values()])
    assert dict(zip(cases, told, strict=True)) == {
        "signature": "ballot", "proofs": "ballot", "member": "ballot", "identity": "ballot",
        "text": "form", "elsewhere": "election",
    }  # fmt: skip
    assert device.evaluate(AUDIT, ["{}", [sealed]]) == ["election"]
    assert device.evaluate(AUDIT, [elsewhere.election.raw, [sealed]]) == ["election"]


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_both_halves_are_made_again(site, device, vote, sealed, half) -> None:
    """Such a ballot has no proofs either; here they are not asked."""

    def serve(route):
        code = route.fetch().text()
        assert WITHOUT_PROOFS in code
        route.fulfill(body=code.replace(WITHOUT_PROOFS, "insist(true, "), content_type="text/javascript")

    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][1]
        choice[half] = EDWARDS.product(choice[half], EDWARDS.generator)

    body, opening = sealed
    site.import_map = "{}"  # else the browser would refuse what we change
    device.route("**/secret/check.js", serve)
    device.reload()
    cases = [(vote.resigned(body, 0), opening), (vote.resigned(body, 0, bend), opening)]
    assert device.evaluate(AUDIT, [vote.election.raw, cases]) == [list(VOTES), "opening"]


# --- on the page ---------------------------------------------------------------------------------------------


def page_body(vote: SecretVote, body: str, opening: str, more: str = "", rows: str = "") -> str:
    facts = {
        "election": vote.election.raw,
        "ballot": body,
        "opening": opening,
        "rows": rows or '[{"text":"集体合同","words":["赞成","反对","弃权"]}]',
    }
    written = " ".join(f'data-{name}="{html.escape(text)}"' for name, text in facts.items())
    return f"""<section data-audited {written}><p data-audited-good hidden data-text="票里是「{{choice}}」"></p>
      <p data-audited-bad hidden>票里不是这样</p>{more}</section>"""


@pytest.fixture
def shown(site, any_phone, page_for):
    site.scripts = ("audited",)

    def show(vote: SecretVote, body: str, opening: str, more: str = "", rows: str = ""):
        site.body = page_body(vote, body, opening, more, rows)
        page = page_for(any_phone)
        page.goto("/")
        return page

    return show


@pytest.mark.parametrize(("column", "word"), [(0, "赞成"), (1, "反对"), (2, "弃权")])
def test_the_page_tells_what_is_in_it(shown, column, word) -> None:
    vote = SecretVote(voters=1)
    body, opening = seal_ballot(vote.election, vote.secrets[0], [[int(n == column) for n in range(3)]])
    page = shown(vote, body, opening)
    expect(page.get_by_text(f"票里是「{word}」")).to_be_visible()
    expect(page.locator("[data-audited-bad]")).to_be_hidden()


def test_the_page_says_that_it_is_not_what_is_in_it(shown) -> None:
    vote = SecretVote(voters=1)
    body, opening = seal_ballot(vote.election, vote.secrets[0], [[1, 0, 0]])
    page = shown(
        vote, body, opening.replace("[1,0,0]", "[0,1,0]"), "<p data-audited-failed hidden>不能核对</p>"
    )
    expect(page.get_by_text("票里不是这样")).to_be_visible()
    for other in ("good", "failed"):
        expect(page.locator(f"[data-audited-{other}]")).to_be_hidden()


@pytest.mark.parametrize("more", ["", "<p data-audited-failed hidden>不能核对</p>"])
def test_a_device_that_cannot_find_out_does_not_say_that_all_is_well(site, insecure_page, more) -> None:
    vote = SecretVote(voters=1)
    site.scripts = ("audited",)
    site.body = page_body(vote, *seal_ballot(vote.election, vote.secrets[0], [[1, 0, 0]]), more)
    insecure_page.goto("/")
    expect(insecure_page.get_by_text("不能核对" if more else "票里不是这样")).to_be_visible()
    expect(insecure_page.locator("[data-audited-good]")).to_be_hidden()


def test_each_question_of_a_longer_paper_is_told(shown) -> None:
    leader = Question("赵甲", ("优秀", "称职"), 1, 1, blank=True)
    vote = SecretVote(voters=1, questions=(Question("工资", ("赞成", "反对"), 1, 1), leader))
    body, opening = seal_ballot(vote.election, vote.secrets[0], [[0, 1], [1, 0, 0]])
    rows = '[{"text":"工资","words":["赞成","反对"]},{"text":"赵甲","words":["弃权","优秀","称职"]}]'
    page = shown(vote, body, opening, rows=rows)
    expect(page.get_by_text("票里是「工资：反对；赵甲：弃权」")).to_be_visible()
