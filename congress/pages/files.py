"""Resolutions as files: PDF with the seal, Word, and the seal's signatures beside the PDF."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.resolutions.store import Resolution
from congress.seals import service as seals
from congress.seals.service import Impression
from congress.typesetting.word import docx
from congress.visit import Visit, public
from congress.web.files import kept_file, pdf_file, word_file


def mine(visit: Visit) -> Resolution:
    """The resolution of the address, if this person may see it."""
    return resolutions.visible_to(visit.session, visit.anyone, visit.number())


@public
def document_pdf(visit: Visit) -> Response:
    """The same as a file: with its seal, once it has one."""
    found = mine(visit)
    made = resolutions.file_of(visit.session, visit.house.settings.seal, found, visit.zone)
    return pdf_file(made, f"resolution-{found.id}", resolutions.number_of(found) or found.title)


@public
def document_word(visit: Visit) -> Response:
    """The same to be worked on: it has no seal."""
    sheet = resolutions.sheet(visit.session, mine(visit), visit.zone)
    found = sheet.resolution
    made = docx(resolutions.shown(sheet, visit.zone), found.sealed_at or found.changed_at)
    return word_file(made, f"resolution-{found.id}", sheet.number or found.title)


@public
def signature(visit: Visit) -> Response:
    """The seal's signature beside the file (.p7s)."""
    found = mine(visit)
    content = seals.signature_file(visit.house.settings.seal, use_of(visit, found))
    number = resolutions.number_of(found)
    return kept_file(content, "application/pkcs7-signature", f"resolution-{found.id}.p7s", f"{number}.p7s")


@public
def sm2(visit: Visit) -> Response:
    """Its SM2 signature, where the seal makes them (.sm2)."""
    found = mine(visit)
    content = seals.sm2_file(visit.house.settings.seal, use_of(visit, found))
    number = resolutions.number_of(found)
    return kept_file(content, "application/octet-stream", f"resolution-{found.id}.sm2", f"{number}.sm2")


def use_of(visit: Visit, found: Resolution) -> Impression:
    """The use of the seal on it. Raises Missing."""
    asked = resolutions.impression_of(visit.session, found)
    if asked is None:
        raise Missing(say("这份决议还没有用印"))
    return asked


ROUTES: list[BaseRoute] = [
    Route("/resolutions/{id:int}/document.pdf", document_pdf, name="resolutions.pdf"),
    Route("/resolutions/{id:int}/document.docx", document_word, name="resolutions.word"),
    Route("/resolutions/{id:int}/signature", signature, name="resolutions.signature"),
    Route("/resolutions/{id:int}/signature.sm2", sm2, name="resolutions.sm2"),
]
