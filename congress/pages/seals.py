"""The seal: its certificate as organisers keep it, and its uses, which two officers allow on their devices."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.errors import Invalid, Missing, Refusal
from congress.i18n import Message, say
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import OFFICE_WORDS, OfficeKind
from congress.seals import imported, rules
from congress.seals import service as seals
from congress.seals.service import Impression
from congress.seals.service.making import Made
from congress.visit import Visit, page, public
from congress.web.files import kept_file

PEM = "application/x-pem-file"
P7S = "application/pkcs7-signature"
PDF = "application/pdf"
ANY = "application/octet-stream"
NEWS = ("seal", "resolutions", "desk")
PARTS = {part: f"seals/_{part}.html" for part in ("allowed", "declining", "pressing")}
SEAL_WORDS = {"standings": rules.STANDINGS, "origins": rules.ORIGINS, "levels": rules.LEVELS}


@page
def show(visit: Visit) -> Response:
    """The certificate, what can be done with it, and what was sealed."""
    roster.organiser(visit.viewer)
    return visit.render(
        "seals/show.html",
        state=seals.state(visit.session, visit.house.settings.seal, now()),
        sm2=seals.sm2_of(seals.current(visit.session)),
        uses=seals.impressions(visit.session),
        past=[seal for seal in seals.seals(visit.session) if seal.retired_at],
        least=rules.PASSPHRASE_LEAST,
        enterprise=visit.enterprise,
        stamps=visit.house.settings.timestamp,
        **SEAL_WORDS,
    )


def passphrase(visit: Visit) -> str:
    """A new passphrase, typed twice alike."""
    typed = visit.form.raw("passphrase")
    if refusal := rules.may_lock_with(typed):
        visit.form.complain("passphrase", refusal.reason)
    if typed != visit.form.raw("again"):
        visit.form.complain("again", say("两次输入的口令不一样"))
    visit.form.insist()
    return typed


def adopted(visit: Visit, fresh: Made) -> Response:
    """From now on this is the seal; keys that are no longer used are taken away."""
    viewer, seen = visit.viewer, visit.form.raw("seen")
    visit.write(lambda s: seals.adopt(s, viewer, fresh, seen=seen))
    seals.tidy(visit.session, visit.house.settings.seal)
    visit.house.hub.news(*NEWS)
    return visit.redirect("seal", flash="done")


@page(again=show)
def make(visit: Visit) -> Response:
    """An authority of our own, and a seal under it."""
    roster.organiser(visit.viewer)
    name = visit.enterprise.name if visit.enterprise else ""
    words, folder = passphrase(visit), visit.house.settings.seal
    sm2 = visit.form.tick("sm2")
    return adopted(visit, seals.make(folder, enterprise=name, passphrase=words, moment=now(), with_sm2=sm2))


@page(again=show)
def renew(visit: Visit) -> Response:
    """A new certificate under the authority that others trust already."""
    roster.organiser(visit.viewer)
    visit.house.slow_down("seal", str(visit.viewer.person_id))
    known = seals.current(visit.session)
    if known is None:
        raise Missing(say("还没有印章"))
    old, sm2, folder = visit.form.raw("old"), visit.form.tick("sm2"), visit.house.settings.seal
    try:
        fresh = seals.renew(folder, known, passphrase=old, moment=now(), with_sm2=sm2)
    except Invalid as error:
        raise Invalid(error.refusal.reason, {"old": error.refusal.reason}) from error
    return adopted(visit, fresh)


@page(again=show)
def bring(visit: Visit) -> Response:
    """A seal that another authority made."""
    roster.organiser(visit.viewer)
    sent = visit.form.upload("file")
    if sent is None:
        visit.form.complain("file", say("请选择文件"))
    words, password = passphrase(visit), visit.form.raw("password")
    content = sent.file.read(imported.LARGEST + 1) if sent else b""
    fresh = seals.bring(
        visit.house.settings.seal,
        content=content,
        password=password,
        passphrase=words,
        moment=now(),
        with_sm2=visit.form.tick("sm2"),
    )
    return adopted(visit, fresh)


@public
def root(visit: Visit) -> Response:
    """The certificate that others trust. Public, like every root."""
    return kept_file(seals.authority_pem(visit.session).encode(), PEM, "seal-root.pem")


@public
def root_of(visit: Visit) -> Response:
    """The root of one seal, of a retired one too: what it sealed is still checked."""
    number = visit.number()
    return kept_file(seals.root_pem(visit.session, number).encode(), PEM, f"seal-{number}-root.pem")


@public
def sm2_key(visit: Visit) -> Response:
    """The public key that checks a seal's SM2 signatures. Public too; of a retired seal as well."""
    number = visit.number()
    return kept_file(seals.sm2_public(visit.session, number).encode(), PEM, f"seal-{number}-sm2.pem")


# --- uses of the seal ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A line for an officer: who has allowed it, or what their device signs."""

    office: OfficeKind
    word: Message
    person: str
    mine: bool
    refusal: Refusal | None
    statement: dict[str, Any]


def mine(visit: Visit) -> Impression:
    """The use of the seal in the address, for organisers and the two officers."""
    return seals.visible_to(visit.session, visit.anyone, visit.number())


@page
def use(visit: Visit) -> Response:
    """The document, who has allowed it, and what became of it; or the part of it that there is news of."""
    found, part = mine(visit), visit.request.query_params.get("part", "")
    facts = seals.facts_of(visit.session, found)
    state = seals.state(visit.session, visit.house.settings.seal, now())
    return visit.render(
        PARTS.get(part, "seals/use.html") if visit.wants_fragment else "seals/use.html",
        found=found,
        places=places(visit, found),
        refusal=state.refusal or rules.may_press(state.standing) or rules.may_seal(facts),
        seal=seals.seal_of(visit.session, found) if found.pressed_at else None,
        origin=resolutions.of_file(visit.session, found.sha256),
        no=seals.declined(visit.session, found),
        why_most=rules.WHY_MOST,
        again=again if (again := seals.of_file(visit.session, found.sha256)) != found else None,
        **SEAL_WORDS,
    )


def places(visit: Visit, found: Impression) -> list[Place]:
    """The two lines."""
    facts, viewer = seals.facts_of(visit.session, found), visit.viewer
    names = roster.names(visit.session, set(facts.approved.values()))
    return [
        Place(
            office=office,
            word=OFFICE_WORDS[office],
            person=names.get(facts.approved.get(office, 0), ""),
            mine=office in viewer.offices,
            refusal=rules.may_approve(facts, office=office, offices=viewer.offices, person=viewer.person_id),
            statement=seals.statement_for(found, site=visit.site, office=office),
        )
        for office in rules.OFFICES
    ]


def told(visit: Visit, flash: str) -> Response:
    """A change that others wait for is told to their pages."""
    visit.house.hub.news(*NEWS)
    return visit.redirect("seal.use", flash=flash, id=visit.number())


@page
def approve(visit: Visit) -> Response:
    """One officer's leave."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    office = visit.form.choice("role", OfficeKind)
    visit.form.insist()
    visit.write(lambda s: seals.approve(s, viewer, number, site=visit.site, office=office, signed=signed))
    return told(visit, "signed")


@page
def withdraw(visit: Visit) -> Response:
    """Take the request back; who asked for it on a resolution's page goes there again."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: seals.withdraw(s, viewer, number))
    return told(visit, "done")


@page(again=use)
def decline(visit: Visit) -> Response:
    """An officer says no, and why; the request is withdrawn with it."""
    viewer, number = visit.viewer, visit.number()
    office, why = visit.form.choice("role", OfficeKind), visit.form.text("why", most=rules.WHY_MOST)
    visit.form.insist()
    visit.write(lambda s: seals.decline(s, viewer, number, office=office, why=why))
    return told(visit, "done")


@page(again=use)
def press(visit: Visit) -> Response:
    """Seal it. The passphrase is guessed slowly."""
    house, number = visit.house, visit.number()
    roster.organiser(visit.viewer)
    house.slow_down("seal", str(visit.viewer.person_id))
    seals.press(
        house.database,
        house.press.press,
        house.settings.seal,
        visit.viewer,
        number,
        passphrase=visit.form.raw("passphrase"),
        timestamp=house.settings.timestamp,
    )
    return told(visit, "done")


@page
def document(visit: Visit) -> Response:
    """The bytes that are to be sealed, for those who allow it."""
    found = mine(visit)
    content = seals.waiting_file(visit.house.settings.seal, found)
    return kept_file(content, ANY, f"document-{found.id}{ending(content)}")


@page
def sealed(visit: Visit) -> Response:
    """The file with its seal."""
    found = mine(visit)
    content = seals.sealed_file(visit.house.settings.seal, found)
    return kept_file(content, PDF if ending(content) else ANY, f"sealed-{found.id}{ending(content)}")


@page
def signature(visit: Visit) -> Response:
    """The signature beside it."""
    found = mine(visit)
    return kept_file(seals.signature_file(visit.house.settings.seal, found), P7S, f"sealed-{found.id}.p7s")


@page
def sm2(visit: Visit) -> Response:
    """The SM2 signature beside it."""
    found = mine(visit)
    return kept_file(seals.sm2_file(visit.house.settings.seal, found), ANY, f"sealed-{found.id}.sm2")


def ending(content: bytes) -> str:
    """Of a PDF; other files are called by their bearer."""
    return ".pdf" if content.startswith(b"%PDF-") else ""


ROUTES: list[BaseRoute] = [
    Route("/seal", show, name="seal"),
    Route("/seal/making", make, methods=["POST"], name="seal.make"),
    Route("/seal/renewal", renew, methods=["POST"], name="seal.renew"),
    Route("/seal/import", bring, methods=["POST"], name="seal.import"),
    Route("/seal/root.pem", root, name="seal.root"),
    Route("/seal/{id:int}/root.pem", root_of, name="seal.root_of"),
    Route("/seal/{id:int}/sm2.pem", sm2_key, name="seal.sm2_key"),
    Route("/seal/uses/{id:int}", use, name="seal.use"),
    Route("/seal/uses/{id:int}/approvals", approve, methods=["POST"], name="seal.approve"),
    Route("/seal/uses/{id:int}/withdrawal", withdraw, methods=["POST"], name="seal.withdraw"),
    Route("/seal/uses/{id:int}/refusal", decline, methods=["POST"], name="seal.decline"),
    Route("/seal/uses/{id:int}/pressing", press, methods=["POST"], name="seal.press"),
    Route("/seal/uses/{id:int}/document", document, name="seal.document"),
    Route("/seal/uses/{id:int}/sealed", sealed, name="seal.sealed"),
    Route("/seal/uses/{id:int}/signature", signature, name="seal.signature"),
    Route("/seal/uses/{id:int}/signature.sm2", sm2, name="seal.sm2"),
]
