"""The index of a package: plain pages that need nothing, reach everything, and tell what became of it."""

from html.parser import HTMLParser

import pytest
from archive.packages import data
from exported import Exported

# --- the index ---------------------------------------------------------------------------------------------------


class Links(HTMLParser):
    """Tags and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "data", "action"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.handled += [name for name, _ in attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("name", ["index.html", "index.en.html"])
def test_the_index_needs_nothing_but_the_package(whole: Exported, name: str) -> None:
    page, text = Links(), whole.package.files[name].decode()
    page.feed(text)
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert page.handled == []
    assert "url(" not in text
    assert "@import" not in text
    assert "http:" not in text
    assert "https:" not in text
    for link in page.links:
        assert link.removeprefix("#") in page.ids if link.startswith("#") else link in whole.package.files, (
            link
        )
    assert len(page.ids) == len(set(page.ids))


def test_the_index_reaches_every_file_for_people(whole: Exported) -> None:
    page = Links()
    page.feed(whole.package.files["index.html"].decode())
    unreached = {n for n in whole.package.files if n not in page.links and not n.startswith("schemas/")}
    assert unreached == {"index.html", "rules-3.en.txt"}


@pytest.mark.parametrize(("name", "words"), [
    ("index.html", ["赞成", "办法", '">决议 职代会〔', "<h4>报送党委 ", "已经办好，感谢代表。", "代表 13 名", "说明 &lt;附件&gt;.docx", "增设&lt;夜班&gt;"]),
    ("index.en.html", ["Counts", '">Resolution 职代会〔', "<h4>Dispatch ", "Opened", "13 delegates", "Archive of the employee congress"]),
])  # fmt: skip
def test_the_index_tells_items_votes_resolutions_and_what_became_of_them(
    whole: Exported, name: str, words: list[str]
) -> None:
    text = whole.package.files[name].decode()
    assert [word for word in words if word not in text] == []
    counts = data(whole.package, "votes.json")["votes"][0]["counts"]
    for number in counts.values():
        assert f'<td class="n">{number}</td>' in text
