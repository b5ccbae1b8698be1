"""What refuses a whole file before any record of it is looked at.

Codes 1045, 1053, 1054, 2001, 3036, 5003, 5009, 5011. Validation §2; form and version (5001, 5004,
5008) are the wire's. Until it is open, an operation is answered 5011.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from beian.wire.files import UploadFile

GROUP: Final = "GROUP"
"""The right of a basic operator's group headquarters: it alone reports broadcasts."""
_BROADCASTS: Final = frozenset({"IP/XZBA/Xzgbjs", "IP/XGBA/Xggbjs", "IP/SCBA/Scgbjs"})


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """The unit whose file it is, as the bureau admitted it."""

    isp_id: int
    region: str
    rights: frozenset[str]
    withdrawn: int | None = None
    """Where the admission was taken back: the code that says so of ICP data, 1053 or 1054."""


def check_file(
    file: UploadFile,
    isp_id: int,
    unit: ReportingUnit | None,
    region: str,
    opened: Collection[str],
) -> int | None:
    """Return the code that refuses the file, or None.

    In this order: is it the sender's (5003), may it come here (3036), is the unit known
    (1054; 1053 if it was deleted; 2001 for IP data), at its own bureau (1045), entitled (5009), and
    are its operations among `opened` (5011).
    """
    if file.reporting_unit != isp_id:
        return 5003
    if file.kind == "YM":
        return 3036
    gone = 1054 if unit is None else unit.withdrawn
    if unit is None or gone is not None:
        return gone if file.kind == "ICP" else 2001
    if file.kind == "ICP" and unit.region != region:
        return 1045
    if file.kind not in unit.rights:
        return 5009
    if GROUP not in unit.rights and not _BROADCASTS.isdisjoint(file.operations):
        return 5009
    if any(operation not in opened for operation in file.operations):
        return 5011
    return None
