"""What a person calls the browser that introduces itself with a ``User-Agent`` (RFC 9110 section 10.1.5)."""

from typing import Final

from congress.i18n import Message, say

BROWSERS: Final[
    tuple[tuple[str, Message | str], ...]
] = (  # the first that is named: most of them also claim to be those further down
    ("wxwork", say("企业微信")),
    ("MicroMessenger", say("微信")),
    ("DingTalk", say("钉钉")),
    ("Lark", say("飞书")),
    ("HuaweiBrowser", say("华为浏览器")),
    ("MiuiBrowser", say("小米浏览器")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final[tuple[tuple[str, Message | str], ...]] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", say("鸿蒙")),
    ("OpenHarmony", say("鸿蒙")),
    ("Android", say("安卓")),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> Message | str:
    """Browser and system, such as “微信 · 安卓”; what is not known stays as it was sent."""
    browser = next((name for sign, name in BROWSERS if sign in agent), None)
    system = next((name for sign, name in SYSTEMS if sign in agent), None)
    if browser and system:
        return say("{browser} · {system}", browser=browser, system=system)
    return browser or system or agent
