"""The operations this bureau processes; a file with any other is answered 5011."""

from collections.abc import Mapping
from typing import Final

from province.application.materials import take_materials
from province.application.new_filings import take_new_filings
from province.application.taking import TakeRecords

OPERATIONS: Final[Mapping[str, TakeRecords]] = {
    "ICP/XZBA": take_new_filings,
    "ICP/XZHYD": take_materials,
}
"""By the operation's name; an entry opens it."""
