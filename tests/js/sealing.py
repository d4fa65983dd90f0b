"""What tests of sealing share: an election whose ballots they can open, a page to vote on, a delegate who votes."""

import json

import pytest
from playwright.sync_api import expect

from congress.bylaws.paper import BallotPaper
from congress.crypto.belenios.election import new_uuid, write_election
from congress.demo.devices import GROUP, Voter
from congress.secrecy import rules

KEY = 7654321  # of the box: here it opens single ballots
CHOICES = {"for": "赞成", "against": "反对", "abstain": "弃权"}
KEEP = """async (value) => {
  await (await import("/static/0a1b/js/keys.js")).keepSecret("6f1c", "12", "vote", value);
}"""
SLOW = """
const digest = SubtleCrypto.prototype.digest;
SubtleCrypto.prototype.digest = async function (...rest) {
  await new Promise((go) => setTimeout(go, 60));
  return digest.apply(this, rest);
};"""


@pytest.fixture
def election() -> str:
    public = GROUP.power(GROUP.generator, KEY)
    asked = list(rules.questions("集体合同草案", BallotPaper()))
    return write_election(
        uuid=new_uuid(), name="它's 草案", description="<1>", group=GROUP, public_key=public, questions=asked
    ).raw


def page_body(election: str) -> str:
    radios = "".join(
        f'<label><input type="radio" name="choice" value="{kind}" form="choice" data-word="{word}" '
        f'data-row="0" data-column="{column}" required>{word}</label>'
        for column, (kind, word) in enumerate(CHOICES.items())
    )
    raw = election.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    return f"""<form id="choice"></form><div id="ballot"><form class="ballot" method="post" action="/polls/5/sealed"
      hx-post="/polls/5/sealed" hx-target="#ballot" hx-swap="outerHTML" data-seal='{raw}' data-choices-form="choice"
      data-retry data-retry-name="poll-5">
      <input type="hidden" name="ballot"><input type="hidden" name="follows" value="TRACKER">
      <fieldset class="choices" data-choices form="choice">{radios}</fieldset>
      <p data-retry-note hidden>未送达，正在重试</p><p data-sealing hidden>正在加密</p>
      <p role="alert" data-seal-error hidden data-text-nokey="没有投票密钥" data-text-failed="加密失败" data-text-script="程序被换过"
        data-text-insecure="须用 HTTPS"></p>
      <button data-cast data-none="请先选择" data-chosen="投出「{{choice}}」票">投票</button></form><code data-seal-tracker hidden></code>
      <form method="post" action="/polls/5/audits" hx-post="/polls/5/audits" hx-target="#ballot" hx-swap="outerHTML"
      data-audit-of="choice" autocomplete="off"><input type="hidden" name="ballot"><input type="hidden" name="opening">
      <button data-audit disabled>检验这张票（不投出）</button></form></div>"""


@pytest.fixture
def voter() -> Voter:
    return Voter()


@pytest.fixture
def opened(site, phone, page_for, election, voter):
    site.scripts = ("choices", "retry", "seal", "signing")

    def open_page(*, key=True, body=""):
        site.body = body or page_body(election)
        page = page_for(phone)
        page.sent = []

        def keep(request):
            page.sent.append(request)

        page.on("request", keep)
        page.goto("/", wait_until="networkidle")
        if key:
            page.evaluate(KEEP, {"secret": f"{voter.secret:x}", "blind": voter.blind})
        return page

    return open_page


def vote(page, choice="赞成"):
    page.get_by_label(choice).check()
    page.locator("[data-cast]").click()


def press(page):
    with page.expect_response("**/polls/5/sealed"):
        page.locator("[data-cast]").click()
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)


def says(body: str) -> str:
    """Open a single ballot."""
    columns = json.loads(body)["answers"][0]["choices"]
    plain = [
        GROUP.product(c["beta"], GROUP.power(c["alpha"], GROUP.order - KEY)) == GROUP.generator
        for c in columns
    ]
    [choice] = [kind for kind, marked in zip(CHOICES, plain, strict=True) if marked]
    return choice
