"""IPv4 addresses as the interface writes them: unsigned 32-bit integers, first octet highest.

A range has a first and a last address, both included. The documentation and benchmark
blocks (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 198.18.0.0/15) count as usable: a
simulation has no others. Interface §3, validation §5, codes 1006, 1024.
"""

from collections.abc import Iterable
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Final, NamedTuple

ADDRESS_MAX: Final = 2**32 - 1


class Range(NamedTuple):
    """Addresses from `first` to `last`, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        """Return the form of the unique keys: `first-last` in decimal."""
        return f"{self.first}-{self.last}"


def from_dotted(text: str) -> int | None:
    """Return the integer of a dotted IPv4 literal, or None if it is none."""
    try:
        return int(IPv4Address(text))
    except AddressValueError:
        return None


def to_dotted(address: int) -> str:
    """Return 192.0.2.1 for 3221225985. The address must fit into 32 bits (ValueError)."""
    return str(IPv4Address(address))


def range_of(network: str) -> Range:
    """Return the range of a CIDR block such as 198.51.100.0/24 (ValueError if it is none)."""
    block = IPv4Network(network)
    return Range(int(block.network_address), int(block.broadcast_address))


_UNUSABLE: Final = tuple(
    range_of(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "224.0.0.0/3",
    )
)
"""Not public unicast (IANA special-purpose registry), in order."""


def is_usable(address: int) -> bool:
    """Say whether `address` is a usable unicast address. Code 1006."""
    return is_usable_range(Range(address, address))


def is_usable_range(asked: Range) -> bool:
    """Say whether a range is in order and every address in it usable. Code 1006."""
    return 0 <= asked.first <= asked.last <= ADDRESS_MAX and not any(
        overlap(asked, unusable) for unusable in _UNUSABLE
    )


def overlap(one: Range, other: Range) -> bool:
    """Say whether two ranges have an address in common."""
    return one.first <= other.last and other.first <= one.last


def contains(outer: Range, inner: Range) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def is_covered(asked: Range, by: Iterable[Range]) -> bool:
    """Say whether every address of a range lies in one of the others (they may overlap)."""
    return not gaps(asked, by)


def gaps(asked: Range, by: Iterable[Range]) -> tuple[Range, ...]:
    """Return the parts of a range that lie in none of the others, in order."""
    found = []
    reached = asked.first
    for held in sorted(by):
        if held.first > asked.last or reached > asked.last:
            break
        if held.first > reached:
            found.append(Range(reached, held.first - 1))
        reached = max(reached, held.last + 1)
    if reached <= asked.last:
        found.append(Range(reached, asked.last))
    return tuple(found)
