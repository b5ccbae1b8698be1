"""Old schema versions of events, brought up to today's on reading. Stored bytes never change.

One function per step: it takes the `data` of version n as plain JSON values and returns that
of version n + 1. A step, once released, is never edited.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

type Data = dict[str, Any]

_CHINA: Final = timezone(timedelta(hours=8))


def _without_listing(data: Data) -> Data:
    return {**data, "listing": None}


def _photo_in_the_contracts_time(data: Data) -> Data:
    """Version 1 kept the time as it was sent: any zone, any fraction. A text that is none stays."""
    try:
        moment = datetime.fromisoformat(data["taken_at"])
        taken_at = (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).astimezone(_CHINA)
    except (ValueError, OverflowError):
        return data
    return {**data, "taken_at": taken_at.isoformat(timespec="microseconds")}


def _refusing_unreported_addresses(data: Data) -> Data:
    return {**data, "ip_comparison": "refuse"}


UPCASTS: Final[Mapping[tuple[str, int], Callable[[Data], Data]]] = {
    ("BlacklistNoted", 1): _without_listing,
    ("BlacklistSynchronized", 1): _without_listing,
    ("InterfaceConditionsAdopted", 1): _refusing_unreported_addresses,
    ("InterfaceConditionsSet", 1): _refusing_unreported_addresses,
    ("PhotoCaptured", 1): _photo_in_the_contracts_time,
}
"""(event type, schema version it reads) -> the step to the next version."""


def upcast(name: str, schema: int, data: Data, *, to: int) -> Data:
    """Return `data` brought from version `schema` to `to`. KeyError where a step is missing."""
    for version in range(schema, to):
        data = UPCASTS[name, version](data)
    return data
