"""Ed25519: the RFC's own vectors, hostile keys and signatures, and the openssl command line as a witness."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from openssl_command import openssl_accepts

from congress.crypto import signatures
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, decode, encode, is_usable, key_id, pem, verify

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493

RFC_8032 = [  # section 7.1: secret, public, message, signature
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def invert(number: int) -> int:
    return pow(number, P - 2, P)


D = -121665 * invert(121666) % P


def small_order_points() -> set[bytes]:
    """The eight points whose eightfold is the neutral one, found from the curve itself.

    y of order 1, 2: ±1; order 4: 0; order 8: doubling gives y = 0, so d·y⁴ + 2·y² - 1 = 0.
    """
    root = next(r for r in square_roots((1 + D) % P))
    squares = [(sign * root - 1) * invert(D) % P for sign in (1, -1)]
    ys = {0, 1, P - 1} | {y for square in squares for y in square_roots(square)}
    return {point(y, sign) for y in ys for sign in (0, 1)}


def square_roots(square: int) -> list[int]:
    candidate = pow(square, (P + 3) // 8, P)
    for root in (candidate, candidate * pow(2, (P - 1) // 4, P) % P):
        if root * root % P == square:
            return [root, P - root]
    return []


def point(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


@pytest.fixture
def signer() -> Signer:
    return Signer.from_bytes(bytes(range(32)))


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_rfc_8032_vectors(secret, public, message, signature):
    signer = Signer.from_bytes(bytes.fromhex(secret))
    assert signer.public.hex() == public
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    assert verify(signer.public, bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(max_size=300), st.integers(0), st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_noticed(message, place, bit):
    signer = Signer.generate()
    signed = bytearray(signer.sign(message) + signer.public + message)
    signed[place % len(signed)] ^= 1 << bit
    signature, public, changed = bytes(signed[:64]), bytes(signed[64:96]), bytes(signed[96:])
    assert verify(signer.public, message, signer.sign(message))
    assert not verify(public, changed, signature)


@given(st.binary(max_size=100), st.binary(max_size=100), st.binary(max_size=100))
def test_nonsense_is_refused_quietly(public, message, signature):
    assert not verify(public, message, signature)


def test_somebody_else_did_not_sign(signer):
    assert not verify(Signer.generate().public, b"statement", signer.sign(b"statement"))


def test_small_order_keys_are_refused():
    """Under the neutral point, R = neutral and S = 0 "sign" everything: a voter could deny any ballot."""
    neutral = point(1)
    forged = neutral + bytes(32)
    Ed25519PublicKey.from_public_bytes(neutral).verify(forged, b"any message")  # the danger is real
    assert not verify(neutral, b"any message", forged)
    points = small_order_points()
    assert {signatures.y_of(public) for public in points} == signatures.SMALL_ORDER
    assert not any(is_usable(public) for public in points)


@pytest.mark.parametrize("y", range(P, 2**255))
@pytest.mark.parametrize("sign", [0, 1])
def test_a_second_spelling_of_a_key_is_refused(y, sign):
    assert not is_usable(point(y, sign))
    assert not verify(point(y, sign), b"", point(1) + bytes(32))


def test_a_key_must_be_a_point_of_the_curve():
    answers = {y: bool(square_roots((y * y - 1) * invert(D * y * y + 1) % P)) for y in range(2, 60)}
    assert {y: is_usable(point(y)) for y in answers} == answers
    assert {True, False} == set(answers.values())


@given(st.binary(min_size=32, max_size=32))
def test_every_real_key_is_usable(seed):
    assert is_usable(Signer.from_bytes(seed).public)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_keys_have_32_bytes(length):
    assert not is_usable(bytes(length))
    with pytest.raises(ValueError, match="usable"):
        pem(bytes([9]) * length)
    with pytest.raises(ValueError, match="32 bytes"):
        Signer.from_bytes(bytes(length))


def test_a_signature_cannot_be_rewritten(signer):
    signature = signer.sign(b"ballot")
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert not verify(signer.public, b"ballot", signature[:32] + larger.to_bytes(32, "little"))


def test_the_private_key_can_be_kept_and_read_again(signer):
    again = Signer.from_bytes(signer.to_bytes())
    assert (again.public, again.id) == (signer.public, signer.id)
    assert verify(signer.public, b"head", again.sign(b"head"))
    assert Signer.generate().id != Signer.generate().id


def test_key_id():
    assert key_id(bytes.fromhex(RFC_8032[0][1])) == "21fe31dfa154a261"


def test_pem_of_a_weak_key_is_refused():
    with pytest.raises(ValueError, match="usable"):
        pem(point(1))


@given(st.binary(max_size=100))
def test_base64url_there_and_back(raw):
    assert decode(encode(raw)) == raw
    assert not set(encode(raw)) & set("+/=")


@pytest.mark.parametrize(
    "text",
    ["AA==", "AB", "AAA=", "AA\n", " AA", "A A", "+/+/", "AA.", "\x00", "-_=", "AA=A", "A", "AAAAA", "ＡＡ"],
)
def test_base64url_has_one_spelling(text):
    with pytest.raises(ValueError, match="base64url without padding"):
        decode(text)


def test_the_openssl_command_agrees(tmp_path, signer):
    statement = canonical({"act": "ballot", "choice": "for", "text": "关于提高夜班津贴的提案"})
    signature = signer.sign(statement)
    assert openssl_accepts(tmp_path, signer.public, statement, signature)
    assert not openssl_accepts(tmp_path, signer.public, statement[:-1] + b"]", signature)
    assert not openssl_accepts(
        tmp_path, signer.public, statement, signature[:-1] + bytes([signature[-1] ^ 1])
    )
    assert not openssl_accepts(tmp_path, Signer.generate().public, statement, signature)
