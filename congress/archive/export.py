"""Writing the congress out: one package with all that is needed to read it, and to check it, without us."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session

from congress import VERSION
from congress.archive import index, package
from congress.archive.contents import (
    Scope,
    certificates,
    chosen,
    deliveries,
    desk,
    filings,
    forms,
    letters,
    motions,
    notices,
    offices,
    resolutions,
    roster,
    rulebook,
    sealed,
    sittings,
    votes,
)
from congress.archive.contents.scope import Data, both, just, name_of, written
from congress.archive.package import Content, Tell
from congress.crypto.signatures import Signer, encode, pem
from congress.errors import Missing
from congress.i18n import say
from congress.record import service as record
from congress.record.service import Head, Keeper
from congress.roster.service import enterprise as enterprise_of
from congress.roster.store import Enterprise
from congress.sittings import service as sitting_service
from congress.sittings.service import Meeting

README = (Path(__file__).parent / "README-package.txt").read_bytes()
SCHEMAS = Path(__file__).parent / "schemas"
TABLES: dict[str, Callable[[Scope], Data]] = {
    sittings.FILE: sittings.data,
    roster.FILE: roster.data,
    rulebook.FILE: rulebook.data,
    motions.FILE: motions.data,
    votes.FILE: votes.data,
    resolutions.FILE: resolutions.data,
    letters.FILE: letters.data,
    notices.FILE: notices.data,
    desk.FILE: desk.data,
    filings.FILE: filings.data,
    deliveries.FILE: deliveries.data,
    offices.FILE: offices.data,
    sealed.FILE: sealed.data,
}
NOTHING = Missing(say("还没有可以导出的记录"))


def export(
    session: Session,
    keeper: Keeper,
    path: Path,
    *,
    folder: Path | None = None,
    sitting: str = "",
    tell: Tell | None = None,
) -> int:
    """Write a package to ``path`` (a zip). Returns the number of entries of the record.

    ``sitting`` as in ``3-2``, or everything; ``folder`` is the data folder, where papers lie. ``tell`` hears
    after each file how many are done, of how many. The same state gives the same bytes.
    Raises Missing when there is no such sitting, nothing yet, or a file is lost.
    """
    known, head = enterprise_of(session), record.latest_head(session)
    if known is None or head is None:
        raise NOTHING
    only = chosen(session, sitting)
    meetings = (only,) if only else tuple(sitting_service.all_meetings(session))
    scope = Scope(session, folder, meetings, known.timezone, only)
    manifest = _manifest(known, head, only)
    package.write(path, _files(scope, keeper, head, manifest), keeper.signer, tell)
    return head.size


def _manifest(known: Enterprise, head: Head, only: Meeting | None) -> Data:
    """What the package says of itself. Its time is that of the record, not of the clock."""
    about = only and {"id": only.sitting.id, "name": name_of(only), "label": both(only.label)}
    return {
        "format": package.FORMAT,
        "version": VERSION,
        "site": known.uid,
        "enterprise": known.name,
        "sitting": about,
        "state_at": head.at,
        "timezone": known.timezone,
        "entries": head.size,
        "root": head.root.hex(),
    }


def _files(scope: Scope, keeper: Keeper, head: Head, manifest: Data) -> dict[str, Content]:
    """Everything by name; what is large is made when its turn has come."""
    tables = {name: data(scope) for name, data in TABLES.items()}
    printed = forms.files(scope, keeper)
    return {
        package.MANIFEST: just(written(manifest)),
        "README.txt": just(README),
        **_record(scope.session, keeper.signer, head),
        package.NAMES: just(written(roster.names(scope))),
        **{name: just(written(data)) for name, data in tables.items()},
        **sittings.files(scope),
        **rulebook.files(scope),
        **votes.files(scope),
        **certificates.files(scope, keeper),
        **resolutions.files(scope),
        **letters.files(scope),
        **notices.files(scope),
        **desk.files(scope),
        **filings.files(scope),
        **sealed.files(scope),
        **printed,
        **_schemas(),
        **{name: just(page) for name, page in index.pages(manifest, tables, frozenset(printed)).items()},
    }


def _schemas() -> dict[str, Content]:
    return {f"schemas/{path.name}": just(path.read_bytes()) for path in sorted(SCHEMAS.glob("*.json"))}


def _record(session: Session, signer: Signer, head: Head) -> dict[str, Content]:
    public = {"public": encode(signer.public), "pem": pem(signer.public)}
    return {
        package.RECORD: lambda: record.lines(session, head.size),
        package.HEADS: lambda: _heads(record.heads(session, head.size)),
        package.KEYS: just(written({signer.id: public})),
        "record-key.pem": just(pem(signer.public).encode()),
    }


def _heads(found: Iterable[Head]) -> Iterator[bytes]:
    for head in found:
        yield _line(head)


def _line(head: Head) -> bytes:
    said: dict[str, Any] = {
        "size": head.size,
        "root": head.root.hex(),
        "at": head.at,
        "key": head.key,
        "signature": encode(head.signature),
    }
    return package.line(said)
