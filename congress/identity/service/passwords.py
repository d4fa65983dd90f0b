"""Coming in by name and password: accounts of organisers, the committee and departments."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlmodel import Session, select

from congress.clock import now
from congress.errors import Invalid, Missing, insist
from congress.i18n import say
from congress.identity import rules
from congress.identity.store import Account

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's floor: 40 ms, 19 MiB
WRONG = say("登录名或密码不对；忘记密码请联系会务组")
NOBODY = HASHER.hash("nobody has this password")  # so that an unknown name takes as long as a wrong password


def open_account(session: Session, *, person_id: int, login: str, password: str) -> Account:
    """Give a person a name and password, or change them."""
    insist(rules.may_use_password(password))
    taken = session.exec(
        select(Account).where(Account.login == login, Account.person_id != person_id)
    ).first()
    if taken:
        raise Invalid(say("登录名已被使用"), {"login": say("登录名已被使用")})
    account = session.exec(select(Account).where(Account.person_id == person_id)).first()
    account = account or Account(person_id=person_id, login=login, password_hash="")
    account.login, account.password_hash, account.disabled_at = login, HASHER.hash(password), None
    session.add(account)
    session.flush()
    return account


def account(session: Session, person_id: int) -> Account | None:
    """How this person comes in by name and password, if at all."""
    return session.exec(select(Account).where(Account.person_id == person_id)).first()


def disable_account(session: Session, *, person_id: int) -> None:
    """Stop a name and password; sessions go on until they are ended. Stopping twice is fine."""
    found = account(session, person_id)
    if found is None:
        raise Missing(say("没有这个登录账号"))
    found.disabled_at = found.disabled_at or now()
    session.add(found)


def has_account(session: Session, person_id: int) -> bool:
    """Does this person come in by name and password?"""
    return session.exec(select(Account).where(Account.person_id == person_id)).first() is not None


def change_password(session: Session, *, person_id: int, old: str, new: str) -> None:
    """Replace one's password; the old one must be known."""
    account = session.exec(select(Account).where(Account.person_id == person_id)).first()
    if account is None:
        raise Missing(say("您没有登录名和密码"))
    if refusal := rules.may_use_password(new):
        raise Invalid(refusal.reason, {"new": refusal.reason})
    try:
        HASHER.verify(account.password_hash, old)
    except VerificationError as error:
        wrong = say("原密码不对")
        raise Invalid(wrong, {"old": wrong}) from error
    account.password_hash = HASHER.hash(new)
    session.add(account)


def check_password(session: Session, *, login: str, password: str) -> int:
    """The person behind a name and password. One answer for every kind of mistake."""
    account = session.exec(select(Account).where(Account.login == login)).first()
    known = account.password_hash if account and account.disabled_at is None else NOBODY
    try:
        HASHER.verify(known, password)
    except VerificationError as error:
        raise Invalid(WRONG) from error
    if account is None or known == NOBODY:
        raise Invalid(WRONG)
    return account.person_id
