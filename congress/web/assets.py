"""Static files under an address that carries the hash of them all, so that browsers may keep them for ever."""

import json
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from congress import booth

ROOT = booth.STATIC
SHEET = "css/all.css"
LISTING = "scripts.sha256"


class Assets(StaticFiles):
    """``/static/<hash>/css/base.css``; any hash is answered, only the right one is cached."""

    def __init__(self, root: Path = ROOT) -> None:
        super().__init__(directory=root)
        self.root = root
        self.booth = booth.read(root)

    @cached_property
    def version(self) -> str:
        """One hash over the names and bytes of all files."""
        whole = sha256()
        for path in sorted(p for p in self.root.rglob("*") if p.is_file()):
            name = path.relative_to(self.root).as_posix()
            whole.update(name.encode() + b"\0" + (self.booth.files.get(name) or path.read_bytes()))
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
        """The names of the modules that every page loads; each binds one behaviour by ``data-*``."""
        return sorted(name for name in self.booth.files if name.startswith("js/") and name.count("/") == 1)

    def integrity(self, name: str) -> str:
        """What a script must be, for the browser to compare."""
        return self.booth.integrity[name]

    @cached_property
    def import_map(self) -> Markup:
        """The inline import map: what modules must be that modules import. It maps nothing.

        Not escaped: addresses of our own and base64, inside an element whose text browsers take as it is.
        """
        known = {self.url(name): value for name, value in sorted(self.booth.integrity.items())}
        return Markup(json.dumps({"integrity": known}, separators=(",", ":")))  # noqa: S704 -- see above

    @cached_property
    def inline(self) -> str:
        """The import map, as the content policy names it: the only thing inline on our pages."""
        return f"'{booth.integrity(self.import_map.encode())}'"

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _, name = path.partition("/")
        response = self._held(name) or await super().get_response(name, scope)
        keep = "public, max-age=31536000, immutable" if version == self.version else "no-cache"
        response.headers["Cache-Control"] = keep
        return response

    def _held(self, name: str) -> Response | None:
        """What is not read from the disk again: the joined sheet, the scripts, and their listing."""
        if name == SHEET:
            return Response(self.sheet, media_type="text/css")
        if name == LISTING:
            return Response(self.booth.listing, media_type="text/plain")
        body = self.booth.files.get(name)
        return None if body is None else Response(body, media_type="text/javascript")
