"""授权代办: a secretary hands over the right to sign, for a time; whoever signs under it says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.bylaws.profile import from_json
from congress.clock import now
from congress.committee import store
from congress.committee.rules.proxies import (
    FIELDS,
    Power,
    ProxyFacts,
    Standing,
    may_decide,
    may_grant,
    may_sign,
    standing,
)
from congress.committee.service.sending import today
from congress.committee.store import Dispatch, Proxy
from congress.errors import Invalid, Missing, insist
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.sittings import service as sittings

COMMITTEE = (OfficeKind.PARTY_SECRETARY, OfficeKind.PARTY_OFFICE)


@dataclass(frozen=True)
class ProxyLine:
    """Authority as lists show it."""

    proxy: Proxy
    grantor: str
    deputy: str
    matter: Message | None
    kinds: tuple[Power, ...]
    standing: Standing


# --- giving and taking back ----------------------------------------------------------------------------------


def statement_for_proxy(session: Session, *, site: str) -> dict[str, Any]:
    """What the grantor's device signs, before it adds the fields. The days are those of ``zone``."""
    return {"act": "delegate", "site": site, "zone": _zone(session)}


def _zone(session: Session) -> str:
    enterprise = roster.enterprise(session)
    return enterprise.timezone if enterprise else "Asia/Shanghai"


def give(session: Session, viewer: Viewer, *, site: str, said: Mapping[str, str], signed: Signed) -> Proxy:
    """Hand over what exactly these words say. The same signed words again are the same authority."""
    if not viewer.leads_committee:
        raise Missing(say("没有这个页面"))
    digest = sha256(signed.statement.encode()).hexdigest()
    if made := store.proxy_by_digest(session, digest):
        return made
    begins_on, ends_on, powers = _read(said)
    deputy = int(said["deputy"])
    insist(
        may_grant(
            leads=viewer.leads_committee,
            serves=deputy in colleagues(session, viewer),
            self_=deputy == viewer.person_id,
            begins_on=begins_on,
            ends_on=ends_on,
            today=today(session),
        )
    )
    ticks = {power.value: "yes" for power in powers}
    expected = statement_for_proxy(session, site=site) | {name: said.get(name, "") for name in FIELDS} | ticks
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    moment = now()
    found = Proxy(
        grantor_id=viewer.person_id,
        deputy_id=deputy,
        kinds=[power.value for power in powers],
        matter=said.get("matter", ""),
        begins_on=begins_on,
        ends_on=ends_on,
        key=proof["key"],
        given_at=moment,
        seq=0,
        digest=digest,
    )
    session.add(found)
    session.flush()
    facts = {
        "proxy": found.id,
        "deputy": deputy,
        "powers": found.kinds,
        "matter": found.matter,
        "begins_on": begins_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "zone": _zone(session),
    }
    found.seq = record.append(
        session, Kind.PROXY_GIVEN, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    session.add(found)
    return found


def _read(said: Mapping[str, str]) -> tuple[date, date, list[Power]]:
    """Days and powers, or every complaint about them at once."""
    complaints: dict[str, Message] = {}
    days = {}
    for name in ("begins_on", "ends_on"):
        try:
            days[name] = date.fromisoformat(said.get(name, ""))
        except ValueError:
            complaints[name] = say("请填写日期")
    if not (deputy := said.get("deputy", "")).isdecimal() or not deputy.isascii() or len(deputy) > 9:
        complaints["deputy"] = say("请选择代办人")
    powers = [power for power in Power if said.get(power.value)]
    if not powers:
        complaints["powers"] = say("请至少选择一项")
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    return days["begins_on"], days["ends_on"], powers


def colleagues(session: Session, viewer: Viewer) -> dict[int, str]:
    """Those who hold an office of the committee in the present term, without this person."""
    meeting = sittings.current(session)
    if meeting is None:
        return {}
    people = [p for kind in COMMITTEE for p in roster.holders(session, meeting.term.id or 0, kind)]
    found = roster.names(session, set(people) - {viewer.person_id})
    return {person: found[person] for person in people if person in found}


def statement_for_revocation(found: Proxy, *, site: str) -> dict[str, Any]:
    """What is signed to end it at once."""
    return {"act": "revoke-delegation", "proxy": found.id, "site": site}


def revoke(session: Session, viewer: Viewer, proxy_id: int, *, site: str, signed: Signed) -> Proxy:
    """End it, by who gave it or by who has it. Ending it twice is one end."""
    found = session.get(Proxy, proxy_id)
    if found is None or viewer.person_id not in {found.grantor_id, found.deputy_id}:
        raise Missing(say("没有这项授权"))
    if found.revoked_at:
        return found
    expected = statement_for_revocation(found, site=site)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.revoked_at, found.revoked_by = now(), viewer.person_id
    found.revoked_seq = record.append(
        session,
        Kind.PROXY_REVOKED,
        actor=viewer.person_id,
        at=found.revoked_at,
        facts={"proxy": found.id},
        signed=proof,
    )
    session.add(found)
    return found


# --- signing under it ----------------------------------------------------------------------------------------


def authority(session: Session, viewer: Viewer, found: Dispatch, power: Power, chosen: str) -> Proxy | None:
    """In whose name this person may sign now: their own (None), or that of the authority they chose."""
    if not chosen:
        insist(may_decide(leads=viewer.leads_committee))
        return None
    proxy = session.get(Proxy, int(chosen)) if chosen.isascii() and chosen.isdecimal() else None
    if proxy is None:
        raise Missing(say("没有这项授权"))
    matter = matter_of(session, found)
    facts = facts_of(session, [proxy])[proxy.id or 0]
    insist(may_sign(facts, person=viewer.person_id, power=power, matter=matter, today=today(session)))
    return proxy


def usable(session: Session, viewer: Viewer, found: Dispatch, power: Power) -> list[ProxyLine]:
    """The authority under which this person may sign such a decision now."""
    given, matter, day = (
        store.proxies_to(session, viewer.person_id),
        matter_of(session, found),
        today(session),
    )
    facts = facts_of(session, given)
    fit = [
        proxy
        for proxy in given
        if may_sign(facts[proxy.id or 0], person=viewer.person_id, power=power, matter=matter, today=day)
        is None
    ]
    return lines(session, fit)


def matter_of(session: Session, found: Dispatch) -> str:
    """The matter of the resolution that a dispatch carries."""
    resolution = resolutions.load(session, found.resolution_id)
    return resolutions.certificate(session, resolution).matter.key


def facts_of(session: Session, found: Iterable[Proxy]) -> dict[int, ProxyFacts]:
    """What the rules ask, by id."""
    rows = list(found)
    live = identity.live_keys(session, [proxy.key for proxy in rows])
    grantors = {proxy.grantor_id: roster.viewer(session, proxy.grantor_id) for proxy in rows}
    return {
        proxy.id or 0: ProxyFacts(
            deputy=proxy.deputy_id,
            kinds=frozenset(Power(kind) for kind in proxy.kinds),
            matter=proxy.matter,
            begins_on=proxy.begins_on,
            ends_on=proxy.ends_on,
            revoked=proxy.revoked_at is not None,
            leads=bool((who := grantors[proxy.grantor_id]) and who.leads_committee),
            key_live=proxy.key in live,
        )
        for proxy in rows
    }


# --- reading -------------------------------------------------------------------------------------------------


def proxy_register(session: Session, viewer: Viewer) -> list[ProxyLine]:
    """Every authority that was given, for the committee."""
    if not viewer.is_committee:
        raise Missing(say("没有这个页面"))
    return lines(session, store.proxies(session))


def lines(session: Session, found: list[Proxy]) -> list[ProxyLine]:
    """With names, matters, and how they stand today."""
    facts, day, matters = facts_of(session, found), today(session), matter_names(session)
    names = roster.names(session, {p.grantor_id for p in found} | {p.deputy_id for p in found})
    return [
        ProxyLine(
            proxy,
            names[proxy.grantor_id],
            names[proxy.deputy_id],
            matters.get(proxy.matter),
            tuple(Power(kind) for kind in proxy.kinds),
            standing(facts[proxy.id or 0], day),
        )
        for proxy in found
    ]


def matter_names(session: Session) -> dict[str, Message]:
    """The matters of the rule profile in force."""
    meeting = sittings.current(session)
    profile = from_json(meeting.term.profile) if meeting else None
    return {key: matter.name for key, matter in profile.matters.items()} if profile else {}


def behalf(session: Session, proxy_ids: set[int]) -> dict[int, str]:
    """The names of those in whose name something was signed, by the authority."""
    if not proxy_ids:
        return {}
    found = store.proxies_by_id(session, proxy_ids)
    names = roster.names(session, {proxy.grantor_id for proxy in found.values()})
    return {key: names[proxy.grantor_id] for key, proxy in found.items()}
