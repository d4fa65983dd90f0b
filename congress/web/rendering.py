"""Templates to HTML: strict, escaped, in the reader's language and time zone."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from congress.clock import now
from congress.documents.qr import qr
from congress.documents.text import title_lines
from congress.documents.titles import mark_breaks, title_breaks
from congress.i18n import DATES, Message, render, say
from congress.web.devices import device_name

TEMPLATES = Path(__file__).parents[2] / "templates"
FORMATS = {
    "zh": {
        "date": DATES["zh"],
        "moment": "{0.month}月{0.day}日 {0:%H:%M}",
        "moment_of_year": "{0.year}年{0.month}月{0.day}日 {0:%H:%M}",
        "time": "{0:%H:%M:%S}",
        "exact": "{0.year}年{0.month}月{0.day}日 {0:%H:%M:%S}",
    },
    "en": {
        "date": DATES["en"],
        "moment": "{0.day} {0:%b} {0:%H:%M}",
        "moment_of_year": "{0.day} {0:%b} {0.year} {0:%H:%M}",
        "time": "{0:%H:%M:%S}",
        "exact": "{0.day} {0:%b} {0.year} {0:%H:%M:%S}",
    },
}


@cache
def environment() -> jinja2.Environment:
    """The one template environment of this process. Missing names are errors; everything is escaped."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        auto_reload=False,  # templates change with the software only; asking the disk each time costs a fifth of a page
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env.filters |= {
        "say": spoken,
        "titled": titled,
        "title_breaks": title_breaks,
        "mark_breaks": mark_breaks,
        "title_lines": title_lines,
        "date": dated("date"),
        "moment": dated("moment"),
        "clock": dated("time"),
        "exact": dated("exact"),
        "device": device_name,
        "qr": qr,
        "iso": lambda moment: moment.isoformat(),
    }
    env.globals["_"] = translated
    return env


@jinja2.pass_context
def translated(context: jinja2.runtime.Context, text: str, **values: object) -> str:
    """``{{ _("还差 {n} 名附议人", n=2) }}``. Values are escaped by the template as plain text."""
    return render(say(text, **values), context["lang"])


@jinja2.pass_context
def spoken(context: jinja2.runtime.Context, message: Message | str) -> str:
    """``{{ refusal.reason | say }}``."""
    return render(message, context["lang"])


@jinja2.pass_context
def titled(context: jinja2.runtime.Context, thing: Any) -> str:
    """``{{ item | titled }}``: its title in the reader's language, where it has one in English."""
    return str((context["lang"] == "en" and thing.title_en) or thing.title)


def dated(kind: str) -> Any:
    """A filter that writes a date or a moment in the reader's language and the enterprise's time zone."""

    @jinja2.pass_context
    def written(context: jinja2.runtime.Context, moment: date | datetime | None) -> str:
        if moment is None:
            return ""
        if isinstance(moment, datetime):
            moment = moment.astimezone(ZoneInfo(context["timezone"]))
        return FORMATS[context["lang"]][_with_year(kind, moment)].format(moment)

    return written


def _with_year(kind: str, moment: date | datetime) -> str:
    """A moment of another year says so: what became of a resolution is read over years."""
    if kind != "moment" or not isinstance(moment, datetime):
        return kind
    return kind if moment.year == now().astimezone(moment.tzinfo).year else "moment_of_year"


def attributes(**values: object) -> Markup:
    """HTML attributes from values; ``None`` and ``False`` leave one out."""
    parts = [
        Markup("{}").format(k.replace("_", "-"))
        if v is True
        else Markup('{}="{}"').format(k.replace("_", "-"), v)
        for k, v in values.items()
        if v is not None and v is not False
    ]
    return Markup(" ").join(parts)
