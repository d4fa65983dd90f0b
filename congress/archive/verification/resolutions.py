"""Is every sealed resolution the one that two officers signed, about the result that was declared?"""

from collections import defaultdict
from typing import Any

from congress.archive.verification.check import Check, at
from congress.crypto import canonical
from congress.i18n import say
from congress.record.entries import Act, Kind

SIGNATORIES = {"executive_chair", "chief_teller"}


def check_resolutions(acts: list[Act]) -> Check:
    """Text, counts, signatures and numbers of all sealed resolutions."""
    check = Check(say("决议与表决结果一致，由两位负责人签名，编号连续"))
    results: dict[int, Act] = {}
    signed: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    numbers: dict[int, int] = defaultdict(int)
    for act in acts:
        try:
            if act.kind is Kind.POLL_CLOSED:
                results[act.facts["poll"]] = act
            elif act.kind is Kind.RESOLUTION_SIGNED:
                said = canonical.parse((act.signed or {})["statement"].encode())
                signed[act.facts["resolution"], act.facts["revision"]][act.facts["role"]] = said["sha256"]
            elif act.kind is Kind.RESOLUTION_SEALED:
                _sealed(act, results, signed, numbers, check)
        except (KeyError, TypeError, ValueError):
            check.look(False, at(act.seq, say("决议记录读不出来")))
    return check


def _sealed(
    act: Act,
    results: dict[int, Act],
    signed: dict[tuple[int, int], dict[str, str]],
    numbers: dict[int, int],
    check: Check,
) -> None:
    facts: dict[str, Any] = act.facts
    text = facts["text"]
    check.look(canonical.digest(text) == facts["sha256"], at(act.seq, say("决议文本与校验值不符")))
    hands = signed[facts["resolution"], facts["revision"]]
    both = set(hands) == SIGNATORIES and set(hands.values()) == {facts["sha256"]}
    check.look(both, at(act.seq, say("缺少执行主席或总监票人对这份文本的签名")))
    result = results.get(text["poll"])
    agrees = result is not None and result.facts["passed"] and declared(result) == text["counts"]
    check.look(agrees, at(act.seq, say("决议所载票数与宣布的结果不同")))
    numbers[facts["year"]] += 1
    check.look(facts["number"] == numbers[facts["year"]], at(act.seq, say("决议编号不连续")))


def declared(result: Act) -> dict[str, Any]:
    """The counts that a result was declared with: with the votes of each line, where there were several."""
    counts, votes = result.facts["counts"], result.facts.get("votes")
    return counts if votes is None else {**counts, "votes": votes}
