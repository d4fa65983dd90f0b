"""What tests of signed forms share: a form, a device with a key, what was sent and whether it is signed."""

import pytest
from device import MAKE_KEY

from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, key_id, verify

TEMPLATE = '{"act":"ballot","poll":3,"site":"6f1c","text":"e3b0"}'
ERROR = """<p role="alert" data-sign-error hidden data-text-nokey="本机没有签名密钥。"
  data-link-nokey="/keys/new" data-label-nokey="登记本机" data-text-insecure="须用 HTTPS 打开。"
  data-text-storage="浏览器不允许保存密钥。" data-text-failed="未能签名。"></p>"""
CHOICES = """<label><input type="radio" name="choice" value="for" data-sign-field="choice" required>赞成</label>
  <label><input type="radio" name="choice" value="against" data-sign-field="choice">反对</label>"""


def form(inside: str = CHOICES, *, template: str = TEMPLATE, attributes: str = 'hx-post="/ballots"') -> str:
    return f"""<div id="place"><form method="post" action="/ballots" {attributes} data-sign='{template}'>
      {inside} {ERROR}<button>投票</button></form></div>"""


@pytest.fixture
def opened_form(site, page_for):
    """Opens the page with a form; a device has a key unless told."""

    def open_form(context, body, *, key=True):
        site.body = body
        page = page_for(context)
        page.goto("/")
        page.public = bytes(page.evaluate(MAKE_KEY)) if key else b""
        return page

    return open_form


def statement(sent: dict[str, str]) -> dict:
    return parse(sent["statement"].encode())


def is_signed(sent: dict[str, str], public: bytes) -> bool:
    return sent["key"] == key_id(public) and verify(
        public, sent["statement"].encode(), decode(sent["signature"])
    )


def vote(page, choice="赞成"):
    page.get_by_label(choice).check()
    page.get_by_role("button").click()
