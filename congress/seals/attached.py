"""The data inside a sealed PDF: the files that belong to the document as a whole (ISO 32000-2, 14.13), by pyHanko.

Importing it takes a while, so only what looks into sealed files does.
"""

import zlib
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

STRANGE = (PdfError, zlib.error, KeyError, TypeError, ValueError, AttributeError, RecursionError)


def attached(pdf: bytes) -> dict[str, bytes]:
    """The associated files by name. Raises ValueError for what is no PDF, or a broken one."""
    try:
        root = PdfFileReader(BytesIO(pdf)).root
        if "/AF" not in root:
            return {}
        listed = (
            one.get_object() for one in root["/AF"]
        )  # get() would give a reference where the list is apart
        return {str(one["/UF"]): one["/EF"]["/F"].data for one in listed}
    except STRANGE as error:
        raise ValueError("not a PDF whose files can be read") from error
