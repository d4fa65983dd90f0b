"""Is what the data files tell of letters, notices, the committee's desk, filings, deliveries and offices what the record tells?

One check for each file, so that a fault names it. The record is signed by those who acted, the files by nobody.
"""

from collections.abc import Callable, Iterator

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Story
from congress.archive.verification.told.deliveries import check_deliveries
from congress.archive.verification.told.desk import check_desk
from congress.archive.verification.told.filings import check_filings
from congress.archive.verification.told.letters import check_letters
from congress.archive.verification.told.notices import check_notices
from congress.archive.verification.told.offices import check_offices
from congress.i18n import Message, say
from congress.record.entries import Act

Part = Callable[[Package, Story, Check], None]
PARTS: dict[Message, Part] = {
    say("公文的数据与会议记录一致"): check_letters,
    say("公示、公开的意见和答复的数据与会议记录一致"): check_notices,
    say("授权、批复、拟办、传阅的数据与会议记录一致"): check_desk,
    say("备案的数据与会议记录一致"): check_filings,
    say("送达和签收凭证的数据与会议记录一致"): check_deliveries,
    say("任职的数据与会议记录一致"): check_offices,
}


def check_told(package: Package, acts: list[Act]) -> Iterator[Check]:
    """In the order of the files. What cannot be read together at all is one fault."""
    story = Story.of(acts)
    for name, part in PARTS.items():
        check = Check(name)
        try:
            part(package, story, check)
        except (KeyError, TypeError, ValueError, AttributeError):
            check.fail(say("数据文件与会议记录对不起来"))
        yield check
