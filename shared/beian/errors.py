"""A no and a break: the two ways in which something does not happen.

A `Refusal` is a rule's answer and is returned; a `Fault` is a breakage and is raised.
"""

from dataclasses import dataclass

from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule said no. An ordinary answer: returned, never raised."""

    reason: Reason
    detail: str
    """For the person who must correct the application; Chinese where a sponsor reads it."""
    field: str | None = None
    rule: str | None = None


class Fault(Exception):
    """Something is broken. Never a rule: the caller cannot correct it."""


class VersionConflict(Fault):
    """The stream grew while we decided; load it again and decide again."""

    def __init__(self, stream: str, *, expected: int, found: int) -> None:
        super().__init__(f"{stream}: expected version {expected}, found {found}")
        self.stream = stream


class NotWriter(Fault):
    """The log's writer lock is not held here now: ask another replica, or again later."""


class Unhandleable(Fault):
    """A message no retry can mend: it is parked with this reason."""
