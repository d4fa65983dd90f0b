"""How much one request may bring: what announces itself as too large is refused in words, before it is read."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

WORDS = "发送的内容太大，附件每个不超过 20 MB。请按浏览器的返回键。\nToo large: files may have up to 20 MB each. Please go back.\n"


class SizeGuard:
    """Looks at ``Content-Length``; who does not tell is measured by Starlette's own limit while reading."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        announced = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if announced.isascii() and announced.isdecimal() and int(announced[:18]) > self.most:
            await PlainTextResponse(WORDS, 413)(scope, receive, send)
            return
        await self.app(scope, receive, send)
