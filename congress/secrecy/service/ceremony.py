"""The tellers make a key together: each device publishes its part in three steps, all checked as they come.

Nothing here is secret: what one teller writes to another is sealed for that teller's device.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col, select

from congress.clock import now
from congress.crypto.belenios import ceremony as steps
from congress.crypto.belenios import wire
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.trustees import Trustees, read_trustees
from congress.errors import Conflict, Missing, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy import rules
from congress.secrecy.rules import Progress, Step
from congress.secrecy.service.keys import group_of
from congress.secrecy.store import Box, Ceremony, KeyHolder


@dataclass(frozen=True)
class Table:
    """A ceremony as everybody at it may see it."""

    ceremony: Ceremony
    holders: Sequence[KeyHolder]
    step: Step | None
    group: Group

    def place_of(self, person_id: int) -> KeyHolder | None:
        """A teller's place."""
        return next((one for one in self.holders if one.person_id == person_id), None)

    @property
    def awaited(self) -> list[int]:
        """Person ids of those whose device owes the present step."""
        return [one.person_id for one in self.holders if rules.owes(progress(one), self.step)]


def progress(holder: KeyHolder) -> Progress:
    """How far a teller is."""
    return Progress(bool(holder.certificate), bool(holder.dealing), bool(holder.finish))


def current(session: Session, sitting_id: int) -> Ceremony | None:
    """The key of a sitting, made or in the making."""
    query = select(Ceremony).where(Ceremony.sitting_id == sitting_id, col(Ceremony.cancelled_at).is_(None))
    return session.exec(query.order_by(col(Ceremony.id).desc())).first()


def ready(session: Session, sitting_id: int) -> Ceremony | None:
    """The key of a sitting, if it is complete."""
    found = current(session, sitting_id)
    return found if found and found.trustees else None


def table(session: Session, ceremony_id: int) -> Table:
    """A ceremony with its tellers in order, or Missing."""
    found = session.get(Ceremony, ceremony_id)
    if found is None:
        raise Missing(say("没有这次密钥仪式"))
    query = select(KeyHolder).where(KeyHolder.ceremony_id == ceremony_id).order_by(col(KeyHolder.owner))
    holders = session.exec(query).all()
    return Table(found, holders, rules.step_of([progress(one) for one in holders]), group_of(session))


@dataclass(frozen=True)
class KeyPart:
    """What is public of a teller's part of a key that is made: what a part restored from paper must fit."""

    group: str
    ceremony: int
    owner: int
    public: str  # this owner's verification key
    election: str  # the key of all together, for which ballots are encrypted


def key_part(session: Session, ceremony_id: int, person_id: int) -> KeyPart | None:
    """The part of this person; None for who holds none, and until the key is made."""
    seen = table(session, ceremony_id)
    place = seen.place_of(person_id)
    if place is None or not seen.ceremony.trustees:
        return None
    known, group = _published(seen.ceremony.trustees, seen.group.name), seen.group
    public = known.owners[place.owner - 1]
    return KeyPart(group.name, ceremony_id, place.owner, public, known.public_key(group))


@lru_cache(maxsize=4)
def _published(trustees: str, group: str) -> Trustees:
    return read_trustees(trustees, GROUPS[group])


def begin(session: Session, *, sitting_id: int, people: Sequence[int], threshold: int, by: int) -> Ceremony:
    """Call these tellers to make a key; an earlier one of the sitting is given up. The same call again is one."""
    earlier = current(session, sitting_id)
    if earlier and earlier.threshold == threshold and not earlier.trustees:
        seated = table(session, earlier.id or 0).holders
        if [one.person_id for one in seated] == list(people) and not any(one.certificate for one in seated):
            return earlier
    locked = earlier is not None and _is_locked(session, earlier)
    insist(rules.may_begin(size=len(set(people)), threshold=threshold, locked=locked))
    moment = now()
    if earlier:
        earlier.cancelled_at = moment
        session.add(earlier)
    found = Ceremony(sitting_id=sitting_id, threshold=threshold, begun_at=moment, begun_by=by)
    session.add(found)
    session.flush()
    for owner, person in enumerate(people, 1):
        session.add(KeyHolder(ceremony_id=found.id or 0, owner=owner, person_id=person))
    facts = {"ceremony": found.id, "sitting": sitting_id, "tellers": list(people), "threshold": threshold}
    record.append(session, Kind.CEREMONY_BEGUN, actor=by, at=moment, facts=facts)
    return found


def _is_locked(session: Session, found: Ceremony) -> bool:
    """Does a box wait to be opened with this key? A void one does not: its poll takes it away from here."""
    query = select(Box.poll_id).where(
        Box.ceremony_id == found.id, Box.result == "", col(Box.given_up).is_(False)
    )
    return session.exec(query).first() is not None


@dataclass(frozen=True)
class Post:
    """What a teller's device publishes in one step: JSON whose form depends on the step.

    certify: the certificate; deal: ``{"coefexps", "sealed"}``; finish: ``{"signature", "verification"}``.
    """

    step: Step
    body: str


def post(
    session: Session, *, site: str, ceremony_id: int, person_id: int, given: Post, signed: Signed
) -> Table:
    """Take one step of one teller. The same again is harmless; another one instead is refused."""
    seen = table(session, ceremony_id)
    place = seen.place_of(person_id)
    if place is None or seen.ceremony.cancelled_at:
        raise Refused(say("这次密钥仪式已经不需要您参加"), say("请刷新页面"))
    if _posted(place, given.step):
        if _posted(place, given.step) == given.body:
            return seen
        raise Conflict(
            say("这一步您已经在另一台设备上完成"), say("请回到那台设备；找不到了就请会务组重新开始仪式")
        )
    if given.step is not seen.step:
        raise Conflict(say("密钥仪式还没有进行到这一步"), say("请刷新页面"))
    digest = wire.digest(given.body)
    expected = rules.step_statement(site=site, ceremony=ceremony_id, step=given.step, digest=digest)
    proof = identity.verify(session, person_id=person_id, signed=signed, expected=expected)
    try:
        _take(seen, place, given)
    except (wire.Broken, KeyError, TypeError, ValueError) as error:
        raise Refused(
            error.message if isinstance(error, wire.Broken) else steps.NO_TRUSTEES,
            say("请刷新页面再试；仍不行请会务组重新开始仪式"),
        ) from error
    session.add(place)
    session.flush()
    facts = {"ceremony": ceremony_id, "step": given.step.value, "body": digest}
    record.append(session, Kind.CEREMONY_STEP, actor=person_id, facts=facts, signed=proof)
    after = table(session, ceremony_id)
    if after.step is None:
        _complete(session, after)
    return after


def _posted(place: KeyHolder, step: Step) -> str:
    """What this teller published in a step before, as it was sent."""
    if step is Step.CERTIFY:
        return place.certificate
    if step is Step.FINISH:
        return place.finish
    sent = {"coefexps": json.loads(place.dealing), "sealed": place.sealed} if place.dealing else None
    return wire.compact(sent) if sent else ""


def _take(seen: Table, place: KeyHolder, given: Post) -> None:
    """Check and keep; raises when anything is not as the protocol says."""
    value: Any = wire.read(given.body, steps.NO_TRUSTEES)
    size, threshold = len(seen.holders), seen.ceremony.threshold
    if given.step is Step.CERTIFY:
        others = [_signer(seen, one) for one in seen.holders if one.certificate]
        steps.check_certificate(value, seen.group, size, threshold, place.owner, others)
        place.certificate = given.body
    elif given.step is Step.DEAL:
        coefexps, sealed = wire.fields(value, ("coefexps", "sealed"), steps.NO_TRUSTEES)
        steps.check_dealing(coefexps, seen.group, _signer(seen, place), threshold)
        wire.array(sealed, steps.NO_TRUSTEES, length=size)
        place.sealed = [wire.words(one, steps.NO_TRUSTEES) for one in sealed]
        place.dealing = wire.compact(coefexps)
    else:
        signature, verification = wire.fields(value, ("signature", "verification"), steps.NO_TRUSTEES)
        steps.check_finish(
            signature, verification, seen.group, _signer(seen, place), _certs(seen), _dealt(seen), place.owner
        )
        place.finish = given.body


def _signer(seen: Table, holder: KeyHolder) -> str:
    """A teller's signing key in the ceremony."""
    value = json.loads(holder.certificate)
    signer, _ = steps.check_certificate(
        value, seen.group, len(seen.holders), seen.ceremony.threshold, holder.owner
    )
    return signer


def _certs(seen: Table) -> list[dict[str, Any]]:
    return [json.loads(one.certificate) for one in seen.holders]


def _dealt(seen: Table) -> list[list[str]]:
    threshold = seen.ceremony.threshold
    return [
        steps.check_dealing(json.loads(one.dealing), seen.group, _signer(seen, one), threshold)
        for one in seen.holders
    ]


def _complete(session: Session, seen: Table) -> None:
    """Everybody has finished: the key stands."""
    finishes = [json.loads(one.finish) for one in seen.holders]
    seen.ceremony.trustees = steps.assemble(
        seen.ceremony.threshold,
        _certs(seen),
        [json.loads(one.dealing) for one in seen.holders],
        [one["signature"] for one in finishes],
        [one["verification"] for one in finishes],
    )
    session.add(seen.ceremony)
    facts = {"ceremony": seen.ceremony.id, "trustees": wire.digest(seen.ceremony.trustees)}
    record.append(session, Kind.CEREMONY_DONE, actor=0, facts=facts)
