"""The documents of a sitting as one zip, each as its own page offers it: the pages with their seal, and Word to work on.

Not an archive: nothing is signed, nothing is left for a verifier. For that there is :mod:`congress.archive.export`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlmodel import Session

from congress.archive import package
from congress.archive.contents.scope import name_of
from congress.archive.durable import whole
from congress.archive.exporting import note_sum, place
from congress.archive.package import Content
from congress.committee import service as committee
from congress.committee.store import Dispatch
from congress.database import Database
from congress.documents.content import Document
from congress.errors import Missing
from congress.i18n import Message, render, say
from congress.letters import service as letters
from congress.letters.rules import LetterStage
from congress.motions import service as motions
from congress.motions.store import Motion
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.service import Poll
from congress.record.service import Keeper
from congress.resolutions import service as resolutions
from congress.resolutions.evidence import Proven
from congress.resolutions.service import Resolution
from congress.roster.rules import Viewer
from congress.seals import service as seals
from congress.sittings import service as sittings
from congress.typesetting.forms import form_pdf
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx
from congress.work import Tell, Work

FOLDER = "bundles"  # in the data folder; backups leave it out
ODD = str.maketrans('/\\:*?"<>|', "_" * 9)  # what some system refuses in the name of a file
NAME_MOST = 60  # characters
NONE = Missing(say("这次会议还没有可以下载的文书"), say("决议签署、表决结束、公文印发以后再下载"))


@dataclass(frozen=True)
class Wish:
    """Whose documents are wanted, by whom; ``address`` is where somebody who holds a certificate compares it."""

    sitting: int
    folder: Path  # the data folder
    seal: Path  # where sealed files are kept
    viewer: Viewer
    zone: str
    address: Callable[[int, str], str]  # of a poll's id, and the certificate's SHA-256


@dataclass(frozen=True)
class Made:
    """A zip that is ready to be fetched."""

    path: Path
    name: str  # 3-2
    at: datetime
    files: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Scope:
    """What the documents are read from."""

    session: Session
    keeper: Keeper
    wish: Wish


@dataclass(frozen=True)
class Paper:
    """A document under its name, and its files by their endings; each is made when its turn has come."""

    name: str
    files: Mapping[str, Callable[[], bytes]]


Kind = Callable[[Scope], Iterator[Paper]]


def kinds(scope: Scope) -> dict[Message, list[Paper]]:
    """Every kind of document with what there is of it."""
    return {word: list(found(scope)) for word, found in KINDS.items()}


def files(scope: Scope) -> dict[str, Content]:
    """Every file by its name in the zip: a folder for each kind."""
    found: dict[str, Content] = {}
    for word, papers in kinds(scope).items():
        for paper in papers:
            for ending, make in paper.files.items():
                found[f"{render(word, 'zh')}/{plain(paper.name)}.{ending}"] = partial(_just, make)
    return found


def _just(make: Callable[[], bytes]) -> list[bytes]:
    return [make()]


def plain(name: str) -> str:
    """A name that every system can unpack."""
    return "".join(sign for sign in name.translate(ODD) if sign.isprintable())[:NAME_MOST].strip(". ")


# --- what there is -----------------------------------------------------------------------------------------------


def _resolutions(scope: Scope) -> Iterator[Paper]:
    for found in resolutions.numbered(scope.session, [scope.wish.sitting]):
        made: dict[str, Callable[[], bytes]] = {
            "pdf": partial(resolutions.file_of, scope.session, scope.wish.seal, found, scope.wish.zone),
            "docx": partial(_resolution_word, scope, found),
        }
        asked = resolutions.impression_of(scope.session, found)
        if asked and asked.pressed_at:
            made["p7s"] = partial(seals.signature_file, scope.wish.seal, asked)
            if asked.sm2:
                made["sm2"] = partial(seals.sm2_file, scope.wish.seal, asked)
        yield Paper(resolutions.number_of(found), made)


def _resolution_word(scope: Scope, found: Resolution) -> bytes:
    sheet = resolutions.sheet(scope.session, found, scope.wish.zone)
    return docx(resolutions.shown(sheet, scope.wish.zone), found.sealed_at or found.changed_at)


def _certificates(scope: Scope) -> Iterator[Paper]:
    for poll in _closed(scope):
        prove = cache(partial(resolutions.prove, scope.session, scope.keeper, poll))
        made = {"pdf": partial(_certificate, scope, poll, prove), "json": partial(_twin, prove)}
        yield Paper(f"表决证明-{poll.number}", made)


def _certificate(scope: Scope, poll: Poll, prove: Callable[[], Proven]) -> bytes:
    proven, zone = prove(), scope.wish.zone
    where = scope.wish.address(poll.id or 0, proven.sha256)
    form = resolutions.certificate_form(scope.session, poll, proven, zone=zone, address=where)
    return form_pdf(form, proven.certificate.closed_at)


def _twin(prove: Callable[[], Proven]) -> bytes:
    return prove().content


def _reports(scope: Scope) -> Iterator[Paper]:
    for poll in _closed(scope):
        yield Paper(f"计票报告单-{poll.number}", {"pdf": partial(_report, scope, poll)})


def _report(scope: Scope, poll: Poll) -> bytes:
    form = resolutions.tellers_report(scope.session, poll, scope.wish.zone)
    return form_pdf(form, resolutions.certify(poll).closed_at)


def _closed(scope: Scope) -> list[Poll]:
    found = polls.of_sitting(scope.session, scope.wish.sitting)
    return [poll for poll in found if poll.stage is PollStage.CLOSED]


def _dispatches(scope: Scope) -> Iterator[Paper]:
    for found in _sent(scope):
        document = cache(partial(_dispatched, scope, found))
        yield _both(committee.number_of(found), document, found.sent_at)


def _dispatched(scope: Scope, found: Dispatch) -> Document:
    return committee.sheet(scope.session, found, scope.wish.zone).document


def _handling(scope: Scope) -> Iterator[Paper]:
    for found in _sent(scope):
        yield Paper(f"办理单-{committee.number_of(found)}", {"pdf": partial(_handled, scope, found)})


def _handled(scope: Scope, found: Dispatch) -> bytes:
    sheet = committee.sheet(scope.session, found, scope.wish.zone)
    return form_pdf(
        committee.handling_sheet(scope.session, sheet, scope.wish.zone), committee.last_step(sheet)
    )


def _replies(scope: Scope) -> Iterator[Paper]:
    for found in _sent(scope):
        for decision in committee.replies(scope.session, found):
            document = cache(
                partial(committee.reply_document, scope.session, found, decision, scope.wish.zone)
            )
            number = committee.reply_number(scope.session, decision, scope.wish.zone)
            yield _both(number, document, decision.at)


def _sent(scope: Scope) -> list[Dispatch]:
    ids = [one.id or 0 for one in resolutions.numbered(scope.session, [scope.wish.sitting])]
    found = committee.standing(scope.session, ids).values()
    return [dispatch for several in found for dispatch in several]


def _letters(scope: Scope) -> Iterator[Paper]:
    for found in letters.kept(scope.session, [scope.wish.sitting]):
        withdrawn = "（已撤销）" if found.stage is LetterStage.WITHDRAWN else ""
        document = cache(partial(_letter, scope, found))
        yield _both(f"{letters.number_of(found)}{withdrawn}", document, found.changed_at)


def _letter(scope: Scope, found: letters.Letter) -> Document:
    return letters.sheet(scope.session, found, scope.wish.zone).document


def _motions(scope: Scope) -> Iterator[Paper]:
    for found in motions.handed_in(scope.session, scope.wish.sitting):
        yield Paper(f"提案表-{found.id}-{found.title}", {"pdf": partial(_motion, scope, found)})


def _motion(scope: Scope, found: Motion) -> bytes:
    viewer = scope.wish.viewer
    shown = motions.shown(scope.session, viewer, found)
    form = committee.motion_form(
        scope.session, viewer, shown, sitting_id=found.sitting_id, zone=scope.wish.zone
    )
    return form_pdf(form, found.changed_at)


def _both(name: str, document: Callable[[], Document], at: datetime) -> Paper:
    return Paper(name, {"pdf": lambda: pdf(document(), at), "docx": lambda: docx(document(), at)})


KINDS: dict[Message, Kind] = {
    say("决议"): _resolutions,
    say("表决证明"): _certificates,
    say("计票报告单"): _reports,
    say("报送党委的文件"): _dispatches,
    say("批复"): _replies,
    say("办理单"): _handling,
    say("公文"): _letters,
    say("提案表"): _motions,
}


# --- the zip -----------------------------------------------------------------------------------------------------


def begin(work: Work, database: Database, keeper: Keeper, wish: Wish, news: Tell) -> bool:
    """Begin, unless one is under way already. Raises Missing when there is no such sitting, or nothing of it yet."""
    with database.read() as session:
        sittings.meeting(session, wish.sitting)
        if not files(Scope(session, keeper, wish)):
            raise NONE
    return work.begin(wish.sitting, partial(make, database, keeper, wish), news)


def make(database: Database, keeper: Keeper, wish: Wish, tell: Tell) -> None:
    """Write the zip: whole at its place, or not there at all. One file is in memory at a time."""
    path = _path(wish.folder, wish.sitting)
    place(wish.folder, FOLDER)
    with (
        database.read() as session,
        whole(path) as unfinished,
        ZipFile(unfinished, "w", ZIP_DEFLATED) as target,
    ):
        wanted = files(Scope(session, keeper, wish))
        tell(0, len(wanted))
        for number, (name, content) in enumerate(wanted.items(), 1):
            package.add(target, name, content())
            tell(number, len(wanted))
    note_sum(path)


def ready(session: Session, folder: Path, sitting: int) -> Made | None:
    """The zip of a sitting, if it was made."""
    path = _path(folder, sitting)
    try:
        noted = path.with_suffix(".sha256").read_text().partition(" ")[0]
        with ZipFile(path) as source:
            number = len(source.namelist())
        about = path.stat()
    except (OSError, BadZipFile):
        return None
    name = name_of(sittings.meeting(session, sitting))
    at = datetime.fromtimestamp(about.st_mtime, UTC)
    return Made(path, name, at, number, about.st_size, noted)


def remove(folder: Path, sitting: int) -> None:
    """Take it away. Taking it away twice is once."""
    path = _path(folder, sitting)
    path.unlink(missing_ok=True)
    path.with_suffix(".sha256").unlink(missing_ok=True)


def _path(folder: Path, sitting: int) -> Path:
    return folder / FOLDER / f"{sitting}.zip"
