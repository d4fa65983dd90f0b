"""What one running installation holds: its database, its record's keeper, its hub, its settings."""

import secrets
from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from congress.clock import now
from congress.database import Database, migrate
from congress.errors import Refused, TooMany
from congress.i18n import say
from congress.live import Hub
from congress.record.service import Keeper, load_signer
from congress.roster.service import enterprise
from congress.seals.pressing import Press
from congress.secrecy.service import Judges
from congress.settings import Settings
from congress.work import Printing, Tell, Work


@dataclass
class House:
    """Built once by ``open_house``; handed to every visit."""

    settings: Settings
    database: Database
    keeper: Keeper
    zone: str = "Asia/Shanghai"
    setup_code: str = ""  # asked of whoever sets up an empty installation that others can reach
    hub: Hub = field(default_factory=lambda: Hub(int(now().timestamp() * 1000)))
    judges: Judges = field(default_factory=Judges)
    press: Press = field(default_factory=Press)
    exports: Work = field(default_factory=lambda: Work("export"))
    bundles: Work = field(default_factory=lambda: Work("bundle"))
    printing: Printing = field(default_factory=lambda: Printing("cards"))
    limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def name_site(self, uid: str, zone: str) -> None:
        """Once the enterprise is known: its name in signed statements, and its time zone."""
        self.keeper.site, self.zone = uid, zone

    def admit_setup(self, code: str, who: str) -> None:
        """Beyond this machine only who sees the console may set up; Refused for everybody else."""
        if self.setup_code:
            self.slow_down("setup", who)
            if not secrets.compare_digest(code.strip().upper().encode(), self.setup_code.encode()):
                raise Refused(say("设置码不对"), say("设置码显示在启动服务的窗口里"))

    def teller(self, topic: str, number: str) -> Tell:
        """Progress of work as a number of the hub, ``number``; its beginning and its end as news of ``topic``."""

        def tell(done: int, _total: int) -> None:
            self.hub.publish(**{number: done})
            if done <= 1:  # the bar knows only now how long it is
                self.hub.news(topic)

        return tell

    def slow_down(self, what: str, who: str, *, per_minute: int = 10) -> None:
        """Raise TooMany when somebody tries something too often."""
        if not self.limiter.hit(RateLimitItemPerMinute(per_minute), what, who):
            raise TooMany(say("尝试过于频繁，请一分钟后再试"))


def new_code() -> str:
    """50 bits that a person can read from a console and type: XXXXX-XXXXX, without letters that look alike."""
    signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(2))


def open_house(settings: Settings) -> House:
    """Open the database (already migrated) and set the record's keeper over its commits."""
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.papers.mkdir(exist_ok=True)
    database = Database(settings.url)
    with database.read() as session:
        known = enterprise(session)
    keeper = Keeper(load_signer(settings.record_key))
    database.before_commit.append(keeper.before_commit)
    house = House(settings, database, keeper, setup_code="" if settings.is_local else new_code())
    if known:
        house.name_site(known.uid, known.timezone)
    return house


def prepare(settings: Settings) -> House:
    """Bring the tables to this version of the software, then open the house."""
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.data.chmod(0o700)  # people's data and the record's key: for this account only
    migrate(settings.url)
    return open_house(settings)
