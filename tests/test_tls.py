"""The hall's certificate, judged by the openssl command and by a real handshake with uvicorn."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import uvicorn
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from congress.errors import Invalid
from congress.tls import HallCertificate, addresses, fingerprint, hall_certificate
from congress.tls.certificates import server
from congress.tls.hall import pem, read
from congress.tls.names import domain, names

HOSTS = ["127.0.0.1", "localhost", "会场.local"]
NOW = datetime.now(UTC)


def verify(made: HallCertificate, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        "openssl",
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-CAfile",
        made.ca,
        *options,
        made.cert,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def made(tmp_path: Path) -> HallCertificate:
    return hall_certificate(tmp_path / "tls", HOSTS)


def test_openssl_accepts_it_for_its_hosts_only(made):
    assert verify(made).returncode == 0, verify(made).stderr
    assert verify(made, "-verify_ip", "127.0.0.1").returncode == 0
    assert verify(made, "-verify_hostname", "localhost").returncode == 0
    assert verify(made, "-verify_hostname", "xn--qrq4b.local").returncode != 0
    assert verify(made, "-verify_hostname", domain("会场.local").value).returncode == 0
    assert verify(made, "-verify_ip", "127.0.0.2").returncode != 0
    assert verify(made, "-verify_hostname", "example.com").returncode != 0


def test_openssl_refuses_it_without_the_authority(made, tmp_path):
    other = hall_certificate(tmp_path / "other", HOSTS)
    assert verify(made._replace(ca=other.ca)).returncode != 0


@pytest.mark.parametrize("host", ["bank.example", "8.8.8.8", "2001:4860::1"])
def test_the_authority_cannot_speak_for_the_world(made, host):
    """Even with the authority's key in hand: browsers and openssl refuse by the name constraints."""
    ca = read(made.ca, made.ca.with_name("ca.key"))
    forged = server(ca, names([host]), NOW)
    made.cert.write_bytes(pem(forged))
    assert "permitted subtree violation" in verify(made).stderr


@pytest.mark.parametrize(
    "host", ["192.168.1.20", "10.0.0.9", "172.20.1.1", "fd00::7", "hall.lan", "8.8.4.4", "meet.example"]
)
def test_hosts_it_was_made_for_are_accepted(tmp_path, host):
    made = hall_certificate(tmp_path, [host])
    kind = "-verify_hostname" if host[-1].isalpha() else "-verify_ip"
    assert verify(made, kind, host).returncode == 0, verify(made).stderr


def test_lifetimes_and_shape(made):
    ca = x509.load_pem_x509_certificate(made.ca.read_bytes())
    leaf, above = x509.load_pem_x509_certificates(made.cert.read_bytes())
    assert above == ca
    assert ca.extensions.get_extension_for_class(x509.NameConstraints).critical
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(
        True, 0
    )
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=398)
    assert leaf.not_valid_after_utc - NOW > timedelta(days=396)
    assert timedelta(days=5 * 365 - 1) < ca.not_valid_after_utc - NOW < timedelta(days=5 * 365 + 1)


def test_keys_are_for_their_owner_only(made):
    modes = {path.name: path.stat().st_mode & 0o777 for path in made.ca.parent.iterdir()}
    assert modes == {"ca.pem": 0o644, "ca.key": 0o600, "server.pem": 0o644, "server.key": 0o600}
    assert made.ca.parent.stat().st_mode & 0o777 == 0o700


def test_it_is_kept_while_it_serves(made):
    before = contents(made.ca.parent)
    assert hall_certificate(made.ca.parent, reversed([*HOSTS, "LOCALHOST."])) == made
    assert contents(made.ca.parent) == before


def test_new_local_hosts_need_no_new_trust(made):
    before = contents(made.ca.parent)
    hall_certificate(made.ca.parent, ["192.168.7.7"])
    after = contents(made.ca.parent)
    assert after["ca.pem"] == before["ca.pem"]
    assert after["server.pem"] != before["server.pem"]
    assert verify(made, "-verify_ip", "192.168.7.7").returncode == 0


def test_a_host_outside_needs_a_new_authority(made):
    before = made.ca.read_bytes()
    hall_certificate(made.ca.parent, ["meet.example"])
    assert made.ca.read_bytes() != before
    assert verify(made, "-verify_hostname", "meet.example").returncode == 0


@pytest.mark.parametrize(
    ("days", "server_kept", "ca_kept"), [(366, True, True), (368, False, True), (1796, False, False)]
)
def test_it_is_made_anew_in_time(made, days, server_kept, ca_kept):
    before = contents(made.ca.parent)
    later = NOW + timedelta(days=days)
    hall_certificate(made.ca.parent, HOSTS, later)
    after = contents(made.ca.parent)
    assert (after["server.pem"] == before["server.pem"], after["ca.pem"] == before["ca.pem"]) == (
        server_kept,
        ca_kept,
    )
    assert verify(made, "-attime", str(int(later.timestamp()))).returncode == 0


@pytest.mark.parametrize("name", ["ca.pem", "ca.key", "server.pem", "server.key"])
@pytest.mark.parametrize("harm", ["lost", "torn", "another's"])
def test_a_damaged_folder_is_mended(made, tmp_path, name, harm):
    path = made.ca.with_name(name)
    if harm == "lost":
        path.unlink()
    elif harm == "torn":
        path.write_bytes(path.read_bytes()[:100])
    else:
        path.write_bytes(hall_certificate(tmp_path / "other", HOSTS).ca.with_name(name).read_bytes())
    hall_certificate(made.ca.parent, HOSTS)
    assert verify(made).returncode == 0
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(made.cert, made.key)


@pytest.mark.parametrize(
    "hosts", [[], [""], ["*.local"], ["a b"], ["-x.local"], ["https://x"], ["x:8000"], ["a..b"], ["x" * 64]]
)
def test_what_is_no_host_is_refused(tmp_path, hosts):
    with pytest.raises(Invalid):
        hall_certificate(tmp_path / "tls", hosts)
    assert not (tmp_path / "tls").exists()


@given(st.text())
def test_any_text_is_a_host_or_refused(text):
    with suppress(Invalid):
        assert names([text])


def test_the_fingerprint_is_the_one_openssl_shows(made):
    command = ["openssl", "x509", "-in", made.ca, "-noout", "-fingerprint", "-sha256"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert shown.strip().partition("=")[2] == fingerprint(made.ca)


def test_this_machine_knows_its_addresses(tmp_path):
    assert addresses()[-2:] == ["localhost", "127.0.0.1"]
    assert names(addresses())


@contextmanager
def serving(made: HallCertificate) -> Iterator[int]:
    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("大会"))])
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(
            app, ssl_certfile=made.cert, ssl_keyfile=made.key, log_level="error", lifespan="off"
        )
        hall = uvicorn.Server(config)
        thread = threading.Thread(target=hall.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            hall.should_exit = True
            thread.join(20)


def test_a_browser_that_trusts_the_authority_shakes_hands(made):
    trusting = ssl.create_default_context(cafile=made.ca)
    with serving(made) as port:
        for host in ("127.0.0.1", "localhost"):
            with urlopen(f"https://{host}:{port}/", context=trusting, timeout=20) as answer:
                assert answer.read().decode() == "大会"
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urlopen(f"https://127.0.0.1:{port}/", context=ssl.create_default_context(), timeout=20)


def test_it_is_no_good_for_another_address(tmp_path):
    made = hall_certificate(tmp_path, ["192.168.1.20"])
    trusting = ssl.create_default_context(cafile=made.ca)
    with serving(made) as port, pytest.raises(URLError, match="IP address mismatch"):
        urlopen(f"https://127.0.0.1:{port}/", context=trusting, timeout=20)
