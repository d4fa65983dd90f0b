"""Names and passwords for those who work for the congress: opened and closed by organisers, on record."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, select

from congress.errors import Conflict, Missing, Refused
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.service import Account
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import WITH_ACCOUNT, OfficeKind
from congress.roster.service.employment import person
from congress.roster.service.offices import officers
from congress.roster.store import Person

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


@dataclass(frozen=True)
class AccountLine:
    """Somebody who needs an account, or has one."""

    person_id: int
    number: str
    name: str
    offices: tuple[OfficeKind, ...]
    login: str
    disabled: bool
    seen: str


@dataclass(frozen=True)
class Opened:
    """Shown once: the first password is not kept."""

    person_id: int
    name: str
    login: str
    password: str


def account_lines(session: Session, term_id: int) -> list[AccountLine]:
    """Everyone whose office needs an account, and everyone who has one."""
    offices: dict[int, list[OfficeKind]] = {}
    for holder in officers(session, term_id):
        if holder.kind in WITH_ACCOUNT:
            offices.setdefault(holder.person_id, []).append(holder.kind)
    query = select(Person, Account).join(Account, col(Account.person_id) == Person.id, isouter=True)
    wanted = col(Person.id).in_(set(offices)) | col(Account.id).is_not(None)
    rows = session.exec(query.where(wanted, col(Person.left_at).is_(None)).order_by(Person.number)).all()
    return [_line(person, account, offices.get(person.id or 0, [])) for person, account in rows]


def _line(person: Person, account: Account | None, offices: list[OfficeKind]) -> AccountLine:
    login, disabled = (account.login, account.disabled_at is not None) if account else ("", False)
    return AccountLine(
        person.id or 0, person.number, person.name, tuple(offices), login, disabled, mark(account)
    )


def mark(account: Account | None) -> str:
    """What a form saw of an account, to know that it is sent once."""
    return sha256(account.password_hash.encode()).hexdigest()[:16] if account else ""


def issue_password(session: Session, *, person_id: int, login: str, seen: str, by: int) -> Opened:
    """Open an account, or give it a new first password. The same form sent again is refused."""
    found = person(session, person_id)
    if found.left_at:
        raise Missing(say("没有这个人"))
    if mark(identity.account(session, person_id)) != seen:
        raise Conflict(
            say("密码刚才已经生成过，只显示那一次"), say("如果没有记下，请回到「登录账号」重新生成")
        )
    password = "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
    account = identity.open_account(session, person_id=person_id, login=login, password=password)
    _note(session, account, "opened", by)
    return Opened(person_id, found.name, login, password)


def close_account(session: Session, *, person_id: int, by: int) -> None:
    """Stop a name and password at once. Stopping it twice is one stop."""
    if person_id == by:
        raise Refused(say("不能停用自己的账号"), say("请由另一名秘书处成员办理"))
    account = identity.account(session, person_id)
    if account is None:
        raise Missing(say("没有这个登录账号"))
    if account.disabled_at is None:
        identity.disable_account(session, person_id=person_id)
        for found in identity.sessions(session, person_id):
            identity.end(session, sign_in_id=found.id or 0, person_id=person_id)
        _note(session, account, "disabled", by)


def _note(session: Session, account: Account, change: str, by: int) -> None:
    facts = {"change": change, "login": account.login, "person": account.person_id}
    record.append(session, Kind.ACCOUNT_CHANGED, actor=by, facts=facts)
