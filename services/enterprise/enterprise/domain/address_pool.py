"""Which of the provider's addresses a new draft gets (预分配IP地址). Rule: R05-020.

One that nobody uses while there is one; after that the least used, for virtual hosts may share.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from beian.regulations.addresses import Range
from beian.regulations.rules import enforces


@enforces("R05-020")
def next_address(reported: Iterable[Range], used: Mapping[int, int]) -> int | None:
    """Return an address from the reported ranges, or None if they hold none.

    `used`: how many drafts hold an address. First and last of a range are the network's own
    where the range has more than two.
    """
    best: int | None = None
    for address in chain.from_iterable(_hosts(block) for block in reported):
        uses = used.get(address, 0)
        if not uses:
            return address
        if best is None or uses < used[best]:
            best = address
    return best


def _hosts(block: Range) -> range:
    if block.last - block.first > 1:
        return range(block.first + 1, block.last)
    return range(block.first, block.last + 1)
