"""Draws that depend on a seed and on what they are for, never on the order of drawing."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

_BYTES: Final = 8
_THOUSAND: Final = 1000


class Draws:
    """The draws about one thing: each is named, so that a new one moves no other."""

    __slots__ = ("_prefix",)

    def __init__(self, *path: str | int) -> None:
        """Begin at the seed and what follows it."""
        self._prefix = "/".join(map(str, path))

    def about(self, thing: str) -> "Draws":
        """Return the draws about a part of it."""
        return Draws(self._prefix, thing)

    def below(self, name: str, bound: int) -> int:
        """Draw from 0 to `bound` - 1."""
        digest = sha256(f"{self._prefix}/{name}".encode()).digest()
        return int.from_bytes(digest[:_BYTES]) % bound

    def one_of[T](self, name: str, among: Sequence[T]) -> T:
        return among[self.below(name, len(among))]

    def weighted[T](self, name: str, weights: Mapping[T, int]) -> T:
        """Draw a key as often as its weight says."""
        left = self.below(name, sum(weights.values()))
        for key, weight in weights.items():
            if left < weight:
                return key
            left -= weight
        raise AssertionError("a draw lies below the sum of the weights")

    def happens(self, name: str, permille: int) -> bool:
        """Say whether something happens that happens so often in a thousand."""
        return self.below(name, _THOUSAND) < permille
