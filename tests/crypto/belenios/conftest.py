"""What tests of secret votes share: a vote, and what it means that a ballot is refused.

The attacks of docs/ballots.md that need a running vote are tested where that is built: votes
reordered or cut off by the server (15, 24: signed heads of the board), another manifest shown to
tellers (22), a partial sum asked for (23), bad randomness (26), an altered page (27), an audited
ballot cast later (28). Number 29, a check that cannot fail, is what these tests are against.
"""

import pytest
from crypto.belenios.secretvote import SecretVote


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote()
