"""Mutants that no test can catch, each with the reason: without this check nothing more would be let through."""

EQUIVALENT: dict[str, str] = {
    'congress/crypto/belenios/wire.py _refuse: leave out raise ValueError("only whole numbers")': (
        "the number is then read as null, and null is not what was written"
    ),
    "congress/crypto/belenios/proofs.py proves_one: do not ask not branches": (
        "no branch means no commitment: the hash of the prefix alone would have to be 0"
    ),
    "congress/crypto/belenios/ceremony.py check_verification: do not ask signature is not None": (
        "check_key has refused a key without signature: the condition is there for the type checker"
    ),
    'congress/archive/verification/boxes.py _is_made_by: do not ask kind != "Pedersen"': (
        "a teller who decrypts alone has none of the parts that are read next: refused as not to be read"
    ),
    "congress/archive/verification/boxes.py _counting: do not ask box.result is None": (
        "the result is there exactly when the vote was closed, as was looked at just before"
    ),
    "congress/archive/verification/boxes.py _counting: do not ask box.tally is None": (
        "a sealed box without its sum has failed already, where it was compared with the record"
    ),
    "congress/archive/verification/boxes.py _counting: do not ask told.closed is None": (
        "likewise: the condition is there for the type checker"
    ),
    "congress/secrecy/service/box.py arrived_of: do not ask found": (
        "what is not found is answered with None either way: it only saves a question to the database"
    ),
    "congress/crypto/belenios/archive.py _pieces: do not ask place + BLOCK + size <= len(whole)": (
        "the text is then shorter than its head says, and the archive written again is another file"
    ),
}
