"""The command line: serve, demo, verify, export, backup."""

from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from congress.app import build
from congress.database import migrate
from congress.house import House, open_house
from congress.settings import Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="职工代表大会 · employee congress")
Data = Annotated[Path, typer.Option(help="Folder that holds everything: database, papers, keys.")]


def prepare(settings: Settings) -> House:
    """Migrate the database, then open the house."""
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.url)
    return open_house(settings)


@cli.callback()
def main() -> None:
    """职工代表大会 · employee congress."""


@cli.command()
def serve(
    data: Data = Path("data"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Start the server."""
    settings = Settings(data=data.resolve(), host=host, port=port)
    house = prepare(settings)
    typer.echo(f"Congress: {settings.origin}")
    uvicorn.run(
        build(house),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=2,
        server_header=False,
    )


if __name__ == "__main__":
    cli()
