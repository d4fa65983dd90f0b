"""The steps of the wizard: what each asks, and what may be wrong with it. What was typed travels with the visitor."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from congress.bylaws.profile import Profile, builtin
from congress.i18n import Message, say
from congress.identity.rules import may_use_password
from congress.roster.rules import Sex
from congress.roster.service.founding import EnterpriseWish, OrganiserWish
from congress.sittings.service.founding import TermWish
from congress.web.forms import Form

ZONES: Final = (
    ("Asia/Shanghai", say("北京时间")),
    ("Asia/Urumqi", say("乌鲁木齐时间")),
    ("Asia/Hong_Kong", say("香港时间")),
    ("Asia/Macau", say("澳门时间")),
    ("Asia/Taipei", say("台北时间")),
    ("Asia/Singapore", say("新加坡时间")),
    ("UTC", say("协调世界时")),
)


@dataclass(frozen=True)
class Step:
    """One page of the wizard and the fields that it asks for."""

    name: str
    label: Message
    fields: tuple[str, ...]


STEPS: Final = (
    Step("enterprise", say("企业"), ("name", "short_name", "employees", "women", "timezone")),
    Step("term", say("届次和会议"), ("term", "sitting", "starts_on", "ends_on", "opens_at", "place")),
    Step("rules", say("规则方案"), ("profile",)),
    Step("organiser", say("会务组账号"), ("organiser", "number", "sex", "login")),
)
KEPT: Final = tuple(field for step in STEPS for field in step.fields)


def enterprise(form: Form) -> EnterpriseWish:
    """Step 1."""
    wish = EnterpriseWish(
        name=form.text("name", most=100),
        short_name=form.text("short_name", most=40),
        employees=form.integer("employees", least=1, most=1_000_000),
        women=form.integer("women", most=1_000_000),
        timezone=form.raw("timezone"),
    )
    if wish.women > wish.employees:
        form.complain("women", say("不能多于职工总数"))
    if wish.timezone not in dict(ZONES):
        form.complain("timezone", say("请选择一项"))
    return wish


def term(form: Form) -> TermWish:
    """Step 2. The opening is typed in the enterprise's own time."""
    zone = form.raw("timezone") if form.raw("timezone") in dict(ZONES) else ZONES[0][0]
    wish = TermWish(
        number=form.integer("term", least=1, most=99),
        sitting=form.integer("sitting", least=1, most=99),
        starts_on=form.day("starts_on"),
        ends_on=form.day("ends_on"),
        opens_at=form.moment("opens_at", zone),
        place=form.text("place", most=100),
    )
    if wish.ends_on <= wish.starts_on:
        form.complain("ends_on", say("应晚于任期开始的日期"))
    if not wish.starts_on <= _day(wish.opens_at, zone) <= wish.ends_on:
        form.complain("opens_at", say("会议应在任期之内"))
    return wish


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if moment.year > 1 else moment.date()


def rules(form: Form) -> Profile:
    """Step 3."""
    known = builtin()
    if form.raw("profile") not in known:
        form.complain("profile", say("请选择一项"))
    return known.get(form.raw("profile"), next(iter(known.values())))


def organiser(form: Form) -> OrganiserWish:
    """Step 4. The password is typed twice and travels nowhere."""
    wish = OrganiserWish(
        name=form.text("organiser", most=60),
        number=form.text("number", most=30),
        sex=form.choice("sex", Sex),
        login=form.text("login", most=60),
        password=form.raw("password"),
    )
    if refusal := may_use_password(wish.password):
        form.complain("password", refusal.reason)
    elif form.raw("again") != wish.password:
        form.complain("again", say("两次输入的密码不一样"))
    return wish


READERS: Final = {"enterprise": enterprise, "term": term, "rules": rules, "organiser": organiser}


def first_bad(form: Form, before: str = "") -> tuple[str, Form] | None:
    """The first step whose fields will not do, of those before the named one (of all when none is named)."""
    for step in STEPS:
        if step.name == before:
            return None
        read = Form(form.sent)
        READERS[step.name](read)
        if read.complaints:
            return step.name, read
    return None
