"""Old schema versions of events, brought up to today's on reading. Stored bytes never change.

One function per step: it takes the `data` of version n as plain JSON values and returns that
of version n + 1. A step, once released, is never edited.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

type Data = dict[str, Any]


def _without_listing(data: Data) -> Data:
    return {**data, "listing": None}


UPCASTS: Final[Mapping[tuple[str, int], Callable[[Data], Data]]] = {
    ("BlacklistNoted", 1): _without_listing,
    ("BlacklistSynchronized", 1): _without_listing,
}
"""(event type, schema version it reads) -> the step to the next version."""


def upcast(name: str, schema: int, data: Data, *, to: int) -> Data:
    """Return `data` brought from version `schema` to `to`. KeyError where a step is missing."""
    for version in range(schema, to):
        data = UPCASTS[name, version](data)
    return data
