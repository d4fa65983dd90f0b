"""How a person likes to read: language, theme, type size, contrast. A cookie, no account needed."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "congress_preferences"
KINDS = {
    "language": ("zh", "en"),
    "theme": ("auto", "light", "dark", "hall-red"),
    "type": ("normal", "large"),
    "contrast": ("normal", "more"),
}


@dataclass(frozen=True)
class Preferences:
    """Each value is one of ``KINDS``."""

    language: str = "zh"
    theme: str = "auto"
    type: str = "normal"
    contrast: str = "normal"

    def changed(self, wishes: dict[str, str]) -> "Preferences":
        """With those wishes that make sense."""
        return replace(self, **{k: v for k, v in wishes.items() if v in KINDS.get(k, ())})


def read(request: Request) -> Preferences:
    """From the cookie; unknown values fall back. The first visit goes by Accept-Language."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        english = request.headers.get("accept-language", "zh").lower().startswith("en")
        return Preferences(language="en" if english else "zh")
    return Preferences().changed(dict(zip(KINDS, cookie.split("."), strict=False)))


def write(response: Response, wishes: Preferences, *, secure: bool) -> None:
    """Keep for a year."""
    value = f"{wishes.language}.{wishes.theme}.{wishes.type}.{wishes.contrast}"
    response.set_cookie(COOKIE, value, max_age=31536000, samesite="lax", secure=secure, httponly=False)
