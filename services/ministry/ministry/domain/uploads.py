"""A file that an enterprise uploads to the ministry's own interface: why it is not taken on.

Domain data (YM) go only to the ministry, from units with that right. Filings go to the
provider's own bureau: 1045, and so do IP data: 5011. Reasons against a whole file come in the
interface's order, before any record is looked at.

Interface: validation §2. Codes 1045, 5003, 5009, 5011.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from beian.wire.files import UploadFile
from beian.wire.refusal import WireRefusal

DOMAIN_DATA: Final = "YM"
FILING_DATA: Final = "ICP"


def refusal_of(
    file: UploadFile | WireRefusal, isp_id: int, rights: AbstractSet[str]
) -> WireRefusal | None:
    """Return what refuses the whole file, or None. `rights`: the data the unit may report."""
    if isinstance(file, WireRefusal):
        return file
    operation_type = file.records[0].operation_type
    reason = _reason(file, isp_id, rights)
    if reason is None:
        return None
    code, detail = reason
    return WireRefusal(code, detail, kind=file.kind, operation_type=operation_type)


def _reason(file: UploadFile, isp_id: int, rights: AbstractSet[str]) -> tuple[int, str] | None:
    if file.reporting_unit != isp_id:
        return 5003, f"Qqdwid is {file.reporting_unit}"
    if file.kind == FILING_DATA:
        return 1045, "filings go to the provider's own bureau"
    if file.kind not in rights:
        return 5009, f"no right to report {file.kind}"
    return None if file.kind == DOMAIN_DATA else (5011, f"{file.kind} is not open here")
