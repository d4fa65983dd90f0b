"""The demo's motion on night meals, from the vote to the archive: every floor of the house in one story, in real browsers."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from journeys import aftermath
from journeys.devices import ROOT, fill, press, told, vote
from journeys.test_demo import become
from playwright.sync_api import Page, expect
from posted import Script, free_port, receiver_script

from congress.demo.seal import PASSPHRASE

ITEM, POLL = "审议通过关于改善夜班职工就餐条件的决议", "关于改善夜班职工就餐条件的决议"
REPORT = re.compile("报送.*夜班")
MOST = re.compile(r"^(2[0-9]|30)\d /")  # of 301 who are there
DESK = {"viewport": {"width": 1280, "height": 900}}


def run(folder: Path, *command: str) -> str:
    """What a program says, of either mind."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def saved(page: Page, folder: Path, words: str) -> Path:
    """What a link with these words downloads, under the name that it has."""
    with page.expect_download() as waited:
        page.get_by_role("link", name=words).first.click()
    place = folder / waited.value.suggested_filename
    waited.value.save_as(place)
    return place


class Loop:
    """Seven browsers, one for each role, and the higher union's office system at the end of a wire."""

    def __init__(self, open_page, folder: Path) -> None:
        self.organiser, self.folder = open_page("organiser", desk=True), folder
        self.open = open_page
        self.secretary = None
        self.resolution = self.dispatch = 0

    # --- voted ---

    def the_congress_votes(self) -> None:
        page = self.organiser
        page.goto("/agenda")
        for act in ("completion", "taking"):
            if act == "taking":
                page.goto("/agenda")
                page.get_by_role("link", name=ITEM).click()
            else:
                page.get_by_role("link", name="审议通过会议议程").click()
            press(page, act)
            page.wait_for_url("**/agenda")
        page.get_by_role("link", name=ITEM).click()
        page.get_by_role("link", name=POLL).click()
        press(page, "opening", sure=True)
        delegate = self.open("delegate")
        delegate.goto("/now")
        vote(delegate, "赞成")
        expect(page.locator("#turnout .meter-value")).to_have_text(MOST, timeout=120_000)
        press(page, "closing", sure=True)

    # --- drafted, signed, sealed ---

    def the_secretariat_drafts(self) -> None:
        self.resolution = aftermath.draft_resolution(self.organiser)

    def two_officers_sign(self, address: str) -> None:
        """The executive chair and the chief teller, each on their own device."""
        for role in ("executive_chair", "chief_teller"):
            page = self.open(role)
            page.goto(address)
            press(page, "approvals", sure=True)
            expect(page.locator("form[action$='/approvals']")).to_have_count(0)

    def the_seal_is_pressed(self) -> None:
        page = self.organiser
        page.goto(f"/resolutions/{self.resolution}")
        press(page, "sealing", sure=True)
        page.locator("#seal").get_by_role("link", name="查看用印申请").click()
        self.two_officers_sign(page.url)
        page.reload()
        fill(page, {"passphrase": PASSPHRASE})
        press(page, "pressing", sure=True)
        told(page, "PDF 内签章")

    # --- delivered, received ---

    def the_union_has_a_receiver(self, port: int) -> str:
        """The key by which it will know us."""
        page = self.organiser
        page.goto("/receivers")
        page.get_by_label("送给谁").select_option(label="上级工会")
        page.get_by_label("方式").select_option(label="网络接口（webhook）")
        page.get_by_label("名称").fill("朔州市总工会")
        page.get_by_label("地址").fill(f"http://127.0.0.1:{port}/")
        page.get_by_role("button", name="添加").click()
        page.wait_for_url(re.compile(r"/receivers/\d+$"))
        return re.search(r"whpk_[A-Za-z0-9+/=]{40,}", page.content())[0]

    def the_receiver_may_sign(self, key: str) -> None:
        self.organiser.get_by_label("对方的公钥").fill(key)
        self.organiser.get_by_role("button", name="保存").click()

    def it_is_published_and_arrives(self, there: Script) -> None:
        page = self.organiser
        page.goto(f"/resolutions/{self.resolution}")
        press(page, "publication", sure=True)
        told(page, "决议已经公布")
        page.goto("/deliveries")
        page.get_by_role("link", name=POLL).first.click()
        expect(page.locator("#delivery")).to_contain_text("对方已签收")
        assert len(there.kept) == 1

    def it_is_reported_to_the_committee(self) -> None:
        self.organiser.goto(f"/resolutions/{self.resolution}")
        self.dispatch = aftermath.report(self.organiser)

    def the_committee_receives(self) -> None:
        """The sender has the proof of it."""
        self.secretary = self.open("party_secretary")
        aftermath.receive(self.secretary)
        page = self.organiser
        page.goto("/deliveries")
        page.get_by_role("link", name=REPORT).first.click()
        expect(page.locator("#delivery")).to_contain_text("对方已签收")
        receipt = saved(page, self.folder, "下载签收凭证")
        assert f'"dispatch\\":{self.dispatch},' in receipt.read_text()

    # --- decided, carried out, answered, archived ---

    def the_committee_instructs(self) -> None:
        self.secretary.goto(f"/dispatches/{self.dispatch}")
        aftermath.instruct(self.secretary)

    def the_department_reports(self) -> None:
        aftermath.report_done(self.open("department"), "夜间窗口已经开放，每晚供餐二百份。")

    def the_committee_accepts_answers_and_archives(self) -> None:
        page = self.secretary
        aftermath.accept_and_answer(page, self.dispatch)
        proposer = self.open("delegate")
        proposer.goto(f"/resolutions/{self.resolution}")
        aftermath.rate(proposer)
        page.reload()
        press(page, "archive", sure=True)
        told(page, "已归档")

    def everybody_reads_what_became_of_it(self) -> None:
        page = self.open("employee")
        page.goto("/resolutions")
        page.get_by_role("link", name="决议落实情况").click()
        told(page, "已归档")
        page.goto(f"/resolutions/{self.resolution}")
        told(page, aftermath.ANSWER)

    # --- kept ---

    def the_archive_stands_alone(self) -> None:
        """Verified without the software's data, opened from the disk without the software."""
        page = self.organiser
        page.goto("/archive")
        press(page, "exports")
        told(page, "截至")
        package = saved(page, self.folder, "下载")
        assert "核验通过" in run(ROOT, sys.executable, "-m", "congress", "verify", str(package))
        with zipfile.ZipFile(package) as opened:
            opened.extractall(self.folder / "archive")
        index = page.context.new_page()
        index.goto((self.folder / "archive" / "index.html").as_uri())
        told(index, POLL)
        told(index, aftermath.ANSWER)
        index.close()

    def stock_tools_accept_what_the_union_and_the_archive_have(self) -> None:
        """One file, in the office far away as in the archive; and the same tools refuse it with one byte changed."""
        (union,) = self.folder.glob("union/*/document")
        (ours,) = (one for one in self.folder.glob("archive/sealed/*.pdf") if same(one, union))
        (chain,) = self.folder.glob("archive/sealed/seal-*-chain.pem")
        assert same(union.with_suffix(".p7s"), ours.with_suffix(".p7s"))
        assert all(accepted(ours, ours.with_suffix(".p7s"), chain))
        changed = bytearray(ours.read_bytes())
        changed[len(changed) // 3] ^= 1
        (other := self.folder / "changed.pdf").write_bytes(changed)
        assert not any(accepted(other, ours.with_suffix(".p7s"), chain))

    def each_delegates_signature_is_in_it(self) -> None:
        """Poppler takes them out of the union's file: as many as the result counts, and the same as in the record."""
        (union,) = self.folder.glob("union/*/document")
        run(union.parent, "pdfdetach", "-saveall", str(union))
        told = json.loads((union.parent / "signatures.json").read_text())
        poll, returned = told["text"]["poll"], told["text"]["counts"]["returned"]
        lines = (self.folder / "archive" / "record.jsonl").read_text().splitlines()
        cast = [act for act in map(json.loads, lines) if act["kind"] == "ballot.cast"]
        last = {act["actor"]: act["signed"]["signature"] for act in cast if act["facts"]["poll"] == poll}
        assert told["delegates"]["voted"] == sorted(last.values())
        assert len(last) == returned > 200


def same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def accepted(document: Path, signature: Path, chain: Path) -> tuple[bool, bool]:
    """By ``pdfsig``, and by ``openssl``."""
    cms = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(signature)]
    beside = run(document.parent, *cms, "-content", str(document), "-CAfile", str(chain), "-out", "/dev/null")
    inside = run(document.parent, "pdfsig", "-nocert", str(document))
    return "Signature is Valid." in inside, "CMS Verification successful" in beside


@pytest.mark.timeout(600)
def test_from_the_vote_to_the_archive(demo, context_for, page_for, tmp_path: Path) -> None:
    def open_page(role: str, *, desk: bool = False) -> Page:
        page = page_for(context_for(demo.url, **(DESK if desk else {})))
        become(page, role)
        return page

    loop = Loop(open_page, tmp_path)
    loop.the_congress_votes()
    loop.the_secretariat_drafts()
    loop.two_officers_sign(f"/resolutions/{loop.resolution}")
    loop.the_seal_is_pressed()
    port = free_port()
    public = loop.the_union_has_a_receiver(port)
    with receiver_script(tmp_path / "union", "--public", public, "--port", str(port)) as there:
        loop.the_receiver_may_sign(there.key)
        loop.it_is_published_and_arrives(there)
    loop.it_is_reported_to_the_committee()
    loop.the_committee_receives()
    loop.the_committee_instructs()
    loop.the_department_reports()
    loop.the_committee_accepts_answers_and_archives()
    loop.everybody_reads_what_became_of_it()
    loop.the_archive_stands_alone()
    loop.stock_tools_accept_what_the_union_and_the_archive_have()
    loop.each_delegates_signature_is_in_it()
