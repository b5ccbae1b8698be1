"""The operations this bureau processes; a file with any other is answered 5011."""

from collections.abc import Mapping
from typing import Final

from beian.wire.operations import OPERATIONS as ALL_OPERATIONS
from province.application.cancellations import take_cancellations
from province.application.changes import take_changes
from province.application.ip_records import take_ip_records
from province.application.materials import take_materials
from province.application.new_filings import take_new_filings
from province.application.self_filings import take_verifications
from province.application.taking import TakeRecords
from province.application.unfiled_sites import take_handled

OPERATIONS: Final[Mapping[str, TakeRecords]] = {
    "ICP/XZBA": take_new_filings,
    "ICP/XZWZ": take_changes,
    "ICP/XZJR": take_changes,
    "ICP/BGBA": take_changes,
    "ICP/ZXBA": take_cancellations,
    "ICP/WBACLJG": take_handled,
    "ICP/XZHYD": take_materials,
    "ICP/HSJG": take_verifications,
    **{name: take_ip_records for name in ALL_OPERATIONS if name.startswith("IP/")},
}
"""By the operation's name; an entry opens it."""
