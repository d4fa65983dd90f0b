"""The protocol itself: sizes, methods, other sites, guesses, headers, cookies, and what the log keeps."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from hall import Hall
from server import ROOT, free_port, serving

from congress.house import prepare
from congress.identity import service as identity
from congress.settings import Settings

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/sign-in", 200), ("GET", "/", 200), ("GET", "/desk", 303), ("GET", "/nowhere", 404),
        ("GET", "/healthz", 200), ("GET", "/live", 404), ("GET", "/live/now", 404), ("POST", "/desk", 405),
        ("POST", "/sign-in", 422), ("DELETE", "/motions/1", 405), ("PUT", "/polls/1/ballots", 405),
        ("GET", "/polls/1/ballots", 405),
    ],
)  # fmt: skip
def test_every_answer_is_dressed(busy: Hall, method: str, address: str, status: int):
    answer = busy.client().request(method, address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert all(part in answer.headers["content-security-policy"] for part in POLICY)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address", ["/sign-in", "/suggestions", "/motions", "/polls/1/ballots", "/agenda/1/papers"]
)
def test_too_much_is_refused(busy: Hall, address: str):
    big = b"title=" + b"x" * (busy.house.settings.body_limit + 1)
    answer = busy.client("olga").post(
        address, content=big, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413
    assert "发送的内容太大" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_is_not_ours(busy: Hall, headers: dict[str, str]):
    olga = busy.client("olga")
    assert olga.post("/agenda", data={"title": "别处"}, headers=headers).status_code == 403
    assert "别处" not in olga.get("/agenda").text


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_nobody_is_led_to_another_site(busy: Hall, wanted: str):
    answer = busy.client("olga").post("/preferences", data={"back": wanted, "language": "en"})
    assert answer.headers["location"] == "/"
    assert busy.client("olga").get("/sign-in", params={"next": wanted}).headers["location"] == "/desk"


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"a=%zz&b=%", b"&" * 5000, b"--x\r\nContent-Disposition: form-data\r\n\r\n"],
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_broken_forms_break_nothing(busy: Hall, content: bytes, kind: str):
    for address in ("/sign-in", "/polls/1/ballots"):
        answer = busy.client("bob").post(address, content=content, headers={"Content-Type": kind})
        assert answer.status_code < 500


def test_cookies_are_out_of_reach_of_scripts(busy: Hall):
    token = busy.house.database.write(
        lambda s: identity.invite(s, person_id=busy.cast["dan"].person_id, by=busy.cast["olga"].person_id)
    )
    client = busy.client()
    given = client.post("/enter", data={"token": token}).headers.get_list("set-cookie")
    assert given
    for cookie in given:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
    assert client.post("/enter", data={"token": token}).status_code == 403  # a card opens once
    assert client.get("/me").status_code == 200
    stolen = dict(client.cookies)
    client.post("/sign-out")
    assert (
        busy.client()
        .get("/me", headers={"Cookie": f"congress_session={stolen['congress_session']}"})
        .status_code
        == 303
    )


def test_guessing_is_slowed_down(busy: Hall):
    client = busy.client()
    guesses = [
        client.post("/sign-in", data={"login": "olga", "password": f"guess-{n}"}).status_code
        for n in range(12)
    ]
    assert 429 not in guesses[:10]
    assert guesses[10:] == [429, 429]
    assert client.post("/sign-in", data={"login": "peter", "password": "x"}).status_code != 429


def test_the_log_keeps_no_secret(tmp_path: Path):
    data = tmp_path / "data"
    password = "correct-horse-battery"
    house = prepare(Settings(data=data))
    house.database.close()
    with serving(data) as server:
        client = httpx2.Client(base_url=server.url, trust_env=False)
        with client:
            client.post("/sign-in", data={"login": "someone", "password": password})
            client.post("/enter", data={"token": "a-card-that-nobody-has"})
            client.get("/me", headers={"Cookie": "congress_session=a-stolen-session"})
            client.post("/nowhere", data={"password": password})
        said = server.said()
    for secret in (password, "a-card-that-nobody-has", "a-stolen-session"):
        assert secret not in said


def serve(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "congress", "serve", "--data", data, "--port", str(free_port()), *options],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "hall.example"])
def test_plain_http_beyond_this_machine_is_refused(tmp_path: Path, host: str):
    done = serve(tmp_path / "data", "--host", host)
    assert done.returncode == 1
    assert "在本机以外用明文 HTTP，浏览器不允许签名" in done.stderr
    assert "--insecure-http" in done.stderr
    assert "Traceback" not in done.stderr


def test_plain_http_beyond_this_machine_may_be_asked_for(tmp_path: Path):
    with serving(tmp_path / "data", "--host", "0.0.0.0", "--insecure-http") as server:
        answer = httpx2.get(f"{server.url}/welcome", trust_env=False)
        assert answer.status_code == 200
        assert "设置码" in server.said()  # only who sees the console may set it up
