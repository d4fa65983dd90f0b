"""The openssl command line as a witness: it knows nothing of this software."""

import subprocess
from pathlib import Path

from congress.crypto.signatures import pem


def openssl_accepts(folder: Path, public: bytes, statement: bytes, signature: bytes) -> bool:
    """Whether ``openssl pkeyutl -verify`` finds the signature good; ``folder`` is for its files."""
    (folder / "key.pem").write_text(pem(public))
    (folder / "statement").write_bytes(statement)
    (folder / "signature").write_bytes(signature)
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement -sigfile signature"
    answer = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)
    assert ("Signature Verified Successfully" in answer.stdout) == (answer.returncode == 0)
    return answer.returncode == 0


def openssl_accepts_sm2(folder: Path, public: str, content: bytes, signature: bytes) -> bool:
    """The same for SM2 with SM3, under the default identity, in the words that our pages use; ``public`` is PEM."""
    (folder / "sm2.pem").write_text(public)
    (folder / "content").write_bytes(content)
    (folder / "content.sm2").write_bytes(signature)
    command = (
        "openssl pkeyutl -verify -pubin -inkey sm2.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 "
        "-in content -sigfile content.sm2"
    )
    answer = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)
    assert ("Signature Verified Successfully" in answer.stdout) == (answer.returncode == 0)
    return answer.returncode == 0
