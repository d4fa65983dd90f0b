"""Templates of resolutions: sentences to begin from. What only people know stands in 【】 and must be filled in. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congress.bylaws.paper import PaperKind
from congress.bylaws.terms import han
from congress.documents.content import COUNTS_MARK
from congress.i18n import Message, say
from congress.templates.rules import Original, Wording, filled


class Template(StrEnum):
    """What kind of decision is written up."""

    GENERAL = "general"
    PLAN = "plan"
    MOTION = "motion"
    ITEMS = "items"
    ELECTION = "election"
    APPRAISAL = "appraisal"


TEMPLATES: Final[dict[Template, Message]] = {
    Template.GENERAL: say("听取、审议报告的决议"),
    Template.PLAN: say("通过方案、制度或集体合同的决议"),
    Template.MOTION: say("通过提案的决议"),
    Template.ITEMS: say("分项表决的决议"),
    Template.ELECTION: say("选举的决议"),
    Template.APPRAISAL: say("民主评议的决议"),
}


@dataclass(frozen=True)
class Occasion:
    """What a template needs to know: the enterprise, 第 term 届 第 sitting 次, and what was voted on."""

    company: str
    term: int
    sitting: int
    subject: str

    @property
    def meeting(self) -> str:
        return f"{self.company}第{han(self.term)}届职工代表大会第{han(self.sitting)}次会议"


OPENING: Final = re.compile(
    r"^(?:关于)?(?:(?:提请)?(?:审议|审查|表决|听取|通过|批准)+(?:并通过)?|关于)(?=《|.{4})"
)
ENDING: Final = re.compile(r"的?(?:决议草案|决议|分项表决|表决|提案|议案|议题|事项)$")
DRAFT_MARK: Final = re.compile(r"[（(](?:草案|讨论稿|送审稿|征求意见稿|审议稿|表决稿)[）)]")


def subject_of(title: str) -> str:
    """What a question is about: 关于审议《集体合同（草案）》的议案 is about 《集体合同（草案）》."""
    return ENDING.sub("", OPENING.sub("", title.strip())) or title.strip()


def named(subject: str) -> str:
    """The subject as a document's name: in 《》 once."""
    return subject if subject.startswith("《") and subject.endswith("》") else f"《{subject}》"


def passed_line(occasion: Occasion, day: str) -> str:
    """题注 under the title."""
    return f"（{day}{occasion.meeting}通过）"


def write(template: Template, occasion: Occasion, wording: Wording | None = None) -> tuple[str, str]:
    """Title and body to begin from, in the secretariat's wording where there is one."""
    said = filled(wording or ORIGINALS[key_of(template)].wording, slots_of(occasion))
    return said.title, said.body


SLOTS: Final = ("会议", "事项", "事项名", "定稿名")


def slots_of(occasion: Occasion) -> dict[str, str]:
    """What fills itself: the meeting, what was voted on, its name in 《》, and that name without 草案."""
    draft = named(occasion.subject)
    return {
        "会议": occasion.meeting,
        "事项": occasion.subject,
        "事项名": draft,
        "定稿名": DRAFT_MARK.sub("", draft),
    }


ABOUT: Final = "【会议】关于【事项】的决议"
WORDINGS: Final[dict[Template, Wording]] = {
    Template.GENERAL: Wording(
        ABOUT,
        f"""\
【会议】听取并审议了【事项名】。代表们分团进行了讨论，提出了意见和建议。
{COUNTS_MARK}
会议认为，【事项名】符合企业实际，反映了职工的意愿。会议同意其中提出的工作安排，决定予以通过。
会议要求，【责任部门】认真研究代表提出的意见，于【完成期限】前拿出办法，并向下一次职工代表大会报告落实情况。
会议号召，全体职工立足本职、同心协力，把会议确定的各项任务落到实处。""",
    ),
    Template.PLAN: Wording(
        "【会议】关于通过【定稿名】的决议",
        f"""\
【会议】审议了【事项名】及其说明。各代表团讨论中提出的意见，已由【起草部门】逐条研究并作出答复。
{COUNTS_MARK}
会议决定：
一、通过【定稿名】，自【施行日期】起施行。
二、由【责任部门】依照规定办理签订、报送等手续。
三、工会会同有关部门将【定稿名】向全体职工公布，每年检查一次执行情况，并向职工代表大会报告。
四、本决议通过的内容，未经职工代表大会审议，任何部门和个人不得变更。""",
    ),
    Template.MOTION: Wording(
        ABOUT,
        f"""\
【会议】审议了职工代表提出的关于【事项】的提案。领衔代表作了说明，代表们进行了讨论。
{COUNTS_MARK}
会议决定：
一、通过该项提案。
二、由【承办部门】负责办理，于【完成期限】前落实，办理情况及时告知提案人。
三、工会跟踪督促办理，并将结果向下一次职工代表大会报告。""",
    ),
    Template.ITEMS: Wording(
        ABOUT,
        f"""\
【会议】审议了【事项名】，并对各项内容分项表决。
{COUNTS_MARK}
会议决定：
一、表决通过的各项，自【施行日期】起施行；未通过的各项，由【责任部门】研究修改后再提请审议。
二、由【责任部门】依照规定办理签订、报送等手续，工会会同有关部门向全体职工公布。
三、本决议通过的内容，未经职工代表大会审议，任何部门和个人不得变更。""",
    ),
    Template.ELECTION: Wording(
        ABOUT,
        f"""\
【会议】按照选举办法，进行了【事项】。
{COUNTS_MARK}
会议决定：
一、确认上述选举结果有效，当选人的任期自【任期起始日】起至【任期届满日】止。
二、由工会依照规定办理报告、备案手续，并向全体职工公布。""",
    ),
    Template.APPRAISAL: Wording(
        ABOUT,
        f"""\
【会议】依照规定进行了【事项】。
{COUNTS_MARK}
会议决定：
一、将评议结果报送【报送单位】，作为考核、任用和奖惩的依据。
二、由【责任部门】向被评议人反馈评议结果，并向下一次职工代表大会报告改进情况。""",
    ),
}


def key_of(template: Template) -> str:
    """The name under which the secretariat's wording of a template is kept."""
    return f"resolution-{template.value}"


BY_KEY: Final = {key_of(template): template for template in Template}
ORIGINALS: Final[dict[str, Original]] = {
    key_of(template): Original(key_of(template), name, WORDINGS[template], SLOTS)
    for template, name in TEMPLATES.items()
}


PAPERS: Final = {
    PaperKind.ITEMS: Template.ITEMS,
    PaperKind.ELECTION: Template.ELECTION,
    PaperKind.APPRAISAL: Template.APPRAISAL,
}


def fitting(*, has_motion: bool, passes: bool, kind: PaperKind = PaperKind.MATTER) -> Template:
    """The template to offer first."""
    if kind in PAPERS:
        return PAPERS[kind]
    if has_motion:
        return Template.MOTION
    return Template.PLAN if passes else Template.GENERAL
