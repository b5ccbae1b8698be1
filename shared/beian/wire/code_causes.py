"""What raises each result code, by which rule, and with how little: `code_causes.csv`.

Read where it is asked for: nothing that answers a call needs it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Cause:
    """One row: when the code is given."""

    level: str
    """call (msg_code), file (all of it), record, or decision (of a review or the ministry)."""
    where: tuple[str, ...]
    """Methods (isp_upload), kinds (IP) or operations (ICP/XZBA, IP/XZBA/Xzfp)."""
    cause: str
    rule: str
    """Where the interface's texts or the rule catalogue say so."""
    shortest_input: str | None
    """None exactly where the code is reserved."""
    reserved: str | None
    """Why no input can raise it; None where one can."""

    def concerns(self, method: str) -> bool:
        """Say whether a method or operation, or part of its name, can be answered so."""
        wanted = method.lower()
        return any(wanted in place.lower() or _below(wanted, place) for place in self.where)


@cache
def causes() -> Mapping[int, Cause]:
    """Return the cause of every code, in the catalogue's order."""
    text = resources.files(__package__).joinpath("code_causes.csv").read_text("utf-8")
    return MappingProxyType(
        {
            int(row["code"]): Cause(
                level=row["level"],
                where=tuple(row["where"].split()),
                cause=row["cause"],
                rule=row["rule"],
                shortest_input=row["shortest_input"] or None,
                reserved=row["reserved"] or None,
            )
            for row in csv.DictReader(text.splitlines())
        }
    )


def _below(wanted: str, place: str) -> bool:
    """Say whether an operation belongs to a whole kind that is named."""
    return wanted.startswith(f"{place.lower()}/")
