"""The templates of 报告 and 请示 as the software brings them. Pure."""

from typing import Final

from congress.committee.rules import DispatchKind
from congress.documents.content import COUNTS_MARK
from congress.i18n import say
from congress.templates.rules import Original, Wording

SLOTS: Final = ("决议", "决议编号")
OPENING: Final = "《【决议】》（【决议编号】）已经职工代表大会表决通过。"
REPORT: Final = Wording(
    "关于报送《【决议】》的报告",
    f"{OPENING}现将有关情况报告如下。\n一、表决情况\n{COUNTS_MARK}\n二、落实安排\n【写明由谁、在何时、怎样落实】",
)
REQUEST: Final = Wording(
    "关于落实《【决议】》有关事项的请示",
    f"{OPENING}\n{COUNTS_MARK}\n【写明请示的缘由和依据】",
)


def key_of(kind: DispatchKind) -> str:
    """The name under which the secretariat's wording is kept."""
    return f"dispatch-{kind.value}"


BY_KEY: Final = {key_of(kind): kind for kind in DispatchKind}
ORIGINALS: Final[dict[str, Original]] = {
    original.key: original
    for original in (
        Original(key_of(DispatchKind.REPORT), say("报告"), REPORT, SLOTS),
        Original(key_of(DispatchKind.REQUEST), say("请示"), REQUEST, SLOTS),
    )
}
