"""The Merkle tree of a log is RFC 6962's, whatever its size and however it was built."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.eventlog import merkle
from beian.eventlog.merkle import Tree

SIZES = st.integers(1, 700)
PUBLISHED_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def leaves(count: int) -> list[bytes]:
    return [leaf(b"%d" % i) for i in range(count)]


LEAVES = leaves(700)
WHOLE = Tree(tail=LEAVES)
STORED = {0: LEAVES[:256], 1: LEAVES[256:512], 2: LEAVES[512:]}


def head(hashes: list[bytes]) -> bytes:
    """MTH, as section 2.1 of the RFC defines it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + head(hashes[:k]) + head(hashes[k:])).digest()


def path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH, as section 2.1.1 defines it."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if index < k:
        return [*path(index, hashes[:k]), head(hashes[k:])]
    return [*path(index - k, hashes[k:]), head(hashes[:k])]


def subproof(first: int, hashes: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF, as section 2.1.2 defines it."""
    if first == len(hashes):
        return [] if whole else [head(hashes)]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if first <= k:
        return [*subproof(first, hashes[:k], whole=whole), head(hashes[k:])]
    return [*subproof(first - k, hashes[k:], whole=False), head(hashes[:k])]


def roots(tree: Tree, ranges: list[merkle.Range]) -> list[bytes]:
    """Answer with only those tiles' leaves at hand that the tree asks for."""
    held = {tile: STORED[tile] for tile in tree.needed(ranges)}
    return [tree.range_root(start, end, held) for start, end in ranges]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_published_for_certificate_transparency(size: int) -> None:
    tree = Tree(tail=[leaf(bytes.fromhex(text)) for text in PUBLISHED_LEAVES[:size]])
    assert tree.root().hex() == PUBLISHED_ROOTS[size - 1]


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert Tree().root() == hashlib.sha256(b"").digest()


@given(SIZES, st.lists(st.integers(0, 700), max_size=5))
def test_a_tree_grown_in_pieces_has_the_root_of_the_rfc(size: int, cuts: list[int]) -> None:
    tree, at = Tree(), 0
    for cut in [*sorted(cut for cut in cuts if cut < size), size]:
        completed = tree.completed_by(LEAVES[at:cut])
        before = len(tree.tiles)
        tree.extend(LEAVES[at:cut], completed if cut % 2 else None)
        assert list(tree.tiles[before:]) == completed
        at = cut
    assert (tree.size, tree.root()) == (size, head(LEAVES[:size]))


@given(st.data(), SIZES)
def test_inclusion_proofs_are_those_of_the_rfc_and_verify(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = roots(WHOLE, merkle.inclusion_ranges(index, size))
    root = head(LEAVES[:size])
    assert proof == path(index, LEAVES[:size])
    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
    assert not merkle.verify_inclusion(leaf(b"forged"), index, size, proof, root)
    assert not merkle.verify_inclusion(LEAVES[index], index, size, [*proof, root], root)
    if size > 1:
        other = (index + 1) % size
        assert not merkle.verify_inclusion(LEAVES[index], other, size, proof, root)


@given(st.data(), SIZES)
def test_consistency_proofs_are_those_of_the_rfc_and_verify(data: st.DataObject, size: int) -> None:
    first = data.draw(st.integers(1, size))
    proof = roots(WHOLE, merkle.consistency_ranges(first, size))
    old, new = head(LEAVES[:first]), head(LEAVES[:size])
    assert proof == subproof(first, LEAVES[:size], whole=True)
    assert merkle.verify_consistency(first, size, old, new, proof)
    assert not merkle.verify_consistency(first, size, leaf(b"rewritten"), new, proof)
    if first < size:
        assert not merkle.verify_consistency(first, size, old, leaf(b"rewritten"), proof)


def test_every_tree_begins_with_the_empty_one() -> None:
    assert merkle.verify_consistency(0, 7, merkle.EMPTY_ROOT, head(LEAVES[:7]), [])
    assert not merkle.verify_consistency(0, 7, head(LEAVES[:1]), head(LEAVES[:7]), [])


def test_upper_levels_of_tiles_give_the_same_root() -> None:
    tiles = leaves(256 * 3 + 5)  # as roots of tiles: 196,608 leaves and more
    tree = Tree(tiles=tiles, tail=LEAVES[:3])
    assert tree.root() == head([*tiles, head(LEAVES[:3])])
