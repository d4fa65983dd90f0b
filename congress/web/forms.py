"""Reading what a form brought: typed, bounded, with one complaint for each bad field."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile

from congress.documents.lengths import too_long
from congress.errors import Invalid
from congress.i18n import Message, say

E = TypeVar("E", bound=StrEnum)
BAD = say("请检查标出的各项")
NOTHING = Message("")
MEBI = 1024 * 1024
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Complaints(dict[str, Message]):
    """What is wrong, by field; a field that is right has an empty complaint, so that templates may ask for any."""

    def __missing__(self, field: str) -> Message:
        return NOTHING


class Form:
    """The fields of one request. Each reader notes a complaint; :meth:`insist` raises them together."""

    def __init__(self, sent: FormData | None = None) -> None:
        self.sent = sent or FormData()
        self.complaints = Complaints()

    def raw(self, name: str) -> str:
        """What was typed, as it was typed (without control characters), or an empty text."""
        value = self.sent.get(name, "")
        return CONTROL.sub("", value).replace("\r\n", "\n") if isinstance(value, str) else ""

    def shown(self, name: str, current: object = "") -> str:
        """What the form should show: what was typed, or what is known where nothing was sent."""
        return self.raw(name) if name in self.sent else "" if current is None else str(current)

    def ticked(self, name: str, current: bool = False) -> bool:
        """:meth:`shown` for a checkbox, which is silent when it is empty."""
        return self.tick(name) if self.sent else current

    def text(self, name: str, *, most: int = 200, least: int = 1) -> str:
        """Trimmed text of bounded length; ``least=0`` makes it optional."""
        value = self.raw(name).strip()
        if len(value) < least:
            self.complain(name, say("请填写这一项") if least == 1 else say("至少 {n} 个字", n=least))
        elif len(value) > most:
            self.complain(name, say("最多 {n} 个字，现有 {m} 个", n=most, m=len(value)))
        return value

    def title(self, name: str, *, most: int) -> str:
        """A trimmed title; one that is too long is never cut, the complaint says what to do."""
        value = self.text(name, most=len(self.raw(name)))
        if complaint := too_long(value, most):
            self.complain(name, complaint)
        return value

    def integer(self, name: str, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number within bounds."""
        value = self.raw(name).strip()
        if not re.fullmatch(r"\d{1,10}", value) or not least <= int(value) <= most:
            self.complain(name, say("请填写 {least} 到 {most} 之间的整数", least=least, most=most))
            return least
        return int(value)

    def optional_integer(self, name: str, *, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number within bounds, or None where nothing was typed."""
        return self.integer(name, least=least, most=most) if self.raw(name).strip() else None

    def choice(self, name: str, kinds: type[E]) -> E:
        """One value of an enumeration."""
        value = self.raw(name)
        if value in {k.value for k in kinds}:
            return kinds(value)
        self.complain(name, say("请选择一项"))
        return next(iter(kinds))

    def tick(self, name: str) -> bool:
        """A checkbox."""
        return bool(self.raw(name))

    def many(self, name: str) -> list[str]:
        """All values of a repeated field."""
        return [v for v in self.sent.getlist(name) if isinstance(v, str)]

    def day(self, name: str) -> date:
        """A date from ``<input type=date>``."""
        try:
            return date.fromisoformat(self.raw(name))
        except ValueError:
            self.complain(name, say("请填写日期"))
            return date.min

    def moment(self, name: str, zone: str) -> datetime:
        """A moment from ``<input type=datetime-local>``, in the enterprise's time zone."""
        try:
            return datetime.fromisoformat(self.raw(name)).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            self.complain(name, say("请填写日期和时间"))
            return datetime.min.replace(tzinfo=ZoneInfo(zone))

    def optional_moment(self, name: str, zone: str) -> datetime | None:
        """A moment, or None where nothing was typed."""
        return self.moment(name, zone) if self.raw(name).strip() else None

    def upload(self, name: str) -> UploadFile | None:
        """A file, if one was chosen."""
        value = self.sent.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def content(self, name: str, *, limit: int) -> tuple[str, bytes]:
        """The name and the bytes of a file that must be chosen, of ``limit`` bytes at most. Raises Invalid."""
        upload = self.upload(name)
        if upload is None:
            missing = say("请选择一个文件")
            raise Invalid(missing, {name: missing})
        with upload.file as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            large = say("文件超过 {n} MB，不能接收", n=limit // MEBI)
            raise Invalid(large, {name: large})
        return upload.filename or "", content

    def complain(self, name: str, complaint: Message) -> None:
        """Note what is wrong with a field."""
        self.complaints.setdefault(name, complaint)

    def insist(self) -> None:
        """Raise all complaints together, if there are any."""
        if self.complaints:
            raise Invalid(BAD, self.complaints)
