"""What hangs for all employees while the sitting is held, and what they say about it."""

from dataclasses import dataclass

from congress.demo.content.business import DemoWords
from congress.demo.content.shapes import Moment, Number
from congress.publication.rules import Stance


@dataclass(frozen=True)
class DemoComment:
    """An employee's comment on a notice, with its answer if there is one; answers are for everybody to read."""

    author: Number
    at: Moment
    stance: Stance
    body: str
    answer: DemoWords | None = None


@dataclass(frozen=True)
class DemoNotice:
    """公示 of a resolution of the sitting before; ``resolution`` is the key of its story."""

    key: str
    resolution: str
    at: Moment
    title: str
    body: str
    contact: str
    comments: tuple[DemoComment, ...]
