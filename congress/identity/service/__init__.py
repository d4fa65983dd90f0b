"""Coming in, staying in, and signing: invitations, passwords, sessions, device keys, statements."""

from congress.identity.service.access import Access, access, shut_out
from congress.identity.service.invitations import (
    enter,
    holders_of,
    invitations,
    invite,
    newest_invitation,
    revoke_invitations,
    secret,
)
from congress.identity.service.keys import (
    keys,
    live_keys,
    register_key,
    revoke_key,
    revoke_own_key,
    revoke_persons_key,
)
from congress.identity.service.passwords import (
    account,
    change_password,
    check_password,
    disable_account,
    has_account,
    open_account,
)
from congress.identity.service.sessions import (
    Entered,
    begin,
    end,
    hashed,
    is_signed_in,
    person_behind,
    sessions,
    signed_in,
)
from congress.identity.service.statements import verify
from congress.identity.store import Account, DeviceKey, Invitation, SignIn

__all__ = [
    "Access",
    "Account",
    "DeviceKey",
    "Entered",
    "Invitation",
    "SignIn",
    "access",
    "account",
    "begin",
    "change_password",
    "check_password",
    "disable_account",
    "end",
    "enter",
    "has_account",
    "hashed",
    "holders_of",
    "invitations",
    "invite",
    "is_signed_in",
    "keys",
    "live_keys",
    "newest_invitation",
    "open_account",
    "person_behind",
    "register_key",
    "revoke_invitations",
    "revoke_key",
    "revoke_own_key",
    "revoke_persons_key",
    "secret",
    "sessions",
    "shut_out",
    "signed_in",
    "verify",
]
