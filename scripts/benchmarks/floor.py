"""The floor: a bare Starlette endpoint that verifies one signature and inserts one row through the same writer."""

import sys
from pathlib import Path

import uvicorn
from sqlalchemy import insert
from sqlmodel import Field, Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from congress.crypto.signatures import decode, verify
from congress.database import Database
from congress.schema import Table


class Row(Table, table=True):
    """One vote, barely."""

    id: int | None = Field(default=None, primary_key=True)
    statement: str = Field(unique=True)


ADD = insert(Row)


def app(folder: Path) -> Starlette:
    """The application over a fresh database."""
    database = Database(f"sqlite:///{folder / 'floor.db'}")
    Row.__table__.create(database.writers)  # type: ignore[attr-defined]

    async def cast(request: Request) -> Response:
        form = await request.form()
        statement = str(form["statement"])
        if not verify(decode(request.headers["cookie"]), statement.encode(), decode(str(form["signature"]))):
            return PlainTextResponse("no", 403)

        def job(session: Session) -> None:
            session.connection().execute(ADD, {"statement": statement})

        await database.change(job)
        return PlainTextResponse("ok")

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/cast", cast, methods=["POST"]), Route("/healthz", health)])


if __name__ == "__main__":
    uvicorn.run(app(Path(sys.argv[2])), port=int(sys.argv[1]), log_level="warning", proxy_headers=False)
