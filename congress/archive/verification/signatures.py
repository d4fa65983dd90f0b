"""Did the people who acted sign what they did, with keys that were theirs at the time?"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from congress.archive.verification.check import Check, at
from congress.crypto import canonical, signatures
from congress.delivery import receipts
from congress.delivery.receipts import Receipt
from congress.delivery.rules import receipt_statement
from congress.i18n import say
from congress.record.entries import Act, Kind

MUST_BE_SIGNED = {
    Kind.KEY_REGISTERED,
    Kind.MOTION_SECONDED,
    Kind.MOTION_DECLINED,
    Kind.BALLOT_CAST,
    Kind.COUNT_ENTERED,
    Kind.COUNT_CONFIRMED,
    Kind.RESOLUTION_SIGNED,
    Kind.DISPATCH_RECEIVED,
    Kind.DISPATCH_DECIDED,
    Kind.DISPATCH_REPLIED,
    Kind.DISPATCH_RATED,
    Kind.VOTING_KEY_REGISTERED,
    Kind.CEREMONY_STEP,
    Kind.KEY_TURNED,
    Kind.SEAL_APPROVED,
    Kind.LETTER_ISSUED,
    Kind.LETTER_WITHDRAWN,
    Kind.NOTICE_EXTENDED,
    Kind.NOTICE_CONCLUDED,
    Kind.TASK_TRANSFERRED,
    Kind.DISPATCH_ADVISED,
    Kind.ADVICE_REVIEWED,
    Kind.DISPATCH_REMANDED,
    Kind.DISPATCH_ARCHIVED,
    Kind.PROXY_GIVEN,
    Kind.PROXY_REVOKED,
    Kind.CIRCULATION_STARTED,
    Kind.CIRCULATION_READ,
    Kind.FILING_MADE,
    Kind.FILING_CONCLUDED,
}
BOUND: dict[Kind, tuple[str, set[str]]] = {  # what must be said, and of what
    Kind.VOTING_KEY_REGISTERED: ("voting-key", {"commitment", "person"}),
    Kind.CEREMONY_STEP: ("key-step", {"ceremony", "step", "body"}),
    Kind.KEY_TURNED: ("key-turn", {"poll", "body"}),
    Kind.SEAL_APPROVED: ("approve-seal", {"impression", "role", "sha256"}),
    Kind.LETTER_ISSUED: ("issue-letter", {"letter", "revision", "sha256"}),
    Kind.LETTER_WITHDRAWN: ("withdraw-letter", {"letter", "sha256", "why"}),
    Kind.NOTICE_EXTENDED: ("extend-notice", {"notice", "sha256", "last", "until", "why"}),
    Kind.NOTICE_CONCLUDED: (
        "conclude-notice",
        {"notice", "sha256", "outcome", "note", "comments", "objections"},
    ),
    Kind.DISPATCH_DECIDED: ("decide", {"dispatch", "round", "body"}),
    Kind.DISPATCH_REPLIED: ("decide", {"dispatch", "round", "body"}),
    Kind.DISPATCH_ANSWERED: ("decide", {"dispatch", "round", "body"}),
    Kind.TASK_TRANSFERRED: ("transfer", {"assignment", "from_unit", "unit", "body"}),
    Kind.DISPATCH_ADVISED: ("advise", {"dispatch", "round", "kind"}),
    Kind.ADVICE_REVIEWED: ("review", {"advice", "sha256"}),
    Kind.DISPATCH_REMANDED: ("remand", {"dispatch", "round", "body"}),
    Kind.DISPATCH_ARCHIVED: ("archive", {"dispatch", "sha256"}),
    Kind.PROXY_GIVEN: ("delegate", {"deputy", "matter", "begins_on", "ends_on", "zone"}),
    Kind.PROXY_REVOKED: ("revoke-delegation", {"proxy"}),
    Kind.CIRCULATION_STARTED: ("circulate", {"dispatch", "resolution", "sha256", "due_on"}),
    Kind.CIRCULATION_READ: ("read", {"circulation", "sha256"}),
    Kind.FILING_MADE: ("file", {"resolution", "kind", "attempt", "filed_on"}),
    Kind.FILING_CONCLUDED: ("conclude-filing", {"filing", "outcome", "outcome_on", "body"}),
}


@dataclass
class Keyring:
    """Who holds which key, as the record has told so far."""

    holders: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)


def check_signatures(acts: list[Act], site: str) -> Check:
    """Every act that must be signed is signed, by its actor, with a live key, once, for this site."""
    check = Check(say("签名有效，签名人持有该密钥"))
    ring, seen = Keyring(), set[str]()
    for act in acts:
        if act.kind is Kind.KEY_REGISTERED:
            _register(act, ring, check)
        if act.kind is Kind.DELIVERY_RECEIVED:
            _check_receipt(act, site, check)
        elif act.signed is not None:
            _check_one(act, ring, site, seen, check)
        elif act.kind in MUST_BE_SIGNED:
            check.look(False, at(act.seq, say("应当签名而没有签名")))
        if act.kind is Kind.KEY_REVOKED:
            ring.revoked.add(str(act.facts.get("key")))
    return check


def _register(act: Act, ring: Keyring, check: Check) -> None:
    try:
        public = signatures.decode(act.facts["public"])
    except (KeyError, ValueError, AttributeError):
        check.look(False, at(act.seq, say("登记的公钥读不出来")))
        return
    key = signatures.key_id(public)
    fresh = key not in ring.holders and key == act.facts.get("key") and signatures.is_usable(public)
    check.look(fresh and act.facts.get("person") == act.actor, at(act.seq, say("密钥登记不合规")))
    ring.holders.setdefault(key, (act.actor, public))


def _check_one(act: Act, ring: Keyring, site: str, seen: set[str], check: Check) -> None:
    signed = act.signed or {}
    key, text = signed.get("key", ""), signed.get("statement", "")
    holder, public = ring.holders.get(key, (0, b""))
    check.look(holder == act.actor and key not in ring.revoked, at(act.seq, say("签名密钥当时不属于行为人")))
    try:
        said = canonical.parse(text.encode())
        signature = signatures.decode(signed.get("signature", ""))
    except ValueError:
        check.look(False, at(act.seq, say("签名内容读不出来")))
        return
    check.look(signatures.verify(public, text.encode(), signature), at(act.seq, say("签名验证没有通过")))
    check.look(said.get("site") == site, at(act.seq, say("签名不是为本次大会作出的")))
    check.look(agrees(act, said), at(act.seq, say("签名内容与记录的事实不一致")))
    digest = sha256(text.encode()).hexdigest()
    check.look(digest not in seen, at(act.seq, say("同一份签名被用了两次")))
    seen.add(digest)


def _check_receipt(act: Act, site: str, check: Check) -> None:
    """Signed by a receiver outside, whose public key the entry names: no device of ours."""
    signed = act.signed or {}
    try:
        found = Receipt(signed["statement"], signed["key"], signed["signature"])
        public = str(act.facts["public"])
        expected = receipt_statement(delivery=act.facts["delivery"], sha256=act.facts["sha256"], site=site)
        refusal = receipts.check(found, public, expected)
    except (KeyError, TypeError, ValueError):
        refusal = receipts.MALFORMED
    check.look(refusal is None, at(act.seq, refusal.reason if refusal else say("签名验证没有通过")))


def agrees(act: Act, said: dict[str, Any]) -> bool:
    """Does the record tell what the signer said? Names that both use must have the same value."""
    if bound := BOUND.get(act.kind):
        word, names = bound
        if said.get("act") != word or not names <= said.keys():
            return False
    return all(_same(act.facts[name], value) for name, value in said.items() if name in act.facts)


def _same(fact: Any, said: Any) -> bool:
    """Devices sign what forms hold, as text; the record keeps numbers and yes or no as such."""
    if isinstance(fact, bool) and isinstance(said, str):
        return said == ("yes" if fact else "no")
    return bool(fact == said or str(fact) == said)
