"""Versions of the enterprise interface: how they are written and compared. PURE."""

import re
from typing import Final

_WRITTEN: Final = re.compile(r"[vV]?(\d{1,4}(?:\.\d{1,4}){0,3})")


def version(text: str) -> tuple[int, ...] | None:
    """Return a version's numbers, `V3.0` or `3.0` alike; None where it is not written so."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    numbers = [int(part) for part in found[1].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
