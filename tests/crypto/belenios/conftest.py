"""What tests of secret votes share. The attacks on them are in ``tests/attacks``."""

import pytest
from crypto.belenios.secretvote import SecretVote


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote()
