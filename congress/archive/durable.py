"""Writing a file so that it is whole or not there: under another name, flushed to the disk, then moved to its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

UNFINISHED = ".part"


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, readable by us only; at the end it stands at ``path``, or after an error nothing does.

    What a killed process leaves is called ``.NAME….part``, which nobody takes for the file, and can be deleted.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)  # 0600
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make new names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
