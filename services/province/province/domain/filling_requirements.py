"""Which clause of the requirements on standard and truthful filling a return reason falls under.

The requirements' text is not among the regulations we have: the clause codes are ours, and each
reason for which a reviewer may return an application has one. Rule: R14-012.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

CLAUSES: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.INCOMPLETE: "TB-01",
        Reason.INACCURATE: "TB-02",
        Reason.NAME_NOT_ALLOWED: "TB-03",
        Reason.NAME_AUTHORIZATION_MISSING: "TB-04",
        Reason.PREAPPROVAL_MISSING: "TB-05",
        Reason.PREAPPROVAL_FALSE: "TB-06",
        Reason.DOMAIN_OWNER_MISMATCH: "TB-07",
        Reason.SHEET_MISSING: "TB-08",
        Reason.ONSITE_MISSING: "TB-09",
        Reason.SLIP_PHOTO_MISSING: "TB-10",
        Reason.PHOTO_SIZE: "TB-11",
        Reason.FACE_MISMATCH: "TB-12",
        Reason.BLACKLISTED: "TB-13",
        Reason.DUPLICATE_IN_PROGRESS: "TB-14",
        Reason.CONFLICT: "TB-15",
        Reason.PERMISSION_SUSPENDED: "TB-16",
    }
)


@enforces("R14-012")
def clauses_of(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Return the clauses of reasons, in their order. KeyError: no reason for a return."""
    return tuple(dict.fromkeys(CLAUSES[reason] for reason in reasons))


def may_return_for(reason: Reason) -> bool:
    """Say whether a reviewer may return an application for it."""
    return reason in CLAUSES
