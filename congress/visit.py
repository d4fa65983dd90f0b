"""One person's visit to one page: who they are, what they sent, how they read, and how we answer.

Pages are plain synchronous functions ``(Visit) -> Response`` wrapped by :func:`page`
(needs a sign-in) or :func:`public`. They run in a worker thread with one read session.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar, cast, overload

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from congress.errors import CongressError, Invalid, Missing, Refusal, TooMany
from congress.house import House
from congress.i18n import Message, render, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.identity.store import SignIn
from congress.navigation import places
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.roster.store import Enterprise
from congress.sittings import service as sittings
from congress.sittings.service import Meeting
from congress.web import addresses, preferences
from congress.web.forms import Complaints, Form
from congress.web.routing import Addresses

T = TypeVar("T")
Page = Callable[["Visit"], Response]
Endpoint = Callable[[Request], Any]
Job = Callable[[Session], object]
COOKIE = "congress_session"
FIELD_LIMIT = 2000


@dataclass
class Visit:
    """Everything a page needs, and nothing of HTTP that it does not."""

    request: Request
    house: House
    session: Session
    form: Form = field(default_factory=Form)
    status: int = 200
    version: int = field(init=False)  # of the hall's news

    def __post_init__(self) -> None:
        """Before anything is read: whatever comes later, the page asks for."""
        self.version = self.house.hub.version

    # --- who ---

    @cached_property
    def preferences(self) -> preferences.Preferences:
        return preferences.read(self.request)

    @property
    def lang(self) -> str:
        return self.preferences.language

    @cached_property
    def sign_in(self) -> SignIn | None:
        token = self.request.cookies.get(COOKIE)
        return identity.signed_in(self.session, token) if token else None

    @cached_property
    def anyone(self) -> Viewer | None:
        """The viewer, or None for a visitor who has not signed in."""
        return roster.viewer(self.session, self.sign_in.person_id) if self.sign_in else None

    @property
    def viewer(self) -> Viewer:
        """The viewer of a page that needs one."""
        if self.anyone is None:
            raise Missing(say("没有这个页面"))
        return self.anyone

    @cached_property
    def enterprise(self) -> Enterprise | None:
        return roster.enterprise(self.session)

    @property
    def site(self) -> str:
        """The name of this installation inside signed statements."""
        return self.enterprise.uid if self.enterprise else ""

    @property
    def origin(self) -> str:
        """Where others find us, as far as we know: what is printed in QR codes."""
        remembered = self.enterprise.address if self.enterprise else ""
        return addresses.origin(self.request, remembered, self.house.settings.public_url)

    @property
    def home(self) -> str:
        """Where this person usually wants to go."""
        offered = places(self.anyone, "")
        return offered[0].href if offered else "/"

    @property
    def zone(self) -> str:
        return self.enterprise.timezone if self.enterprise else "Asia/Shanghai"

    @cached_property
    def meeting(self) -> Meeting | None:
        return sittings.current(self.session)

    @property
    def here(self) -> Meeting:
        """The current sitting, of a page that needs one."""
        if self.meeting is None:
            raise Missing(say("还没有会议"))
        return self.meeting

    # --- what they sent ---

    def number(self, name: str = "id") -> int:
        """A number from the address."""
        return int(self.request.path_params[name])

    def query_number(self, name: str, otherwise: int) -> int:
        """A number from the query, or something else when it is missing or odd."""
        value = self.request.query_params.get(name, "")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else otherwise

    def signed(self, each: str = "") -> Signed:
        """The signature that the form brought; of a form that signs several statements, that of one of them."""
        parts = (f"{name}_{each}" if each else name for name in ("statement", "key", "signature"))
        return Signed(*map(self.form.raw, parts))

    @property
    def device(self) -> str:
        """What the browser calls itself."""
        return self.request.headers.get("user-agent", "")[:200]

    @property
    def address(self) -> str:
        """Where the request comes from, for rate limits."""
        return self.request.client.host if self.request.client else ""

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks for a part of a page (boosted and history requests say ``full``)."""
        return self.request.headers.get("hx-request-type") == "partial"

    # --- what we do ---

    def write(self, job: Callable[[Session], T]) -> T:
        """Make a change through the one writer; afterwards this visit reads the new state."""
        answer = self.house.database.write(job)
        self.forget()
        return answer

    def write_each(self, jobs: Mapping[int, Job]) -> dict[int, Refusal | None]:
        """Make several changes, each for itself: what became of each, and why where it was refused."""
        answers: dict[int, Refusal | None] = {}
        for key, job in jobs.items():
            try:
                self.house.database.write(job)
                answers[key] = None
            except CongressError as error:
                answers[key] = error.refusal
        self.forget()
        return answers

    def forget(self) -> None:
        """Read everything anew: the state has moved on."""
        self.session.rollback()
        for name in ("anyone", "meeting", "enterprise"):
            self.__dict__.pop(name, None)

    # --- how we answer ---

    def say(self, message: Message | str) -> str:
        return render(message, self.lang)

    def render(self, template: str, **context: object) -> Response:
        """A page or a fragment in the reader's language."""
        text = self.request.app.state.templates.get_template(template).render(
            **self.surroundings(), **context
        )
        return HTMLResponse(text, self.status, headers={"Vary": "HX-Request-Type, Cookie"})

    def surroundings(self) -> dict[str, object]:
        """What every template may use (see ``templates/base.html``)."""
        app = self.request.app
        flash = self.request.cookies.get("congress_flash", "")
        return {
            "lang": self.lang,
            "prefs": self.preferences,
            "timezone": self.zone,
            "site": Site.of(self),
            "viewer": self.anyone,
            "role": role_label(self.anyone),
            "nav": places(self.anyone, self.request.url.path),
            "path": app.state.address,
            "here": self.request.url.path,
            "live_version": self.version,
            "asset": app.state.assets.url,
            "scripts": lambda: app.state.assets.scripts,
            "integrity": app.state.assets.integrity,
            "import_map": lambda: app.state.assets.import_map,
            "booth": app.state.assets.booth.fingerprint,
            "form": self.form,
            "complaints": self.form.complaints,
            "flash": FLASHES.get(flash),
        }

    def path(self, name: str, /, **parts: object) -> str:
        """Where a page is, by the name of its route."""
        addresses: Addresses = self.request.app.state.address
        return addresses(name, **parts)

    def redirect(self, name: str, /, *, flash: str = "", **params: Any) -> Response:
        """See other (303): the answer to a form that worked. ``flash`` names one of ``FLASHES``.

        A form on another page may carry ``back``, an address of ours to return to.
        """
        back = own_address(self.form.raw("back"))
        return self.goto(back or self.path(name, **params), flash=flash)

    def goto(self, address: str, *, flash: str = "") -> Response:
        """:meth:`redirect` to an address of ours."""
        response = RedirectResponse(address, 303)
        if flash:
            response.set_cookie("congress_flash", flash, max_age=10, samesite="lax", httponly=True)
        return response

    def enter(self, response: Response, entered: identity.Entered) -> Response:
        """Give the browser its session cookie."""
        response.set_cookie(
            COOKIE,
            entered.token,
            expires=entered.expires_at,
            httponly=True,
            samesite="lax",
            secure=self.house.settings.secure,
        )
        return response


@dataclass(frozen=True)
class Site:
    """What the head of every page names."""

    name: str
    sitting: Message | str
    uid: str
    demo: bool

    @classmethod
    def of(cls, visit: Visit) -> "Site":
        """From the enterprise and its sitting, or neutral words before the set-up."""
        known = visit.enterprise
        if known is None:
            return cls(visit.say(say("职工代表大会")), "", "", False)
        name = visit.say(say("{name}职工代表大会", name=known.short_name))
        label = visit.meeting.label if visit.meeting else ""
        return cls(name, label, known.uid, known.demo)


FLASHES = {
    "saved": say("已保存"),
    "sent": say("已送出"),
    "done": say("已完成"),
    "removed": say("已删除"),
    "signed": say("已签名并记录在案"),
    "welcome": say("登录成功"),
    "goodbye": say("已退出登录"),
    "key": say("本设备的签名密钥已登记"),
}


def role_label(viewer: Viewer | None) -> Message | str:
    """The one word beside a person's name: what they are here as."""
    if viewer is None:
        return ""
    if viewer.is_committee:
        return say("党委")
    if viewer.organises:
        return say("秘书处")
    if viewer.votes:
        return say("正式代表")
    if viewer.delegate_id:
        return say("列席代表")
    return say("承办部门") if viewer.handles_unit_ids else say("职工")


def own_address(wanted: str) -> str:
    """An address of this site, or nothing."""
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else ""


def leaf(request: Request, template: str, **context: object) -> Response:
    """A fragment for the busiest path: it knows the reader's language and the zone, and asks nothing of the database."""
    language = preferences.read(request).language
    found = request.app.state.templates.get_template(template)
    text = found.render(
        lang=language, timezone=request.app.state.house.zone, path=request.app.state.address, **context
    )
    return HTMLResponse(text, headers={"Vary": "HX-Request-Type, Cookie"})


# --- wrappers --------------------------------------------------------------------------------------------------


@overload
def page(function: Page) -> Endpoint: ...
@overload
def page(*, again: Page | Endpoint | None = None) -> Callable[[Page], Endpoint]: ...
def page(function: Page | None = None, *, again: Page | Endpoint | None = None) -> Any:
    """Wrap a page for signed-in people. ``again`` is shown with the complaints when a form is invalid (422) or comes too often (429)."""
    return _wrap(function, again, open_to_all=False)


@overload
def public(function: Page) -> Endpoint: ...
@overload
def public(*, again: Page | Endpoint | None = None) -> Callable[[Page], Endpoint]: ...
def public(function: Page | None = None, *, again: Page | Endpoint | None = None) -> Any:
    """Wrap a page for everybody."""
    return _wrap(function, again, open_to_all=True)


def _wrap(function: Page | None, again: Page | Endpoint | None, *, open_to_all: bool) -> Any:
    inner = cast("Page | None", inspect.unwrap(again) if again else None)  # it may be a page itself

    def wrap(function: Page) -> Endpoint:
        @wraps(function)
        async def endpoint(request: Request) -> Response:
            form = Form()
            if request.method == "POST":
                form = Form(await request.form(max_fields=FIELD_LIMIT))
            try:
                return await run_in_threadpool(_answer, function, inner, open_to_all, request, form)
            finally:
                await form.sent.close()

        return endpoint

    return wrap(function) if function else wrap


def _answer(function: Page, again: Page | None, open_to_all: bool, request: Request, form: Form) -> Response:
    house: House = request.app.state.house
    with house.database.read() as session:
        visit = Visit(request, house, session, form)
        request.state.visit = visit
        if not open_to_all and visit.anyone is None:
            return _ask_to_sign_in(visit)
        try:
            response = function(visit)
        except (Invalid, TooMany) as error:  # what was typed is not lost
            if again is None:
                raise
            session.rollback()
            form.complaints = Complaints(error.fields or {"form": error.refusal.reason})
            visit.status = error.status
            response = again(visit)
        if request.cookies.get("congress_flash") and response.status_code == 200 and not visit.wants_fragment:
            response.delete_cookie("congress_flash")
        return response


def _ask_to_sign_in(visit: Visit) -> Response:
    if visit.request.method != "GET":
        raise Missing(say("没有这个页面"), say("您可能已经退出登录，请重新登录"))
    if visit.enterprise is None:
        return visit.redirect("welcome")
    return visit.goto(f"{visit.path('sign_in')}?next={visit.request.url.path}")
