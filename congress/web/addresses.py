"""Where others find the software: the address that is printed on cards and told to people."""

import re
from urllib.parse import urlsplit

from starlette.requests import Request

from congress.i18n import Message, say

HOST = re.compile(r"[A-Za-z0-9.-]{1,200}|\[[0-9A-Fa-f:.]{2,40}\]")


def origin(request: Request, *preferred: str) -> str:
    """The first address that is set, or the one that this request used."""
    return next((address for address in preferred if address), str(request.base_url).rstrip("/"))


def tidy_origin(words: str) -> str:
    """https://hall.example.com or http://192.168.1.10:8000, without a path. Raises ValueError."""
    try:
        parts = urlsplit(words.strip().rstrip("/"))
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError("not an address") from error
    bracketed = f"[{host}]" if ":" in host else host
    whole = parts.scheme in {"http", "https"} and not (parts.path or parts.query or parts.fragment)
    if not whole or parts.username is not None or not HOST.fullmatch(bracketed):
        raise ValueError("not an address")
    return f"{parts.scheme}://{bracketed}{f':{port}' if port else ''}"


def warning(address: str) -> Message | None:
    """What phones would find wrong with an address that is one."""
    try:
        host = urlsplit(tidy_origin(address)).hostname
    except ValueError:
        return None
    if host in {"localhost", "127.0.0.1", "::1"}:
        return say("这个地址只有本机能打开，手机扫码打不开。请填写手机能访问的地址。")
    if address.startswith("http://"):
        return say("这个地址不是 https，手机浏览器不允许签名。")
    return None
