"""What a department was asked to do, by when, and its reports."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules.assignments import Move, may_move
from congress.visit import Visit, page

NEWS = ("committee", "tasks", "resolutions")
NOTE_MOST = 2_000


@page
def index(visit: Visit) -> Response:
    """The tasks of the departments that this person heads, those due first on top."""
    lines = committee.tasks_for(visit.session, visit.viewer, visit.zone)
    return visit.render(
        "tasks/_list.html" if visit.wants_fragment else "tasks/index.html",
        to_read=committee.to_read(visit.session, visit.viewer),
        open=[line for line in lines if line.assignment.stage is not rules.AssignmentStage.ACCEPTED],
        done=[line for line in lines if line.assignment.stage is rules.AssignmentStage.ACCEPTED],
        stages=rules.TASK_STAGES,
        kinds=rules.KINDS,
    )


@page
def show(visit: Visit) -> Response:
    """One task with what has been said about it."""
    found = committee.task_for(visit.session, visit.viewer, visit.number())
    (line,) = committee.task_lines(visit.session, [found], visit.zone)
    return visit.render(
        "tasks/show.html",
        task=line,
        refusal=may_move(found.stage, Move.STEP),
        most=NOTE_MOST,
        stages=rules.TASK_STAGES,
        kinds=rules.KINDS,
        notes=rules.PROGRESS,
    )


@page(again=show)
def report(visit: Visit) -> Response:
    """A step, or that it is done."""
    viewer, number = visit.viewer, visit.number()
    committee.task_for(visit.session, viewer, number)
    body, done = visit.form.text("body", most=NOTE_MOST), visit.form.tick("done")
    visit.form.insist()
    visit.write(lambda s: committee.report(s, viewer, number, body=body, done=done))
    visit.house.hub.news(*NEWS)
    return visit.redirect("tasks.show", id=number, flash="sent")


ROUTES: list[BaseRoute] = [
    Route("/tasks", index, name="tasks"),
    Route("/tasks/{id:int}", show, name="tasks.show"),
    Route("/tasks/{id:int}/reports", report, methods=["POST"], name="tasks.report"),
]
