"""The frame itself: the application answers, errors are pages, strangers learn nothing."""

from hall import Hall


def test_it_is_healthy(hall: Hall) -> None:
    assert hall.client().get("/healthz").text == "ok\n"


def test_another_site_cannot_post(hall: Hall) -> None:
    client = hall.client("alice")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert client.post("/preferences", data={"type": "large"}, headers=headers).status_code == 403
    assert client.post("/preferences", data={"type": "large"}).status_code == 303


def test_going_back_stays_on_this_site(hall: Hall) -> None:
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", ""):
        answer = hall.client().post("/preferences", data={"back": back})
        assert answer.headers["location"] == "/"
