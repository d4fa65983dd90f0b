"""The people of the tests, and a small congress for them to act in.

Alice chairs, Bob moves, Carol seconds, Ruth is chief teller, Sam counts, Tina reviews
motions, Olga runs the secretariat, Peter is the Party secretary, Quinn heads a
department, Ned attends without a vote, Dan is an employee only, Eve has no business here.
"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlmodel import Session

from congress.bylaws.profile import builtin, to_json
from congress.clock import now, stamp
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex, UnitKind
from congress.roster.store import Delegate, Delegation, Enterprise, Office, Person, Unit
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting, Term

SITE = "test-site"
VOTING = ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy", "kate", "ruth", "sam", "tina")
OTHERS = ("ned", "dan", "eve", "olga", "peter", "quinn")
NAMES = {
    "alice": "安丽华", "bob": "包建国", "carol": "蔡秀英", "frank": "方志强", "grace": "顾玥", "heidi": "何静",
    "ivan": "易文斌", "judy": "朱小燕", "kate": "柯晓岚", "ruth": "阮淑芬", "sam": "沈明", "tina": "田甜",
    "ned": "倪大力", "dan": "邓海", "eve": "叶无", "olga": "欧阳兰", "peter": "裴振华", "quinn": "秦朗",
}  # fmt: skip
OFFICES = {
    "alice": (OfficeKind.PRESIDIUM, OfficeKind.EXECUTIVE_CHAIR),
    "ruth": (OfficeKind.CHIEF_TELLER,),
    "sam": (OfficeKind.TELLER,),
    "tina": (OfficeKind.MOTION_COMMITTEE,),
    "olga": (OfficeKind.SECRETARIAT,),
    "peter": (OfficeKind.PARTY_SECRETARY,),
    "quinn": (OfficeKind.DEPARTMENT_HEAD,),
}


@dataclass
class Member:
    """One of the cast: who they are, and the key on their device."""

    name: str
    person_id: int
    delegate_id: int | None = None
    signer: Signer = field(default_factory=Signer.generate)

    def sign(self, **statement: object) -> Signed:
        """What this member's device makes of a statement template."""
        said = {"at": stamp(now()), "nonce": secrets.token_hex(16), "site": SITE, **statement}
        body = canonical(said)
        return Signed(body.decode(), self.signer.id, encode(self.signer.sign(body)))

    def signed_form(self, **statement: object) -> dict[str, str]:
        """The three hidden fields of a signing form."""
        signed = self.sign(**statement)
        return {"statement": signed.statement, "key": signed.key, "signature": signed.signature}


@dataclass
class Cast:
    """A small congress: 12 voting delegates in 2 delegations; ids of what tests refer to."""

    members: dict[str, Member]
    term_id: int
    sitting_id: int
    units: dict[str, int]
    delegations: dict[str, int]

    def __getitem__(self, name: str) -> Member:
        return self.members[name]

    @property
    def voting(self) -> list[Member]:
        """Those with a vote."""
        return [self.members[name] for name in VOTING]


def found(session: Session, *, profile: str = "national") -> Cast:
    """Set up the small congress; every member's key is registered."""
    session.add(Enterprise(uid=SITE, name="长风精工有限公司", short_name="长风精工", employees=240, women=80))
    units = {
        "hq": Unit(name="长风精工有限公司", kind=UnitKind.ENTERPRISE, union_name="长风精工工会"),
        "foundry": Unit(name="铸造车间", kind=UnitKind.WORKSHOP, union_name="铸造车间工会"),
        "canteen": Unit(name="后勤保障部", handles=True),
    }
    session.add_all(units.values())
    term = Term(
        number=3, starts_on=date(2025, 3, 1), ends_on=date(2030, 2, 28), profile=to_json(builtin()[profile])
    )
    session.add(term)
    session.flush()
    sitting = Sitting(
        term_id=term.id,
        number=2,
        opens_at=datetime(2026, 11, 22, 1, tzinfo=UTC),
        place="礼堂",
        stage=SittingStage.HELD,
    )
    groups = {
        "first": Delegation(term_id=term.id, number=1, name="第一代表团"),
        "second": Delegation(term_id=term.id, number=2, name="第二代表团"),
    }
    session.add_all([sitting, *groups.values()])
    session.flush()
    members = {name: _person(session, name, n, units) for n, name in enumerate((*VOTING, *OTHERS))}
    for n, name in enumerate((*VOTING, "ned")):
        _seat(
            session, members[name], term, groups["first" if n % 2 == 0 else "second"], voting=name in VOTING
        )
    groups["first"].head_id = members["alice"].person_id
    session.add(groups["first"])
    for name, kinds in OFFICES.items():
        for kind in kinds:
            unit = units["canteen"].id if kind is OfficeKind.DEPARTMENT_HEAD else None
            session.add(Office(term_id=term.id, person_id=members[name].person_id, kind=kind, unit_id=unit))
    session.flush()
    return Cast(
        members,
        term.id,
        sitting.id,
        {k: u.id for k, u in units.items()},
        {k: g.id for k, g in groups.items()},
    )


def _person(session: Session, name: str, n: int, units: dict[str, Unit]) -> Member:
    unit = units["canteen"] if name == "quinn" else units["foundry"] if n % 2 else units["hq"]
    person = Person(
        number=f"{1000 + n}",
        name=NAMES[name],
        sex=Sex.FEMALE if n % 2 == 0 else Sex.MALE,
        unit_id=unit.id,
        category=Category.FRONTLINE,
    )
    session.add(person)
    session.flush()
    member = Member(NAMES[name], person.id)
    register_device(session, member)
    return member


def register_device(session: Session, member: Member) -> None:
    """The key on the member's device becomes theirs."""
    public = encode(member.signer.public)
    identity.register_key(
        session,
        person_id=member.person_id,
        site=SITE,
        public=public,
        method="webcrypto",
        device="test",
        signed=member.sign(act="key", person=member.person_id, public=public),
    )


def _seat(session: Session, member: Member, term: Term, group: Delegation, *, voting: bool) -> None:
    kind = DelegateKind.VOTING if voting else DelegateKind.NONVOTING
    delegate = Delegate(term_id=term.id, person_id=member.person_id, kind=kind, delegation_id=group.id)
    session.add(delegate)
    session.flush()
    member.delegate_id = delegate.id


def read_statement(signed: Signed) -> dict[str, object]:
    """What was signed, as values."""
    return dict(json.loads(signed.statement))
