"""How the server listens: on this machine, or for a hall with TLS, because signing needs a secure context."""

import gc
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from congress.app import build
from congress.courier import courier_of, deliver
from congress.demo.loader import load
from congress.demo.simulator import simulate
from congress.errors import Refused
from congress.house import House, prepare
from congress.i18n import Message, say
from congress.roster import service as roster
from congress.settings import Settings
from congress.tls import fingerprint, hall_certificate

Tell = Callable[[Message | str], None]
FAREWELL = 2  # seconds: open live streams would otherwise keep the server from stopping


@dataclass(frozen=True)
class Listening:
    """What the command line asks for."""

    data: Path
    host: str
    port: int
    certificate: Path | None
    key: Path | None
    hall: tuple[str, ...]
    insecure_http: bool
    demo: bool
    ballot_group: str  # of the demo, where it is loaded
    timestamp: str = ""
    smtp: str = ""
    smtp_from: str = ""
    smtp_password: str = field(default="", repr=False)
    drops: tuple[Path, ...] = ()

    @property
    def secure(self) -> bool:
        """Served over TLS."""
        return bool(self.certificate or self.hall)


def is_loopback(host: str) -> bool:
    """Does this address reach only this machine?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def insist_on_tls(wish: Listening) -> None:
    """Refuse plain HTTP beyond this machine unless it is asked for in so many words."""
    if wish.secure or wish.insecure_http or is_loopback(wish.host):
        return
    raise Refused(
        say("在本机以外用明文 HTTP，浏览器不允许签名"),
        say("请加 --certificate 和 --key，或用 --hall 主机名 自建会场证书；只想看看可加 --insecure-http"),
    )


def insist_on_address(timestamp: str) -> None:
    """A time stamp service has an address of the web, or there is none."""
    if timestamp and not timestamp.startswith(("http://", "https://")):
        raise Refused(say("时间戳服务的地址应当以 http:// 或 https:// 开头"))


def listen(wish: Listening, tell: Tell) -> None:
    """Open the house and serve until stopped."""
    insist_on_tls(wish)
    insist_on_address(wish.timestamp)
    certificate, key = _certificate(wish, tell)
    settings = Settings(
        data=wish.data,
        host=wish.host,
        port=wish.port,
        secure=wish.secure,
        timestamp=wish.timestamp,
        smtp=wish.smtp,
        smtp_from=wish.smtp_from,
        smtp_password=wish.smtp_password,
        drops=wish.drops,
    )
    house = prepare(settings)
    courier_of(house)  # says now, not at the first delivery, what is wrong with the mail server's address
    if wish.demo:
        _load_demo(house, wish.ballot_group, tell)
    tell(say("请打开 {address}", address=settings.origin))
    _tell_setup(house, tell)
    app = build(house, beside=[simulate, deliver])
    spare_the_collector()
    uvicorn.run(
        app,
        host=wish.host,
        port=wish.port,
        log_level="warning",
        timeout_graceful_shutdown=FAREWELL,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


def spare_the_collector() -> None:
    """What is loaded by now stays for ever: do not search it for garbage in the middle of a vote.

    Measured with 2,000 votes, 200 at once: 890 votes a second without, 1,150 to 1,400 with.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _load_demo(house: House, ballot_group: str, tell: Tell) -> None:
    with house.database.read() as session:
        known = roster.enterprise(session)
    if known is None:
        tell(say("正在装入演示大会……"))
        load(house, ballot_group)


def _tell_setup(house: House, tell: Tell) -> None:
    """Beyond this machine, only who sees the console may set up an empty installation."""
    with house.database.read() as session:
        empty = roster.enterprise(session) is None
    if empty and house.setup_code:
        tell(say("首次设置码：{code}", code=house.setup_code))


def _certificate(wish: Listening, tell: Tell) -> tuple[Path | None, Path | None]:
    if not wish.hall:
        return wish.certificate, wish.key
    made = hall_certificate(wish.data / "tls", wish.hall)
    tell(say("会场根证书：{path}", path=str(made.ca)))
    tell(say("指纹（SHA-256）：{fingerprint}", fingerprint=fingerprint(made.ca)))
    return made.cert, made.key
