"""From a passed vote to the rating of what became of it: what each person does on their page, in both long journeys."""

from journeys.devices import number_in, press, told
from playwright.sync_api import Page

DEPARTMENT, TASK = "后勤保障部", "开设夜间供餐窗口"
ANSWER = "夜间供餐已经落实。"


def draft_resolution(page: Page) -> int:
    """From the page of the result to a frozen text; the resolution's number."""
    page.get_by_role("link", name="起草决议").click()
    press(page, "resolution")
    page.wait_for_url("**/text")
    body = page.get_by_label("正文")
    body.fill(body.input_value().replace("【承办部门】", DEPARTMENT).replace("【完成期限】", "2027年3月1日"))
    press(page, "text")
    told(page, "已保存")
    press(page, "signing", sure=True)
    told(page, "已经冻结")
    return number_in(page.url)


def report(page: Page) -> int:
    """From the page of a published resolution to the sent report; the dispatch's number."""
    page.get_by_role("link", name="报送党委").click()
    page.get_by_role("link", name="写报告").click()
    body = page.get_by_label("正文")
    body.fill(f"现将决议有关情况报告如下。\n【表决结果】\n由{DEPARTMENT}牵头落实。\n特此报告。")
    press(page, "dispatch", sure=True)
    told(page, "已送出")
    return number_in(page.url)


def receive(page: Page) -> None:
    """The committee signs for what came in."""
    page.goto("/committee")
    press(page, "receipt")
    told(page, "已签名并记录在案")


def instruct(page: Page) -> None:
    """From the page of a dispatch: a task for the department."""
    page.get_by_role("link", name="批示、交办").click()
    page.get_by_label("批示内容").fill(f"请{DEPARTMENT}抓紧办理。")
    page.get_by_label("部门").first.select_option(label=DEPARTMENT)
    page.get_by_label("办理事项").first.fill(f"{TASK}。")
    press(page, "decisions/instruction", sure=True)
    told(page, "已签名并记录在案")


def report_done(page: Page, words: str) -> None:
    """The department has carried it out."""
    page.goto("/tasks")
    page.get_by_role("link", name=TASK).first.click()
    page.get_by_label("进展或办理结果").fill(words)
    press(page, "reports", sure=True)
    told(page, "已送出")


def accept_and_answer(page: Page, dispatch: int) -> None:
    """The committee accepts the work, and answers the congress."""
    page.goto(f"/dispatches/{dispatch}")
    press(page, "acceptance", sure=True)
    page.get_by_role("link", name="答复办结").click()
    page.get_by_label("答复内容").fill(ANSWER)
    press(page, "decisions/answer", sure=True)
    told(page, "已经答复办结")


def rate(page: Page) -> None:
    """From the page of a resolution: the proposer is satisfied."""
    page.locator("#journeys a").first.click()
    page.locator("label.pick", has_text="满意").first.click()
    press(page, "rating", sure=True)
    told(page, "已签名并记录在案")
