"""Is every formal letter the text that was signed when it was issued, numbered in its turn?"""

from collections import defaultdict

from congress.archive.verification.check import Check, at
from congress.crypto import canonical
from congress.i18n import say
from congress.record.entries import Act, Kind


def check_letters(acts: list[Act]) -> Check:
    """Texts, numbers and withdrawals of all issued letters; their signatures are looked at with all others."""
    check = Check(say("公文的文本与印发时签名的一致，编号连续"))
    issued: dict[int, str] = {}
    withdrawn: set[int] = set()
    numbers: dict[tuple[str, int], int] = defaultdict(int)
    for act in acts:
        try:
            if act.kind is Kind.LETTER_ISSUED:
                _issued(act, issued, numbers, check)
            elif act.kind is Kind.LETTER_WITHDRAWN:
                letter, sha256 = act.facts["letter"], act.facts["sha256"]
                fine = issued.get(letter) == sha256 and letter not in withdrawn
                check.look(fine, at(act.seq, say("撤销的公文没有印发过，或者已经撤销")))
                withdrawn.add(letter)
        except (KeyError, TypeError, ValueError):
            check.look(False, at(act.seq, say("公文记录读不出来")))
    return check


def _issued(act: Act, issued: dict[int, str], numbers: dict[tuple[str, int], int], check: Check) -> None:
    facts = act.facts
    fine = canonical.digest(facts["text"]) == facts["sha256"] and facts["text"]["kind"] == facts["kind"]
    check.look(fine, at(act.seq, say("公文文本与校验值不符")))
    check.look(facts["letter"] not in issued, at(act.seq, say("同一份公文印发了两次")))
    issued[facts["letter"]] = facts["sha256"]
    turn = facts["kind"], facts["year"]
    numbers[turn] += 1
    check.look(facts["number"] == numbers[turn], at(act.seq, say("公文编号不连续")))
