"""How a webhook is signed: Standard Webhooks 1.0.0, both of its signatures.

``v1`` is HMAC-SHA256 (RFC 2104) with a secret of the receiver's own, ``v1a`` is Ed25519
(RFC 8032) with a key of this installation. Over ``{id}.{timestamp}.{body}``. The secrets
are derived (HKDF, RFC 5869) from the one private key in ``delivery.key``: none is in the database.
"""

import hmac
from base64 import b64encode
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from congress.crypto.signatures import Signer

SECRET_BYTES: Final = 32


def secret(signer: Signer, receiver: int, generation: int) -> bytes:
    """32 bytes that only we and this receiver know; another generation gives another."""
    info = f"congress/webhook/1/{receiver}/{generation}".encode()
    return HKDF(SHA256(), SECRET_BYTES, salt=None, info=info).derive(signer.to_bytes())


def secret_text(raw: bytes) -> str:
    """As receivers type it: ``whsec_`` and base64."""
    return f"whsec_{b64encode(raw).decode()}"


def public_text(signer: Signer) -> str:
    """The public key in the same manner: ``whpk_`` and base64."""
    return f"whpk_{b64encode(signer.public).decode()}"


def headers(signer: Signer, shared: bytes, *, uid: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers; ``at`` is seconds since 1970, of this very try."""
    signed = f"{uid}.{at}.".encode() + body
    mac = b64encode(hmac.digest(shared, signed, sha256)).decode()
    own = b64encode(signer.sign(signed)).decode()
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{mac} v1a,{own}",
    }
