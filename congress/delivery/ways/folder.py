"""A folder that an office system watches: one folder for each delivery, whole or not there at all.

``<uid>/`` holds ``document.pdf``, ``document.pdf.p7s`` where it is sealed, and ``delivery.json``.
The office system may put ``receipt.json`` beside them (or ``<uid>.receipt.json`` beside the folder,
where it takes the folder away).
"""

import asyncio
import errno
import json
import os
import shutil
from pathlib import Path

from congress.clock import stamp
from congress.delivery.parcel import Means, Parcel, Target
from congress.delivery.receipts import LARGEST
from congress.delivery.rules import Outcome, Trouble

FORMAT = "congress/delivery/1"


async def carry(parcel: Parcel, target: Target, means: Means) -> Outcome:
    """Put it there. What is there already was delivered before."""
    return await asyncio.to_thread(drop, parcel, Path(target.address), means.drops)


def is_inside(folder: Path, drops: tuple[Path, ...]) -> bool:
    """Is it one of the folders that the command line named, or below one, symbolic links followed?"""
    real = folder.resolve()
    return any(real.is_relative_to(allowed.resolve()) for allowed in drops)


def drop(parcel: Parcel, folder: Path, drops: tuple[Path, ...]) -> Outcome:
    """:func:`carry`, for a worker thread."""
    if not is_inside(folder, drops):
        return Outcome(Trouble.OUTSIDE)
    try:
        if not (folder / parcel.uid).exists():
            _place(folder, parcel.uid, files_of(parcel))
        return Outcome(receipt=receipt(folder, parcel.uid))
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        return Outcome(Trouble.FULL if full else Trouble.FOLDER, os.strerror(error.errno or errno.EIO))


def files_of(parcel: Parcel) -> dict[str, bytes]:
    """The files by name."""
    name = f"document{parcel.ending}"
    about = {
        "delivery": parcel.uid,
        "enterprise": parcel.enterprise,
        "file": {"media_type": parcel.media_type, "name": name, "sha256": parcel.sha256},
        "format": FORMAT,
        "matter": parcel.matter.value,
        "number": parcel.number,
        "put_at": stamp(parcel.put_at),
        "signature": f"{name}.p7s" if parcel.signature else "",
        "site": parcel.site,
        "title": parcel.title,
    }
    files = {name: parcel.content, "delivery.json": json.dumps(about, ensure_ascii=False, indent=1).encode()}
    return files | ({f"{name}.p7s": parcel.signature} if parcel.signature else {})


def _place(folder: Path, uid: str, files: dict[str, bytes]) -> None:
    """Written beside its place and moved there when all of it is on the disk. Raises OSError."""
    fresh = folder / f".new-{uid}"
    shutil.rmtree(fresh, ignore_errors=True)  # of a server that was killed here
    fresh.mkdir()
    try:
        for name, content in files.items():
            with (fresh / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        settle(fresh)
        fresh.rename(folder / uid)
        settle(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def receipt(folder: Path, uid: str) -> str:
    """What the office system has put there, or nothing. A link is not followed, a large file not read."""
    for path in (folder / uid / "receipt.json", folder / f"{uid}.receipt.json"):
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                found = file.read(LARGEST + 1)
        except OSError:
            continue
        if found:
            return found[: LARGEST + 1].decode(errors="replace")
    return ""
