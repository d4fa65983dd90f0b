"""Voting keys: made on the delegate's device, registered by its public half, one live key a person."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from congress.clock import now
from congress.crypto.belenios.group import GROUPS, Group
from congress.errors import Conflict, Invalid
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.secrecy import rules
from congress.secrecy.store import VotingKey

USUAL = "Ed25519"


def group_of(session: Session) -> Group:
    """The group of this congress: of its voting keys, its tellers' keys and its boxes."""
    known = roster.enterprise(session)
    return GROUPS[known.ballot_group if known else USUAL]


def register_key(
    session: Session, *, person_id: int, site: str, public: str, blind: str, signed: Signed
) -> VotingKey:
    """Take a device's public voting key, instead of the one this person had. Repeating it is harmless.

    The record keeps a commitment only: whoever reads it does not learn whose key is whose.
    """
    _insist_on_key(group_of(session), public)
    if len(blind) != 32 or not blind.isalnum():
        raise Invalid(say("投票公钥的格式不对"))
    commitment = rules.commitment(public, blind)
    expected = rules.key_statement(site=site, person=person_id, commitment=commitment)
    proof = identity.verify(session, person_id=person_id, signed=signed, expected=expected)
    known = session.get(VotingKey, public)
    if known:
        if known.person_id != person_id or known.replaced_at:
            raise Conflict(say("这把投票密钥不能再登记"), say("请在本设备上重新生成密钥"))
        return known
    moment = now()
    if earlier := key_of(session, person_id):
        earlier.replaced_at = moment
        session.add(earlier)
    key = VotingKey(public=public, person_id=person_id, blind=blind, registered_at=moment)
    session.add(key)
    session.flush()
    facts = {"commitment": commitment, "person": person_id}
    record.append(session, Kind.VOTING_KEY_REGISTERED, actor=person_id, at=moment, facts=facts, signed=proof)
    return key


def _insist_on_key(group: Group, public: str) -> None:
    """Raise Invalid unless it is an element of this group, and not the identity."""
    if group.is_member(public) and public != group.identity:
        return
    if any(other.is_member(public) for other in GROUPS.values() if other is not group):
        raise Invalid(
            say("这把投票密钥不属于本大会所用的群（{name}），请刷新页面后重新登记", name=group.name)
        )
    raise Invalid(say("投票公钥的格式不对"))


def key_of(session: Session, person_id: int) -> VotingKey | None:
    """The live voting key of a person."""
    query = select(VotingKey).where(VotingKey.person_id == person_id, col(VotingKey.replaced_at).is_(None))
    return session.exec(query).first()


def live_keys(session: Session, people: Iterable[int]) -> dict[int, str]:
    """Person id to public voting key, for those of these people who have one."""
    wanted = set(people)
    query = select(VotingKey.person_id, VotingKey.public).where(col(VotingKey.replaced_at).is_(None))
    return {person: public for person, public in session.exec(query) if person in wanted}
