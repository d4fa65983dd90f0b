"""Who may talk to us, and what browsers may do with our pages: origin guard and security headers.

Cross-site requests are told apart by ``Sec-Fetch-Site`` (W3C Fetch Metadata) and
``Origin`` (RFC 6454), so no token is needed in forms.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
POLICY = (
    "default-src 'self'; script-src 'self' {inline}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "Integrity-Policy": "blocked-destinations=(script)",  # browsers that know it run no script without a hash
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


def policy(inline: str) -> dict[str, str]:
    """What our pages may load and be loaded by; ``inline`` is the hash of the import map."""
    return {"Content-Security-Policy": POLICY.format(inline=inline), **HEADERS}


def is_own(headers: Headers) -> bool:
    """Does this unsafe request come from one of our own pages (or from no browser at all)?"""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


class OriginGuard:
    """Refuses unsafe requests from elsewhere with 403, before anything else sees them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and not is_own(Headers(scope=scope)):
            refusal = PlainTextResponse(
                "这个请求不是从本站页面发出的。\nThis request came from another site.\n", 403
            )
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Adds the headers that every answer carries; pages are never cached by others."""

    def __init__(self, app: ASGIApp, *, inline: str, secure: bool = False) -> None:
        self.app = app
        self.pages = {
            **policy(inline),
            **({"Strict-Transport-Security": "max-age=31536000"} if secure else {}),
        }
        self.files = {"X-Content-Type-Options": "nosniff"}  # a script or a style has no policy of its own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        extra = self.files if scope["path"].startswith("/static/") else self.pages

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in extra.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, dressed)
