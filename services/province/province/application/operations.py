"""The operations this bureau processes; a file with any other is answered 5011."""

from collections.abc import Mapping
from typing import Final

from province.application.new_filings import take_new_filings
from province.application.taking import TakeRecords

OPERATIONS: Final[Mapping[str, TakeRecords]] = {
    "ICP/XZBA": take_new_filings,
}
"""By the operation's name; an entry opens it."""
