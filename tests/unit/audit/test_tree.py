"""The tree against vectors that others publish, and against the definitions of RFC 9162 written out as they stand."""

import hashlib
import random
from functools import cache

import pytest

from openmash.audit.rules import Edge, Tree, inclusion_holds, is_extended_by, leaf_hash
from tests.assurance.test_audit_tampering import script

LARGEST = 256

# The eight leaves, and the roots over the first of them, with which implementations of Certificate Transparency
# compare themselves.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
BODIES = [n.to_bytes(2) for n in range(LARGEST)]
HASHES = [leaf_hash(body) for body in BODIES]
TREE = Tree(HASHES)


# ---- The definitions as RFC 9162 writes them (2.1.1, 2.1.3.1, 2.1.4.1), slow and plain ------------------------------


def largest_power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


@cache
def mth(start: int, end: int) -> bytes:
    if start == end:
        return hashlib.sha256(b"").digest()
    if end - start == 1:
        return hashlib.sha256(b"\0" + BODIES[start]).digest()
    k = largest_power_below(end - start)
    return hashlib.sha256(b"\1" + mth(start, start + k) + mth(start + k, end)).digest()


def path(m: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    k = largest_power_below(end - start)
    if m < k:
        return [*path(m, start, start + k), mth(start + k, end)]
    return [*path(m - k, start + k, end), mth(start, start + k)]


def subproof(m: int, start: int, end: int, complete: bool) -> list[bytes]:
    if m == end - start:
        return [] if complete else [mth(start, end)]
    k = largest_power_below(end - start)
    if m <= k:
        return [*subproof(m, start, start + k, complete), mth(start + k, end)]
    return [*subproof(m - k, start + k, end, False), mth(start, start + k)]


def test_the_roots_are_those_that_others_publish() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    assert [Tree(hashes).root(size).hex() for size in range(1, 9)] == ROOTS
    assert [Edge().with_leaves(hashes[:size]).root().hex() for size in range(1, 9)] == ROOTS
    assert [script.roots(hashes, {size})[size].hex() for size in range(1, 9)] == ROOTS
    assert Tree([]).root() == Edge().root() == hashlib.sha256(b"").digest()


def test_every_root_up_to_256_is_as_defined_however_the_leaves_came() -> None:
    edge = Edge()
    by_script = script.roots(HASHES, set(range(LARGEST + 1)))
    for size in range(1, LARGEST + 1):
        edge = edge.with_leaves([HASHES[size - 1]])
        assert edge.root() == TREE.root(size) == by_script[size] == mth(0, size)
        assert Edge.from_bytes(size, edge.as_bytes()) == edge


def test_every_proof_of_inclusion_up_to_256_is_as_defined_and_holds() -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = TREE.inclusion(index, size)
            assert proof == path(index, 0, size)
            assert inclusion_holds(HASHES[index], index, size, proof, mth(0, size))
            assert script.root_by_inclusion(HASHES[index], index, size, proof) == mth(0, size)


def test_every_proof_of_consistency_up_to_256_is_as_defined_and_holds() -> None:
    for second in range(1, LARGEST + 1):
        for first in range(1, second + 1):
            proof = TREE.consistency(first, second)
            assert proof == subproof(first, 0, second, True)
            assert is_extended_by(first, mth(0, first), second, mth(0, second), proof)
            assert script.continues(first, mth(0, first), second, mth(0, second), proof)


def test_no_proof_holds_for_another_leaf_place_size_or_root() -> None:
    chance = random.Random(9162)  # noqa: S311
    for _ in range(2_000):
        size = chance.randrange(2, LARGEST + 1)
        index = chance.randrange(size)
        proof, root = TREE.inclusion(index, size), mth(0, size)
        other = (index + 1) % size
        false = [
            (HASHES[other], index, size, proof, root),
            (HASHES[index], other, size, proof, root),
            (HASHES[index], index, size, proof[:-1], root),
            (HASHES[index], index, size, [*proof, b"\0" * 32], root),
            (HASHES[index], index, size, proof, mth(0, size - 1)),
            (HASHES[index], size, size, proof, root),
        ]
        for each in false:
            assert not inclusion_holds(*each)
            assert script.root_by_inclusion(*each[:4]) != each[4]


def test_no_proof_joins_trees_of_which_one_was_changed() -> None:
    chance = random.Random(6962)  # noqa: S311
    for _ in range(2_000):
        second = chance.randrange(2, LARGEST + 1)
        first = chance.randrange(1, second)
        proof, old, new = TREE.consistency(first, second), mth(0, first), mth(0, second)
        elsewhere = hashlib.sha256(old).digest()
        false = [
            (first, elsewhere, second, new, proof),
            (first, old, second, elsewhere, proof),
            (first, old, second, new, proof[:-1]),
            (first, old, second, new, [*proof, elsewhere]),
            (first, old, second, new, [elsewhere, *proof[1:]]),
            (first, old, second, new, []),
            (second, new, first, old, proof),
        ]
        for each in false:
            assert not is_extended_by(*each)
            assert not script.continues(*each)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (5, LARGEST + 1), (-1, 5)])
def test_there_is_no_proof_between_sizes_that_are_none(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        TREE.consistency(first, second)


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, LARGEST + 1)])
def test_there_is_no_proof_of_a_leaf_that_is_none(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        TREE.inclusion(index, size)


def test_an_edge_of_the_wrong_length_is_none() -> None:
    with pytest.raises(ValueError, match="has 2 nodes"):
        Edge.from_bytes(3, b"\0" * 32)


def test_a_log_that_has_not_grown_is_the_same_log_only_with_the_same_root_and_needs_no_proof() -> None:
    one, other = leaf_hash(b"one"), leaf_hash(b"other")

    assert is_extended_by(1, one, 1, one, [])
    assert not is_extended_by(1, one, 1, other, [])
    assert not is_extended_by(1, one, 1, one, [other])
