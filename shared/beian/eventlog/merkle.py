"""The RFC 6962 Merkle tree over a log: root, inclusion and consistency proofs. PURE.

Leaf index = position - 1. A `Tree` keeps the roots of complete tiles of 256 leaves (and of 256
tiles, and so on) and the leaves of the last, growing tile: 32 bytes for 256 events. A proof that
needs leaves of an older tile says which (`needed`), and the caller fetches them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

TILE: Final = 256
"""Leaves of one tile."""
HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

type Range = tuple[int, int]
"""Leaves from the first index up to, not including, the second."""
type LeafTiles = Mapping[int, Sequence[bytes]]
"""Tile number -> leaf hashes of that tile, as many as are there."""


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return MTH over hashes of equal subtrees: leaves, or complete tiles."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    sha256 = hashlib.sha256
    while len(level) > 1:
        pairs = [
            sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            # RFC 6962 splits at the largest power of two: the odd one goes up as it is.
            pairs.append(level[-1])
        level = pairs
    return level[0]


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the subtrees whose roots prove leaf `index` in a tree of `size`, leaf upward."""
    assert 0 <= index < size, "the leaf is in the tree"
    start, end, ranges = 0, size, list[Range]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Return the subtrees whose roots prove that the tree of `second` begins with `first`."""
    assert 0 < first <= second, "an empty tree is the beginning of every tree"
    if first == second:
        return []
    start, end, whole, ranges = 0, second, True, list[Range]()
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether `proof` shows `leaf` at `index` of the tree with `size` leaves and `root`."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node(step, found)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether `proof` shows that the tree of `first` leaves was only appended to."""
    if not 0 <= first <= second:
        return False
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    if first == second:
        return not proof and first_root == second_root
    steps = list(proof) if first & (first - 1) else [first_root, *proof]
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node(step, old), node(step, new)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


class Tree:
    """One log's tree. Appending and its root need nothing but what is in memory."""

    __slots__ = ("_levels", "_tail")

    def __init__(self, tiles: Iterable[bytes] = (), tail: Iterable[bytes] = ()) -> None:
        """Begin with the roots of complete tiles, and the leaf hashes after them."""
        self._levels: list[list[bytes]] = [[]]
        self._tail: list[bytes] = []
        self.extend_tiles(tiles)
        self.extend(tail)

    @property
    def size(self) -> int:
        return len(self._levels[0]) * TILE + len(self._tail)

    @property
    def tiles(self) -> Sequence[bytes]:
        """The roots of the complete tiles."""
        return self._levels[0]

    @property
    def tail(self) -> Sequence[bytes]:
        """The leaf hashes after the last complete tile."""
        return self._tail

    def extend_tiles(self, roots: Iterable[bytes]) -> None:
        """Append whole tiles by their roots; only where no leaves stand after the last one."""
        assert not self._tail, "a tile begins where one ended"
        for root in roots:
            self._complete(0, root)

    def extend(self, leaves: Iterable[bytes], completed: Sequence[bytes] | None = None) -> None:
        """Append leaves; `completed` is what `completed_by` said of them, if it was asked."""
        self._tail.extend(leaves)
        whole = len(self._tail) // TILE
        roots = completed or [root_of(self._tail[i * TILE : (i + 1) * TILE]) for i in range(whole)]
        assert len(roots) == whole, "a root for every tile that is complete now"
        for root in roots:
            self._complete(0, root)
        del self._tail[: whole * TILE]

    def completed_by(self, leaves: Sequence[bytes]) -> list[bytes]:
        """Return the roots of the tiles that appending `leaves` would complete; append nothing."""
        if len(self._tail) + len(leaves) < TILE:
            return []
        grown = [*self._tail, *leaves]
        return [root_of(grown[i : i + TILE]) for i in range(0, len(grown) - TILE + 1, TILE)]

    def root(self) -> bytes:
        """Return the root over all leaves."""
        return self.range_root(0, self.size, {}) if self.size else EMPTY_ROOT

    def needed(self, ranges: Iterable[Range]) -> set[int]:
        """Return the tiles whose leaf hashes `range_root` will want for these ranges."""
        wanted = set[int]()
        for start, end in ranges:
            if start % TILE:
                wanted.add(start // TILE)
            if end % TILE:
                wanted.add(end // TILE)
        return {tile for tile in wanted if tile < len(self._levels[0])}

    def range_root(self, start: int, end: int, leaves: LeafTiles) -> bytes:
        """Return the root of the leaves from `start` to `end`, a subtree of a proof.

        `leaves` holds the tiles that `needed` named for this range.
        """
        assert 0 <= start < end <= self.size, "the range is in the tree"
        length = end - start
        held = self._held(start, length)
        if held is not None:
            return held
        if length <= TILE and start // TILE == (end - 1) // TILE:
            tile = start // TILE
            known = self._tail if tile == len(self._levels[0]) else leaves[tile]
            first = start - tile * TILE
            return root_of(known[first : first + length])
        middle = start + _split(length)
        return node(self.range_root(start, middle, leaves), self.range_root(middle, end, leaves))

    def _held(self, start: int, length: int) -> bytes | None:
        size = TILE
        for level in self._levels:
            if length == size and start % size == 0 and start // size < len(level):
                return level[start // size]
            size *= TILE
        return None

    def _complete(self, level: int, root: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
        hashes = self._levels[level]
        hashes.append(root)
        if len(hashes) % TILE == 0:
            self._complete(level + 1, root_of(hashes[-TILE:]))
