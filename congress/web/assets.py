"""Static files under an address that carries the hash of them all, so that browsers may keep them for ever."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOT = Path(__file__).parents[2] / "static"
SHEET = "css/all.css"


class Assets(StaticFiles):
    """``/static/<hash>/css/base.css``; any hash is answered, only the right one is cached."""

    def __init__(self, root: Path = ROOT) -> None:
        super().__init__(directory=root)
        self.root = root

    @cached_property
    def version(self) -> str:
        """One hash over the names and bytes of all files."""
        whole = sha256()
        for path in sorted(p for p in self.root.rglob("*") if p.is_file()):
            whole.update(str(path.relative_to(self.root)).encode() + b"\0" + path.read_bytes())
        return whole.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file, e.g. ``css/base.css``."""
        return f"/static/{self.version}/{name}"

    @cached_property
    def sheet(self) -> bytes:
        """All style sheets as one file: tokens and layers first, then one file per component.

        On a hall's Wi-Fi each request may cost more than its bytes.
        """
        return b"\n".join(path.read_bytes() for path in sorted((self.root / "css").glob("*.css")))

    @cached_property
    def scripts(self) -> list[str]:
        """The modules that every page loads; each binds one behaviour by ``data-*``."""
        names = sorted(p.name for p in (self.root / "js").glob("*.js"))
        return [self.url(f"js/{name}") for name in names]

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _, name = path.partition("/")
        sheet = Response(self.sheet, media_type="text/css") if name == SHEET else None
        response = sheet or await super().get_response(name, scope)
        keep = "public, max-age=31536000, immutable" if version == self.version else "no-cache"
        response.headers["Cache-Control"] = keep
        return response
