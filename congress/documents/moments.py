"""A moment in the reader's words and the enterprise's time zone; people read local time, machines read UTC."""

from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

ZONE: Final = ZoneInfo("Asia/Shanghai")
LOCALES: Final = {"zh": "zh_CN", "en": "en_GB"}
PATTERNS: Final = {
    "zh": {"day": "y年M月d日", "minute": "y年M月d日 HH:mm", "second": "y年M月d日 HH:mm:ss", "clock": "HH:mm:ss", "hour": "HH:mm"},
    "en": {"day": "d MMMM y", "minute": "d MMM y, HH:mm", "second": "d MMM y, HH:mm:ss", "clock": "HH:mm:ss", "hour": "HH:mm"},
}

Detail = Literal["day", "minute", "second", "clock", "hour"]


def moment_words(moment: datetime, language: str, detail: Detail = "minute", zone: ZoneInfo = ZONE) -> str:
    """An aware moment as a person of this language writes it. Raises ValueError on a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return format_datetime(
        moment.astimezone(zone), PATTERNS[language][detail], locale=LOCALES[language]
    )
