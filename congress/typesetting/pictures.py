"""The pages of a document as pictures (SVG), for the preview beside the text: the same pages that the file has.

A page is kept for a while under the SHA-256 of its picture: only who was shown the document can ask for it,
and a page that a change did not touch keeps its address.
"""

import json
from collections import OrderedDict
from datetime import datetime
from hashlib import sha256
from typing import Final

from congress.documents.content import Document
from congress.typesetting.pdf import FORMAT, ONE, compiler
from congress.typesetting.told import told
from congress.typesetting.words import all_printable

KEPT: Final = 400  # pages, about 60 kB each
_shelf: OrderedDict[str, bytes] = OrderedDict()


def pictures(document: Document, at: datetime) -> tuple[str, ...]:
    """Set the document; the keys of its pages, in order."""
    said = json.dumps(all_printable(told(document, at)), ensure_ascii=False)
    with ONE:
        made = compiler().compile(input=FORMAT, format="svg", sys_inputs={"document": said})
        pages = made if isinstance(made, list) else [made]
        return tuple(_keep(page) for page in pages if isinstance(page, bytes))


def _keep(page: bytes) -> str:
    key = sha256(page).hexdigest()
    _shelf[key] = page
    _shelf.move_to_end(key)
    while len(_shelf) > KEPT:
        _shelf.popitem(last=False)
    return key


def picture(key: str) -> bytes | None:
    """A page, or None where it is no longer kept, or never was."""
    with ONE:
        return _shelf.get(key)
