"""By a signed request to an address of the web (see ``docs/webhook.md``), in the manner of Standard Webhooks 1.0.0.

Only organisers set addresses, yet the server must not be made to knock on doors that are
never somebody's: the name is resolved here, every address it has is judged, and the
connection goes to the very address that was judged. Redirects are not followed, answers
are read to a limit, and the whole takes a limited time.
"""

import asyncio
import socket
import ssl
from base64 import b64encode
from json import JSONDecodeError, dumps, loads
from urllib.parse import urlsplit, urlunsplit

import httpx2

from congress.clock import now, stamp
from congress.crypto.canonical import canonical
from congress.delivery import signing
from congress.delivery.parcel import Means, Parcel, Target
from congress.delivery.rules import Outcome, Trouble, may_reach

TIMEOUT = 20.0  # seconds for the whole request
ANSWER_MOST = 64 * 1024  # bytes of the answer that are read
SAID_MOST = 300


async def carry(parcel: Parcel, target: Target, means: Means) -> Outcome:
    """One signed request."""
    try:
        async with asyncio.timeout(TIMEOUT):
            return await _post(parcel, target, means)
    except TimeoutError:
        return Outcome(Trouble.SLOW)


async def _post(parcel: Parcel, target: Target, means: Means) -> Outcome:
    body = envelope(parcel)
    shared = signing.secret(means.signer, target.receiver, target.generation)
    signed = signing.headers(means.signer, shared, uid=parcel.uid, at=int(now().timestamp()), body=body)
    try:
        found = await resolved(target.address)
        if not found or not all(map(may_reach, found)):
            return Outcome(Trouble.ADDRESS, ", ".join(found))
        return await _ask(target.address, found[0], signed, body)
    except socket.gaierror as error:
        return Outcome(Trouble.UNREACHABLE, str(error))
    except httpx2.TimeoutException:
        return Outcome(Trouble.SLOW)
    except (httpx2.ReadError, httpx2.WriteError, httpx2.RemoteProtocolError) as error:
        return Outcome(Trouble.CUT, str(error))
    except httpx2.TransportError as error:
        return Outcome(Trouble.TLS if is_distrust(error) else Trouble.UNREACHABLE, str(error))


def envelope(parcel: Parcel) -> bytes:
    """The body: canonical JSON, the same bytes at every try."""
    document = {
        "content": b64encode(parcel.content).decode(),
        "media_type": parcel.media_type,
        "sha256": parcel.sha256,
        "signature": b64encode(parcel.signature).decode(),
        "size": len(parcel.content),
    }
    about = {
        "delivery": parcel.uid,
        "document": document,
        "enterprise": parcel.enterprise,
        "number": parcel.number,
        "site": parcel.site,
        "title": parcel.title,
    }
    return canonical(
        {"data": about, "timestamp": stamp(parcel.put_at), "type": f"congress.{parcel.matter.value}"}
    )


async def resolved(address: str) -> list[str]:
    """Every IP address that the host has. Raises socket.gaierror."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def pinned(address: str, ip: str) -> str:
    """The same address with the host's number in the place of its name."""
    parts = urlsplit(address)
    host = f"[{ip}]" if ":" in ip else ip
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path or "/", parts.query, ""))


async def _ask(address: str, ip: str, signed: dict[str, str], body: bytes) -> Outcome:
    parts = urlsplit(address)
    trusted = ssl.create_default_context()  # what the system trusts, or SSL_CERT_FILE
    headers = {"content-type": "application/json", "host": parts.netloc, "user-agent": "congress/1", **signed}
    async with (
        httpx2.AsyncClient(verify=trusted, trust_env=False, timeout=TIMEOUT) as client,
        client.stream(
            "POST",
            pinned(address, ip),
            headers=headers,
            content=body,
            extensions={"sni_hostname": parts.hostname or ""},
        ) as answer,
    ):
        return judged(answer.status_code, await _limited(answer))


async def _limited(answer: httpx2.Response) -> bytes:
    """The answer up to the limit; what is longer is cut off."""
    read = b""
    async for part in answer.aiter_bytes():
        read += part
        if len(read) > ANSWER_MOST:
            break
    return read[:ANSWER_MOST]


def judged(status: int, answer: bytes) -> Outcome:
    """What an answer means: 2xx is taken, 410 is for good (Standard Webhooks), all else may be tried again."""
    said = f"{status} {answer[:SAID_MOST].decode(errors='replace')}".strip()
    if 200 <= status < 300:
        return Outcome(said=str(status), receipt=receipt_in(answer))
    if 300 <= status < 400:
        return Outcome(Trouble.REDIRECT, said)
    return Outcome(Trouble.GONE if status == 410 else Trouble.ANSWER, said)


def receipt_in(answer: bytes) -> str:
    """The receipt in an answer ``{"receipt": {…}}``, as JSON, or nothing."""
    try:
        said = loads(answer)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        return ""
    found = said.get("receipt") if isinstance(said, dict) else None
    return dumps(found) if found else ""


def is_distrust(error: BaseException) -> bool:
    """Was it the other side's certificate?"""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return "certificate" in str(error).lower()
