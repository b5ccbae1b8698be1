"""Departments that may veto an annual review besides those the order names (其他部门).

The order's list of eight ends with 等, so a bureau may enter further ones. Stream
`department-<kind>`. Rule: O33-031.
"""

import re
from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.annual_review import DepartmentAdmitted, DepartmentStruckOut
from beian.events.base import Event
from beian.regulations.departments import MAY_VETO
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "department"
_NAME: Final = re.compile("[a-z][a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class AdmitDepartment:
    """Enter a kind of department that may veto reviews in its own field."""

    kind: str
    name: str
    officer: str


@dataclass(frozen=True, slots=True)
class StrikeOutDepartment:
    """Strike out a department that was entered."""

    officer: str


@dataclass(frozen=True, slots=True)
class ReviewDepartment:
    """A kind of department at this bureau."""

    phase: str = ""
    kind: str = ""
    name: str = ""

    @property
    def may_veto(self) -> bool:
        """Whether the bureau has entered it."""
        return self.phase == "Admitted"


@enforces("O33-031")
def decide(
    state: ReviewDepartment, command: AdmitDepartment | StrikeOutDepartment, _context: object
) -> Decision:
    """Say what happens to the table, or why nothing may. Repeating a command adds nothing."""
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-031")
    match command:
        case AdmitDepartment():
            if command.kind in MAY_VETO:
                return Refusal(Reason.ALREADY_EXISTS, "该部门本来就在名单中", "kind", "O33-031")
            if not _NAME.fullmatch(command.kind) or not command.name:
                return Refusal(Reason.INVALID_FIELD, "应当有代码和名称", "kind", "O33-031")
            if state.may_veto:
                return []
            return [
                DepartmentAdmitted(
                    kind=command.kind,
                    name=command.name,
                    officer=command.officer,
                    rules=("O33-031",),
                )
            ]
        case StrikeOutDepartment():
            if not state.may_veto:
                return []
            return [
                DepartmentStruckOut(kind=state.kind, officer=command.officer, rules=("O33-031",))
            ]
        case _:
            assert_never(command)


def evolve(state: ReviewDepartment, event: Event) -> ReviewDepartment:
    """Return the state after `event`."""
    match event:
        case DepartmentAdmitted():
            return ReviewDepartment("Admitted", event.kind, event.name)
        case DepartmentStruckOut():
            return ReviewDepartment("StruckOut", state.kind, state.name)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a department")


DEPARTMENT: Final[Decider[ReviewDepartment, AdmitDepartment | StrikeOutDepartment, object]] = (
    Decider(ReviewDepartment(), decide, evolve)
)


def department_stream(kind: str) -> str:
    """Return the stream of a kind of department."""
    return f"{KIND}-{kind}"
