"""A signature beside a file: CMS ``SignedData`` without its content (RFC 5652), as ``openssl cms -verify`` takes it.

Digests beside it: SHA-256 (FIPS 180-4), and SM3 (GB/T 32905-2016) for those who ask for the national algorithm.
"""

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from congress.seals.keyfile import Unlocked


def detached(content: bytes, held: Unlocked) -> bytes:
    """DER of the signature over exactly these bytes, with the certificates that lead to the root."""
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(held.cert, held.key, SHA256())
    for cert in held.chain:
        builder = builder.add_certificate(cert)
    return builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])


def sm3(content: bytes) -> str:
    """The SM3 digest, lower-case hex, as ``openssl dgst -sm3`` prints it."""
    found = Hash(SM3())
    found.update(content)
    return found.finalize().hex()
