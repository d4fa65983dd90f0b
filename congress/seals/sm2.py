"""SM2 signatures beside a file (国密, GB/T 32918.2-2016), as an option: ``openssl`` 3.0 checks them, and needs nothing of ours.

A signature is DER ``SEQUENCE (r, s)`` over the exact bytes, digested with SM3 under the signer's default
identity (GM/T 0009-2012; RFC 8998 section 3.2.1 names it too). The arithmetic is gmalg's: plain Python, no
certified module, and its time depends on the key. What that means is said in decision 0019.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SM3, Hash
from gmalg.ellipticcurve import ECDLP
from gmalg.sm2 import SM2Core

IDENTITY: Final = b"1234567812345678"
SIZE: Final = 32  # bytes of a private key, and of each coordinate
CURVE: Final = ECDLP(  # GB/T 32918.5-2017, section 2
    p=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    a=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    b=0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    G=(
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    ),
    n=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
)
ORDER: Final = int(CURVE.fpn.p)
HEAD: Final = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
"""SubjectPublicKeyInfo (RFC 5480): id-ecPublicKey on the curve 1.2.156.10197.1.301, and a point not compressed."""
BEGIN, END = "-----BEGIN PUBLIC KEY-----\n", "-----END PUBLIC KEY-----\n"


@dataclass(frozen=True)
class Key:
    """A private key, 32 bytes with the first one the highest; and its public key as PEM."""

    secret: bytes = field(repr=False)
    public: str


class Digest:
    """SM3 as gmalg asks for it, by OpenSSL's: its own takes two seconds for a megabyte."""

    def reset(self) -> None:
        """Begin anew."""
        self._hash = Hash(SM3())

    def update(self, data: bytes) -> None:
        """Go on with these bytes."""
        self._hash.update(bytes(data))

    def value(self) -> bytes:
        """The 32 bytes."""
        return self._hash.finalize()


def make() -> Key:
    """A new key."""
    number, _ = core().generate_keypair()
    return of(number.to_bytes(SIZE, "big"))


def of(secret: bytes) -> Key:
    """The key with this private half. Raises ValueError unless it is one: 32 bytes, from 1 to the order less 2."""
    number = int.from_bytes(secret, "big")
    if len(secret) != SIZE or not 1 <= number <= ORDER - 2:
        raise ValueError("not a private key on the curve SM2")
    x, y = core().generate_pk(number)
    return Key(secret, pem(HEAD + x.to_bytes(SIZE, "big") + y.to_bytes(SIZE, "big")))


def sign(content: bytes, key: Key) -> bytes:
    """DER of the signature over exactly these bytes. Random: two of the same bytes differ."""
    number = int.from_bytes(key.secret, "big")
    r, s = core().sign(content, number, IDENTITY, point(key.public))
    return encode_dss_signature(r, s)


def verify(public: str, content: bytes, signature: bytes) -> bool:
    """Did the owner of this key (PEM) sign exactly these bytes? Never raises; anything malformed is no."""
    try:
        place = point(public)
        r, s = decode_dss_signature(signature)  # strict DER
    except ValueError:
        return False
    return bool(core().verify(content, r, s, IDENTITY, place))


def fingerprint(public: str) -> str:
    """SHA-256 of the key's DER, lower-case hex. Raises ValueError unless it is a key."""
    point(public)
    return sha256(der(public)).hexdigest()


def point(public: str) -> tuple[int, int]:
    """The public key's place on the curve. Raises ValueError unless it is written as :func:`pem` does, and lies on it.

    The cofactor is 1: every point of the curve but the one at infinity, which has no such form, is a key.
    """
    raw = der(public)
    x, y = (int.from_bytes(raw[begin : begin + SIZE], "big") for begin in (len(HEAD), len(HEAD) + SIZE))
    if max(x, y) >= CURVE.fp.p or not CURVE.ec.isvalid((x, y)):
        raise ValueError("not a point on the curve SM2")
    return x, y


def der(public: str) -> bytes:
    """The key without its armour. Raises ValueError unless it is written as :func:`pem` does."""
    raw = b64decode(public.removeprefix(BEGIN).removesuffix(END))
    if len(raw) != len(HEAD) + 2 * SIZE or not raw.startswith(HEAD) or pem(raw) != public:
        raise ValueError("not a public key on the curve SM2")
    return raw


def pem(raw: bytes) -> str:
    """DER in its armour (RFC 7468), as ``openssl`` writes it."""
    body = b64encode(raw).decode()
    lines = [body[begin : begin + 64] for begin in range(0, len(body), 64)]
    return BEGIN + "\n".join(lines) + "\n" + END


def core() -> SM2Core:
    """One for each use: a digest in it is not for two at once."""
    return SM2Core(CURVE, Digest())
