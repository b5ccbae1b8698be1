"""A file that an enterprise uploads to the ministry's own interface: why it is not taken on.

Domain data (YM) go only to the ministry, and filing of domains is not open yet: 5011. Filings
go to the provider's own bureau: 1045. Other reasons against a whole file come first, in the
interface's order. No record is looked at.

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
) -> WireRefusal:
    """Return the one result of the whole file. `rights`: the kinds of data the unit may report."""
    if isinstance(file, WireRefusal):
        return file
    operation_type = file.records[0].operation_type
    code, detail = _reason(file, isp_id, rights)
    return WireRefusal(code, detail, kind=file.kind, operation_type=operation_type)


def _reason(file: UploadFile, isp_id: int, rights: AbstractSet[str]) -> tuple[int, str]:
    if file.reporting_unit != isp_id:
        return 5003, f"Qqdwid is {file.reporting_unit}"
    if file.kind == FILING_DATA:
        return 1045, "filings go to the provider's own bureau"
    if file.kind not in rights:
        return 5009, f"no right to report {file.kind}"
    return 5011, f"{file.kind} is not open"
