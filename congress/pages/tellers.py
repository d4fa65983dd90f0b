"""The tellers' common key: called by the secretariat, made step by step on the tellers' devices."""

import json

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Missing
from congress.i18n import say
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.secrecy import rules
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step
from congress.secrecy.service import Post, Table
from congress.visit import Visit, page

COUNTING = (OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER, OfficeKind.TELLER)


@page
def show(visit: Visit) -> Response:
    """The key of this sitting: who holds it, how far it is, and this teller's next step."""
    template = "tellers/_ceremony.html" if visit.wants_fragment else "tellers/show.html"
    return visit.render(template, **table(visit))


def table(visit: Visit) -> dict[str, object]:
    """What the page shows, for tellers and the secretariat only."""
    found = secrecy.current(visit.session, visit.here.sitting.id or 0)
    seen = secrecy.table(visit.session, found.id or 0) if found else None
    place = seen.place_of(visit.viewer.person_id) if seen else None
    if not (visit.viewer.organises or visit.viewer.counts or place):
        raise Missing(say("没有这个页面"))
    may = candidates(visit)
    holders = list(seen.holders) if seen else []
    names = roster.names(visit.session, [*may, *(one.person_id for one in holders)])
    owes = bool(seen and place and place.person_id in seen.awaited)
    return {
        "seen": seen,
        "place": place,
        "steps": rules.STEPS,
        "names": names,
        "candidates": may,
        "fewest": rules.FEWEST,
        "most": rules.MOST,
        "default": min(len(may), rules.MOST) // 2 + 1,
        "part": secrecy.key_part(visit.session, found.id or 0, visit.viewer.person_id) if found else None,
        "task": task(seen, place.owner, names) if seen and place and owes else None,
    }


def candidates(visit: Visit) -> list[int]:
    """Person ids of those elected to count, each once."""
    known = roster.officers(visit.session, visit.here.term.id or 0)
    return list(dict.fromkeys(one.person_id for one in known if one.kind in COUNTING))


def task(seen: Table, owner: int, names: dict[int, str]) -> str:
    """What this teller's device needs for the present step, as JSON: signed parts in the order of their fields."""
    dealt = seen.step is Step.FINISH
    said = {
        "group": seen.group.name,
        "ceremony": seen.ceremony.id,
        "step": seen.step.value if seen.step else "",
        "owner": owner,
        "size": len(seen.holders),
        "threshold": seen.ceremony.threshold,
        "names": [names[one.person_id] for one in seen.holders],
        "certs": [json.loads(one.certificate) for one in seen.holders if one.certificate]
        if seen.step is not Step.CERTIFY
        else [],
        "coefexps": [json.loads(one.dealing) for one in seen.holders] if dealt else [],
        "sealed": [one.sealed[owner - 1] for one in seen.holders] if dealt else [],
    }
    return json.dumps(said, ensure_ascii=False)


@page(again=show)
def begin(visit: Visit) -> Response:
    """Call tellers to make a key."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    may = candidates(visit)
    chosen = set(visit.form.many("person"))
    people = [person for person in may if str(person) in chosen]
    threshold = visit.form.integer("threshold", least=0, most=rules.MOST)
    visit.form.insist()
    sitting_id, by = visit.here.sitting.id or 0, visit.viewer.person_id
    visit.write(lambda s: secrecy.begin(s, sitting_id=sitting_id, people=people, threshold=threshold, by=by))
    visit.house.hub.news("tellers", "now", "desk")
    return visit.redirect("tellers", flash="sent")


@page
def step(visit: Visit) -> Response:
    """Take what a teller's device publishes in one step."""
    found = secrecy.current(visit.session, visit.here.sitting.id or 0)
    if found is None:
        raise Missing(say("没有这次密钥仪式"))
    form, site, person_id, signed = visit.form, visit.site, visit.viewer.person_id, visit.signed()
    given = Post(form.choice("step", Step), form.raw("content"))
    form.insist()
    ceremony_id = found.id or 0
    visit.write(
        lambda s: secrecy.post(
            s, site=site, ceremony_id=ceremony_id, person_id=person_id, given=given, signed=signed
        )
    )
    visit.house.hub.news("tellers", "desk")
    if visit.wants_fragment:
        return visit.render("tellers/_ceremony.html", **table(visit))
    return visit.redirect("tellers", flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/tellers", show, name="tellers"),
    Route("/tellers", begin, methods=["POST"], name="tellers.begin"),
    Route("/tellers/steps", step, methods=["POST"], name="tellers.step"),
]
