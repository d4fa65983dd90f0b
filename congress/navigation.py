"""The few places that a person's navigation offers: the hall, motions, the agenda, and their own desk."""

from dataclasses import dataclass

from congress.i18n import Message, say
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: Message
    href: str
    icon: str
    current: bool


def places(viewer: Viewer | None, here: str) -> list[Place]:
    """Where this person usually wants to go; five, so that they fit a phone, or six with a department's tasks."""
    wanted = list(_wanted(viewer))
    return [
        Place(label, href, icon, here == href or here.startswith(f"{href}/")) for label, href, icon in wanted
    ]


def _wanted(viewer: Viewer | None) -> list[tuple[Message, str, str]]:
    if viewer is None:
        return []
    hall = (say("现场"), "/now", "hall")
    motions = (say("提案"), "/motions", "motion")
    agenda = (say("议程"), "/agenda", "agenda")
    resolutions = (say("决议"), "/resolutions", "resolution")
    mine = (say("我的"), "/me", "person")
    if viewer.is_committee:
        return [(say("收件箱"), "/committee", "inbox"), resolutions, motions, mine]
    if viewer.organises:
        return [(say("会务台"), "/desk", "desk"), motions, agenda, resolutions, mine]
    tasks = [(say("承办"), "/tasks", "task")] if viewer.handles_unit_ids else []
    if viewer.delegate_id:
        return [hall, motions, agenda, *tasks, resolutions, mine]
    if viewer.counts:
        return [hall, agenda, *tasks, resolutions, mine]
    if tasks:
        return [*tasks, resolutions, mine]
    return [
        resolutions,
        (say("公示"), "/notices", "flag"),
        (say("意见建议"), "/suggestions", "suggestion"),
        mine,
    ]
