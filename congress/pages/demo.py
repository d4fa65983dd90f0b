"""The front page of the demo congress: each role in one click. Nothing of it exists anywhere else."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.demo.content import content
from congress.demo.founding import PASSWORD
from congress.demo.loader import load
from congress.demo.seal import PASSPHRASE
from congress.errors import Missing
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.roster import service as roster
from congress.visit import Visit, public

ROLES: dict[str, tuple[Message, Message, str]] = {
    "organiser": (say("会务组"), say("开始表决，看投票进度，宣布结果，起草决议"), "desk"),
    "delegate": (say("职工代表"), say("附议提案，在手机上签名投票，查验自己的票"), "hall"),
    "executive_chair": (say("执行主席"), say("在决议上签名"), "flag"),
    "chief_teller": (say("总监票人"), say("核对计票，在决议上签名"), "check"),
    "motion_committee": (say("提案审查委员会"), say("审查提案：立案、并案、转建议、退回"), "motion"),
    "delegation_head": (say("代表团团长"), say("看本团的签到和提案"), "people"),
    "party_secretary": (say("党委"), say("签收决议，作出批示，交办督办"), "inbox"),
    "department": (say("承办部门"), say("报告办理进展和结果"), "task"),
    "employee": (say("职工"), say("看决议，提意见建议"), "person"),
}


@dataclass(frozen=True)
class Face:
    """One role a visitor may take, and who they become."""

    role: str
    label: Message
    what: Message
    icon: str
    person_id: int
    name: str


def insist_on_demo(visit: Visit) -> None:
    """A real congress has no such page."""
    if visit.enterprise is None or not visit.enterprise.demo:
        raise Missing(say("没有这个页面"))


def faces(visit: Visit) -> list[Face]:
    """The roles in the order of ``ROLES``."""
    numbers = {face.role: face.person for face in content().offices.faces}
    people = roster.by_numbers(visit.session, numbers.values())
    return [
        Face(role, *words, people[numbers[role]][0], people[numbers[role]][1])
        for role, words in ROLES.items()
        if numbers.get(role) in people
    ]


@public
def show(visit: Visit) -> Response:
    """Choose who to be."""
    insist_on_demo(visit)
    accounts = [account.login for account in content().offices.accounts]
    return visit.render(
        "demo/show.html", faces=faces(visit), password=PASSWORD, accounts=accounts, seal_words=PASSPHRASE
    )


@public
def become(visit: Visit) -> Response:
    """Take a role: a session of that person, and on to register this browser's key."""
    insist_on_demo(visit)
    role = visit.request.path_params["role"]
    face = next((face for face in faces(visit) if face.role == role), None)
    if face is None:
        raise Missing(say("没有这个角色"))
    entered = visit.write(lambda s: identity.begin(s, person_id=face.person_id, device=visit.device))
    return visit.enter(visit.redirect("me.keys"), entered)


@public
def fill(visit: Visit) -> Response:
    """Load the demo congress into an empty installation."""
    if visit.enterprise is not None:
        raise Missing(say("没有这个页面"))
    visit.house.admit_setup(visit.form.raw("code"), visit.address)
    load(visit.house)
    visit.forget()
    return visit.redirect("demo")


ROUTES: list[BaseRoute] = [
    Route("/demo", show, name="demo"),
    Route("/demo/faces/{role}", become, methods=["POST"], name="demo.become"),
    Route("/demo/loading", fill, methods=["POST"], name="demo.load"),
]
