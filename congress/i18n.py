"""Words in two languages: Chinese is written in the code, English stands beside it in ``locale/en``.

A message is a value (a Chinese sentence with ``{slots}``), so that pure rules can
speak without knowing who reads. Rendering chooses the language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

LANGUAGES: Final = ("zh", "en")
LOCALE: Final = Path(__file__).parent / "locale"
DATES: Final = {"zh": "{0.year}年{0.month}月{0.day}日", "en": "{0.day} {0:%B} {0.year}"}


@dataclass(frozen=True)
class Message:
    """A sentence to be said in either language; values may be messages themselves, and dates."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __bool__(self) -> bool:
        """An empty message says nothing."""
        return bool(self.text)


def say(text: str, /, **values: object) -> Message:
    """Name a sentence for rendering later. ``text`` is Chinese and is the catalogue key."""
    return Message(text, tuple(values.items()))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every translation of a language, read from its .po files (one per noun)."""
    words: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            words |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return words


def translate(text: str, language: str) -> str:
    """The text in this language, or the Chinese when no translation is known."""
    return text if language == "zh" else catalogue(language).get(text, text)


def render(message: Message | str, language: str) -> str:
    """Say a message. Plain strings pass through: they are people's own words."""
    if isinstance(message, str):
        return message
    values = {k: _told(v, language) for k, v in message.values}
    return translate(message.text, language).format(**values)


def _told(value: object, language: str) -> object:
    """A value inside a sentence."""
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, date) and not isinstance(
        value, datetime
    ):  # a moment needs a time zone, which pages know
        return DATES[language].format(value)
    return value
