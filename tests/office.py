"""The Party committee's office over HTTP: what tests of its pages ask of the hall."""

import re

import httpx2
import passed
from hall import Hall
from passed import Task
from sqlmodel import select

from congress.committee import service as committee
from congress.committee.rules import DecisionKind
from congress.committee.store import Assignment, Dispatch

INSTRUCTION = DecisionKind.INSTRUCTION


def make(hall: Hall, what: object, *args: object, **more: object) -> object:
    """Let something have happened in the hall's database."""
    return hall.house.database.write(lambda s: what(s, hall.cast, *args, **more))


def kept(hall: Hall, found: Dispatch) -> Dispatch:
    """The dispatch as it is now."""
    with hall.house.database.read() as session:
        return session.get(type(found), found.id)


def words(answer: httpx2.Response) -> str:
    """A page without the places where titles may break."""
    return re.sub(r"<wbr>|</?span[^>]*>", "", answer.text)


def decision(
    hall: Hall, found: Dispatch, kind: DecisionKind, fields: dict[str, str], name: str = "peter"
) -> dict[str, str]:
    """The signed form of a decision."""
    template = committee.statement_for_decision(found, kind, site=passed.SITE)
    return {**fields, **hall.cast[name].signed_form(**template, **fields)}


def canteen(hall: Hall) -> Task:
    """A task for the canteen."""
    return Task(hall.cast.units["canteen"])


def reported(hall: Hall) -> tuple[Dispatch, int]:
    """A dispatch whose one task is reported done."""

    def job(session, cast):
        found = passed.received(session, cast)
        task = Task(cast.units["canteen"])
        passed.decide(session, cast, found, INSTRUCTION, passed.said(INSTRUCTION, "请落实。", task))
        given = session.exec(select(Assignment)).one()
        quinn = passed.viewer(session, cast, "quinn")
        committee.report(session, quinn, given.id, body="全部完成。", done=True)
        return found, given.id

    return make(hall, job)
