"""A resolution is delivered while somebody watches: the receiver is down, comes back, and signs for it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from posted import free_port, receiver_script


def become(page: Page, role: str) -> None:
    page.request.post(f"/demo/faces/{role}")


def test_the_secretariat_watches_a_receiver_come_back_and_sign(demo, tmp_path, context_for, page_for):
    page = page_for(context_for(demo.url))
    port = free_port()
    become(page, "organiser")
    page.goto("/desk")
    page.get_by_role("link", name="送达").click()
    page.get_by_role("link", name="送达设置").click()
    page.get_by_label("送给谁").select_option(label="上级工会")
    page.get_by_label("方式").select_option(label="网络接口（webhook）")
    page.get_by_label("名称").fill("市总工会")
    page.get_by_label("地址").fill(f"http://127.0.0.1:{port}/")
    page.get_by_role("button", name="添加").click()
    public = re.search(r"whpk_[A-Za-z0-9+/=]{40,}", page.content())[0]
    page.get_by_role("button", name="发送测试").click()
    expect(page.locator("#delivery")).to_contain_text("连不上对方的服务器")  # told by itself
    address = page.url
    with receiver_script(tmp_path / "there", "--public", public, "--port", str(port)) as there:
        page.get_by_role("link", name="接收方设置").click()
        page.get_by_label("对方的公钥").fill(there.key)
        page.get_by_role("button", name="保存").click()
        page.goto(address)
        page.get_by_role("button", name="现在就试").click()
        expect(page.locator("#delivery")).to_contain_text("对方已签收")
        assert len(there.kept) == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="下载签收凭证").click()
    assert "receive-delivery" in Path(download.value.path()).read_text()
