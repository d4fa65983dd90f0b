"""Browsers by the names that people use."""

import pytest

from congress.i18n import render
from congress.web.devices import device_name

AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36": "Chrome · Linux",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0": "Edge · Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1": "Safari · iPhone",
    "Mozilla/5.0 (Linux; Android 13; V2183A) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.48": "微信 · 安卓",
    "Mozilla/5.0 (Linux; Android 13) Chrome/116.0 Safari/537.36 wxwork/4.1.20 MicroMessenger/7.0.1": "企业微信 · 安卓",
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 HuaweiBrowser/5.0": "华为浏览器 · 鸿蒙",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox · Linux",
    "curl/8.5": "curl/8.5",
    "": "",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_known_and_unknown_browsers(agent: str) -> None:
    assert render(device_name(agent), "zh") == AGENTS[agent]
