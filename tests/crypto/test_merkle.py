"""Merkle trees: the example of RFC 9162 section 2.1.5, the classic vectors, and properties against the definition."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.crypto.merkle import (
    EMPTY,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The entries and hashes that Certificate Transparency implementations have tested with since RFC 6962.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (index, size): path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old, new): proof
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

sizes = st.integers(1, 70)


def grown(size: int) -> Tree:
    return Tree(leaf_hash(str(number).encode()) for number in range(size))


def definition(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1.1 words it, without keeping anything."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(definition(leaves[:half]), definition(leaves[half:]))


def flipped(hash_: bytes) -> bytes:
    return bytes([hash_[0] ^ 1]) + hash_[1:]


def test_known_roots():
    tree = Tree(map(leaf_hash, ENTRIES))
    assert [tree.root(size).hex() for size in range(9)] == ROOTS
    assert Tree().root() == EMPTY


def test_known_proofs():
    tree = Tree(map(leaf_hash, ENTRIES))
    for (index, size), path in INCLUSION.items():
        assert [step.hex() for step in tree.inclusion(index, size)] == path
    for (old, new), proof in CONSISTENCY.items():
        assert [step.hex() for step in tree.consistency(old, new)] == proof


def test_the_example_of_the_rfc():
    """Section 2.1.5 names the nodes of a tree of seven."""
    tree = grown(7)
    a, b, c, d, e, f, j = tree.levels[0]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, left = node_hash(i, j), node_hash(g, h)
    assert tree.root() == node_hash(left, k)
    assert tree.inclusion(0) == [b, h, k]
    assert tree.inclusion(3) == [c, g, k]
    assert tree.inclusion(4) == [f, j, left]
    assert tree.inclusion(6) == [i, left]
    assert tree.consistency(3) == [c, d, g, k]
    assert tree.consistency(4) == [k]
    assert tree.consistency(6) == [i, j, left]


@given(sizes)
def test_roots_follow_the_definition(size):
    tree = grown(size)
    assert [tree.root(n) for n in range(size + 1)] == [
        definition(tree.levels[0][:n]) for n in range(size + 1)
    ]


def test_every_entry_of_every_small_tree_is_proven():
    tree = grown(40)
    for size in range(1, 41):
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert verify_inclusion(index, size, tree.levels[0][index], proof, tree.root(size))


def test_every_growth_of_a_small_tree_is_proven():
    tree = grown(40)
    for new in range(41):
        for old in range(new + 1):
            proof = tree.consistency(old, new)
            assert verify_consistency(old, new, tree.root(old), tree.root(new), proof)


@given(sizes, st.data())
def test_false_inclusion_is_refused(size, data):
    tree = grown(size)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = tree.levels[0][index], tree.inclusion(index), tree.root()
    others = set(range(-1, size + 2)) - {index}
    assert not any(verify_inclusion(other, size, leaf, proof, root) for other in others)
    assert not verify_inclusion(index, size, flipped(leaf), proof, root)
    assert not verify_inclusion(index, size, leaf, proof, flipped(root))
    assert not verify_inclusion(index, size, leaf, [*proof, root], root)
    for place in range(len(proof)):
        changed = [flipped(step) if n == place else step for n, step in enumerate(proof)]
        assert not verify_inclusion(index, size, leaf, changed, root)
        assert not verify_inclusion(index, size, leaf, proof[:place] + proof[place + 1 :], root)


@given(sizes, st.data())
def test_false_growth_is_refused(new, data):
    tree = grown(new)
    old = data.draw(st.integers(1, new))
    before, after, proof = tree.root(old), tree.root(), tree.consistency(old)
    assert not verify_consistency(old, new, flipped(before), after, proof)
    assert not verify_consistency(old, new, before, flipped(after), proof)
    assert not verify_consistency(old, new, before, after, [*proof, after])
    assert not verify_consistency(old, 4 * new, before, after, proof)
    for place in range(len(proof)):
        changed = [flipped(step) if n == place else step for n, step in enumerate(proof)]
        assert not verify_consistency(old, new, before, after, changed)
        assert not verify_consistency(old, new, before, after, proof[:place] + proof[place + 1 :])


@given(sizes, sizes, st.data())
def test_a_rewritten_entry_breaks_the_growth(old, more, data):
    """The server proves honestly over a history in which one early entry was changed."""
    place = data.draw(st.integers(0, old - 1))
    honest, forged = grown(old), grown(old + more).levels[0]
    forged[place] = flipped(forged[place])
    tree = Tree(forged)
    assert not verify_consistency(old, tree.size, honest.root(), tree.root(), tree.consistency(old))


@pytest.mark.parametrize(
    ("old", "new"),
    [(2, 1), (-1, 3), (0, -1), (-1, -1)],
)
def test_impossible_growth_is_refused(old, new):
    assert not verify_consistency(old, new, EMPTY, EMPTY, [])


def test_growth_from_nothing_needs_the_empty_root():
    root = grown(3).root()
    assert verify_consistency(0, 3, EMPTY, root, [])
    assert not verify_consistency(0, 3, root, root, [])
    assert not verify_consistency(3, 3, EMPTY, root, [])


@given(sizes, st.integers(0, 70), st.integers(0, 20))
def test_taking_back_is_as_if_it_never_was(size, keep, more):
    keep = min(keep, size)
    tree, fresh = grown(size), grown(keep)
    tree.truncate(keep)
    assert (tree.size, tree.levels) == (keep, fresh.levels)
    for number in range(more):
        for each in (tree, fresh):
            each.append(leaf_hash(b"later" + bytes([number])))
    assert (tree.root(), tree.levels) == (fresh.root(), fresh.levels)


def test_a_large_tree_keeps_its_promise():
    tree = grown(50_000)
    assert sum(map(len, tree.levels)) < 2 * tree.size
    assert len(tree.inclusion(49_999)) <= 16
    assert verify_inclusion(31_415, 50_000, tree.levels[0][31_415], tree.inclusion(31_415), tree.root())
    assert verify_consistency(27_182, 50_000, tree.root(27_182), tree.root(), tree.consistency(27_182))


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.root(4),
        lambda tree: tree.root(-1),
        lambda tree: tree.inclusion(3),
        lambda tree: tree.inclusion(-1),
        lambda tree: tree.inclusion(2, 2),
        lambda tree: tree.consistency(4),
        lambda tree: tree.consistency(2, 1),
        lambda tree: tree.truncate(4),
    ],
)
def test_places_that_are_not_there(ask):
    with pytest.raises(IndexError):
        ask(grown(3))
