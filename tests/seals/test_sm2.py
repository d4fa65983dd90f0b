"""SM2 signatures, judged by the standard's example and by stock openssl, in both directions."""

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st
from openssl_command import openssl_accepts_sm2

from congress.seals import sm2

CONTENT = "职工代表大会\r\n决议\n".encode() * 50
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
"""GB/T 32918.5-2017, A.2: its private key, public key, and signature of ``message digest``."""
PUBLIC = (
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA


@pytest.fixture(scope="module")
def key() -> sm2.Key:
    return sm2.make()


@pytest.fixture(scope="module")
def signature(key) -> bytes:
    return sm2.sign(CONTENT, key)


def flipped(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


# --- the standard, and openssl ------------------------------------------------------------------------------------


def test_the_standards_example_is_ours():
    key = sm2.of(SECRET)
    assert sm2.point(key.public) == PUBLIC
    assert sm2.verify(key.public, b"message digest", encode_dss_signature(R, S))
    assert not sm2.verify(key.public, b"message digesT", encode_dss_signature(R, S))
    assert not sm2.verify(key.public, b"message digest", encode_dss_signature(R, S - 1))


def test_openssl_and_we_accept_what_we_sign(tmp_path, key, signature):
    assert sm2.verify(key.public, CONTENT, signature)
    assert openssl_accepts_sm2(tmp_path, key.public, CONTENT, signature)
    assert sm2.sign(CONTENT, key) != signature, "each has a random number of its own"


@pytest.mark.parametrize("place", [0, 17, len(CONTENT) - 1])
def test_openssl_and_we_refuse_one_changed_byte(tmp_path, key, signature, place):
    changed = flipped(CONTENT, place)
    assert not sm2.verify(key.public, changed, signature)
    assert not openssl_accepts_sm2(tmp_path, key.public, changed, signature)


def test_openssl_and_we_refuse_another_key(tmp_path, signature):
    other = sm2.make()
    assert not sm2.verify(other.public, CONTENT, signature)
    assert not openssl_accepts_sm2(tmp_path, other.public, CONTENT, signature)


def test_we_accept_what_openssl_signs(tmp_path, stock):
    assert stock("openssl", "genpkey", "-algorithm", "SM2", "-out", "k.pem").returncode == 0
    public = stock("openssl", "pkey", "-in", "k.pem", "-pubout").stdout
    (tmp_path / "content").write_bytes(CONTENT)
    command = "openssl pkeyutl -sign -inkey k.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678"
    assert stock(*command.split(), "-in", "content", "-out", "content.sm2").returncode == 0
    signature = (tmp_path / "content.sm2").read_bytes()
    assert sm2.verify(public, CONTENT, signature)
    assert not sm2.verify(public, flipped(CONTENT, 5), signature)


def test_the_fingerprint_is_what_openssl_says(tmp_path, stock, key):
    (tmp_path / "k.pem").write_text(key.public)
    command = "openssl pkey -pubin -in k.pem -outform DER | openssl dgst -sha256 -r"
    assert stock("bash", "-c", command).stdout.split()[0] == sm2.fingerprint(key.public)
    assert stock("openssl", "pkey", "-pubin", "-in", "k.pem").stdout == key.public
    assert "SM2" in stock("openssl", "pkey", "-pubin", "-in", "k.pem", "-text", "-noout").stdout


# --- what is no key or no signature -------------------------------------------------------------------------------


def test_a_key_does_not_show_its_secret(key):
    assert sm2.of(key.secret) == key
    assert len(key.secret) == sm2.SIZE
    assert repr(key.secret) not in repr(key)


@pytest.mark.parametrize(
    "secret",
    [b"", SECRET[1:], SECRET + b"\0", bytes(32), (sm2.ORDER - 1).to_bytes(32, "big"), b"\xff" * 32],
)
def test_what_is_no_private_key_is_refused(secret):
    with pytest.raises(ValueError, match="not a private key"):
        sm2.of(secret)


def written(x: int, y: int, head: bytes = sm2.HEAD) -> str:
    return sm2.pem(head + x.to_bytes(32, "big") + y.to_bytes(32, "big"))


WRONG = [
    "",
    "no key",
    written(PUBLIC[0], PUBLIC[1] ^ 1),
    written(0, 0),
    written(2**256 - 1, 2**256 - 1),
    written(*PUBLIC, head=sm2.HEAD[:-1]),
    written(*PUBLIC, head=sm2.HEAD[:-1] + b"\x06"),
    written(*PUBLIC, head=bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")),  # P-256
    written(*PUBLIC).replace("\n", "\r\n"),
    written(*PUBLIC) + written(*PUBLIC),
    written(*PUBLIC) + "more",
]


@pytest.mark.parametrize("public", WRONG)
def test_what_is_no_public_key_checks_nothing(public):
    assert not sm2.verify(public, b"message digest", encode_dss_signature(R, S))
    with pytest.raises(ValueError):  # noqa: PT011 -- from base64, or ours
        sm2.fingerprint(public)


@pytest.mark.parametrize(
    "forged",
    [
        encode_dss_signature(0, S),
        encode_dss_signature(R, 0),
        encode_dss_signature(R, sm2.ORDER - R),
        encode_dss_signature(R + sm2.ORDER, S),
        encode_dss_signature(R, S + sm2.ORDER),
        encode_dss_signature(R, S) + b"\0",
        encode_dss_signature(R, S)[:-1],
        R.to_bytes(32, "big") + S.to_bytes(32, "big"),
        bytes.fromhex("30060201ff0201ff"),  # both are -1
        b"",
    ],
)
def test_what_is_no_signature_is_refused(forged):
    assert not sm2.verify(written(*PUBLIC), b"message digest", forged)


@given(st.binary(max_size=90), st.text(max_size=200), st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_nothing_makes_the_verifier_fall(signature, public, content):
    assert not sm2.verify(public, content, signature)
    assert not sm2.verify(written(*PUBLIC), content, signature)


EDGES = st.sampled_from([0, 1, 2, sm2.ORDER - 2, sm2.ORDER - 1, sm2.ORDER, sm2.ORDER + 1])


@given(EDGES | st.integers(0, 2**257), EDGES | st.integers(0, 2**257))
@settings(max_examples=40, deadline=None)
def test_no_two_numbers_make_it_fall(r, s):
    assert not sm2.verify(written(*PUBLIC), b"message digest", encode_dss_signature(r, s))


def test_two_numbers_stand_in_a_signature(signature):
    assert all(0 < number < sm2.ORDER for number in decode_dss_signature(signature))


def test_the_digest_is_openssls_over_identity_key_and_content(key):
    """What goes into the digest before the content (GB/T 32918.2-2016, 5.5), written out once more."""
    curve, (x, y) = sm2.CURVE, sm2.point(key.public)
    parts = (curve.ec.a, curve.ec.b, *curve.G, x, y)
    before = (128).to_bytes(2, "big") + b"1234567812345678" + b"".join(n.to_bytes(32, "big") for n in parts)
    told = sm2.Digest()
    told.reset()
    told.update(before)
    assert sm2.core().entity_info(sm2.IDENTITY, (x, y)) == told.value()
