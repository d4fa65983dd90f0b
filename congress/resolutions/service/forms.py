"""What a vote leaves on paper: its certificate (表决证明), and the tellers' report (计票报告单). In Chinese, like every document."""

from collections.abc import Iterable
from typing import Final

from sqlmodel import Session

from congress.bylaws.engine import Counts, PaperKind
from congress.bylaws.terms import Form as BallotForm
from congress.clock import parse
from congress.documents.forms import Fact, Facts, Form, Grid, Hands, Part, Words
from congress.documents.qr import Code
from congress.documents.text import tight
from congress.i18n import Message, render
from congress.polls import service as polls
from congress.polls.rules import WAYS
from congress.polls.service import Poll
from congress.resolutions.certificates import CELLS, Certificate
from congress.resolutions.drafts import Occasion
from congress.resolutions.evidence import Proven
from congress.resolutions.service.reading import certify, formal_moment
from congress.roster import service as roster
from congress.roster.rules import OFFICE_WORDS, OfficeKind
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings

REPORTS: Final = {
    PaperKind.MATTER: "表决结果报告单",
    PaperKind.ITEMS: "分项表决结果报告单",
    PaperKind.ELECTION: "选举结果报告单",
    PaperKind.APPRAISAL: "民主评议结果报告单",
}
COUNTERS: Final = (OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER, OfficeKind.TELLER)
WIDE, NARROW = 4, 2  # shares of a table's width


def said(words: Message | str) -> str:
    """In Chinese, as documents set it."""
    return tight(render(words, "zh"))


def issuer(session: Session, sitting_id: int) -> str:
    """The enterprise and its meeting, as they stand over a form."""
    found, known = sittings.meeting(session, sitting_id), roster.enterprise(session)
    return Occasion(known.name if known else "", found.term.number, found.sitting.number, "").meeting


# --- the certificate -------------------------------------------------------------------------------------------


def certificate_form(session: Session, poll: Poll, proven: Proven, *, zone: str, address: str = "") -> Form:
    """The certificate; ``address`` is where anybody who holds it can compare it, empty where there is no such place."""
    compared = Code(address, ("扫描二维码，或者打开下面的地址，可以与系统公布的内容核对：", address))
    return Form(
        issuer=issuer(session, poll.sitting_id),
        title="表决证明",
        note=f"（表决事项第{poll.number}号）",
        parts=(
            asked(proven.certificate, poll, zone),
            *figures(proven.certificate),
            quorum(proven, zone),
            hashes(proven, zone),
            *((compared,) if address else ()),
        ),
        foot=f"SHA-256 {proven.sha256}",
    )


def asked(known: Certificate, poll: Poll, zone: str) -> Facts:
    """The question, its rule with the article, and what became of it."""
    rows = [
        (Fact("表决事项", known.title),),
        (Fact("事项类别", said(known.matter.name)), Fact("表决方式", said(WAYS[poll.way]))),
        (Fact("表决规则", said(known.rule)),),
        (Fact("依据", said(known.source) or "本单位规则"),),
        (Fact("表决结束", formal_moment(known.closed_at, zone)), Fact("计票基数", said(known.base_words))),
        (Fact("结果", said(known.decision.words)),),
    ]
    return Facts(tuple(rows))


def figures(known: Certificate) -> tuple[Part, ...]:
    """The six counts, with the three of a single matter, and each line where there are several."""
    numbers = tuple(str(n) for n in known.figures.values())
    head = CELLS[: len(numbers)]
    tables: list[Part] = [Grid(head, (numbers,), (1,) * len(head), "计票结果", texts=0)]
    if known.tally.rows:
        widths = (WIDE, *(NARROW for _ in known.tally.head[1:]))
        tables.append(Grid(known.tally.head, known.tally.rows, widths, "逐项结果"))
    return tuple(tables)


def quorum(proven: Proven, zone: str) -> Facts:
    """How many were entitled and present when the roll was sealed, and where the record says so."""
    known, opened = proven.certificate, proven.evidence.opened
    enough = "符合规定" if known.counts.present >= known.quorum else "不符合规定"
    return Facts(
        (
            (
                Fact("到会要求", f"不少于{known.quorum}人"),
                Fact("实到", f"{known.counts.present}人，{enough}"),
            ),
            (Fact("名册封存", f"{local(opened.at, zone)}，会议记录第{opened.seq}条，校验值 {opened.leaf}"),),
        ),
        "到会人数的证据",
    )


def hashes(proven: Proven, zone: str) -> Facts:
    """What fixes the text, the ballots and the record."""
    evidence = proven.evidence
    head, closed = evidence.head, evidence.closed
    rows = [
        (Fact("表决文本", proven.certificate.text_sha256),),
        *([(Fact("选票归档", evidence.archive),)] if evidence.archive else []),
        (Fact("结果记录", f"会议记录第{closed.seq}条，校验值 {closed.leaf}"),),
        (Fact("记录树根", f"{local(head.at, zone)}，共{head.size}条，树根 {head.root}"),),
        (Fact("记录密钥", f"{head.key}，树根由它签名"),),
    ]
    return Facts(tuple(rows), "校验值（SHA-256）")


def local(at: str, zone: str) -> str:
    """A time of the record where the congress is."""
    return formal_moment(parse(at), zone)


# --- the tellers' report ---------------------------------------------------------------------------------------


def tellers_report(session: Session, poll: Poll, zone: str) -> Form:
    """The accounting of the ballots, to be signed by those who counted and watched."""
    known = certify(poll)
    return Form(
        issuer=issuer(session, poll.sitting_id),
        title=REPORTS[known.paper.kind],
        note=f"（表决事项第{poll.number}号）",
        parts=(
            asked(known, poll, zone),
            *figures(known),
            Grid(("核对", "算式", "结果"), tuple(balances(known)), (3, 5, 2), "票数核对", texts=2),
            Words((said(known.decision.announcement),), "结果报告"),
            Words(tuple(signed(session, poll, zone)), "设备签名"),
            Hands(places(session, poll)),
        ),
        foot=f"表决文本 SHA-256 {known.text_sha256}",
    )


def balances(known: Certificate) -> Iterable[tuple[str, str, str]]:
    """Whether the figures agree with each other (总监票人 reads them so), and what is missing from them."""
    n = known.counts
    yield (
        "到会",
        f"应到{n.expected} − 实到{n.present} = 缺席{n.expected - n.present}",
        agree(n.present <= n.expected),
    )
    if known.form is not BallotForm.HAND:
        yield "发出的票", f"发出{n.issued} ≤ 实到{n.present}", agree(n.issued <= n.present)
        missing = f"发出{n.issued} − 收回{n.returned} = 未收回{n.issued - n.returned}"
        yield "收回的票", missing, agree(n.returned <= n.issued)
        whole = f"有效{n.valid} + 无效{n.invalid} = 收回{n.returned}"
        yield "有效和无效", whole, agree(n.valid + n.invalid == n.returned)
    if isinstance(n, Counts):
        chosen = f"赞成{n.favour} + 反对{n.against} + 弃权{n.abstain} = 有效{n.valid}"
        yield "三种意见", chosen, agree(n.favour + n.against + n.abstain == n.valid)


def agree(right: bool) -> str:
    return "相符" if right else "不符"


def signed(session: Session, poll: Poll, zone: str) -> Iterable[str]:
    """Who counted on which device: the record has their signatures."""
    if poll.sealed:
        yield from turned(session, poll)
        return
    count = polls.latest_count(session, poll.id or 0)
    if count is None:
        yield "本次表决由代表在本人手机上签名投票，由系统计票；每张票都在会议记录里，任何人可以核对。"
        return
    people = [count.entered_by, *([count.confirmed_by] if count.confirmed_by else [])]
    names = roster.names(session, people)
    yield f"计票结果由{names[count.entered_by]}于{formal_moment(count.entered_at, zone)}录入，以本人设备签名。"
    if count.confirmed_by and count.confirmed_at:
        yield f"由{names[count.confirmed_by]}于{formal_moment(count.confirmed_at, zone)}核对，以本人设备签名。"


def turned(session: Session, poll: Poll) -> Iterable[str]:
    """Who opened the sealed box together."""
    done = secrecy.turned(session, poll.id or 0)
    names = roster.names(session, done)
    opened = [names[one.person_id] for one in secrecy.holders(session, poll.id or 0) if one.person_id in done]
    yield f"加密票箱由{'、'.join(opened)}用各自设备上的计票密钥共同打开，解密份额都有本人签名。"


def places(session: Session, poll: Poll) -> tuple[tuple[str, str], ...]:
    """A place for everybody who counts or watches the count; a blank one where nobody was appointed."""
    found = roster.officers(session, sittings.term_of(session, poll.sitting_id))
    return tuple(
        (OFFICE_WORDS[kind].text, name)
        for kind in COUNTERS
        for name in [holder.name for holder in found if holder.kind is kind] or [""]
    )
