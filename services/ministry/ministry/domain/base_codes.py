"""Changes of the code tables (基础代码) of the enterprise interface: how a row is called.

The ids of the interface and what they mean to its checks do not change while a network runs;
names and remarks do, and every bureau hands a change on as JCDM. Interface §13, §14 (53).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.base_codes import BaseCodeChanged
from beian.regulations.base_codes import (
    NAME_CHARACTERS_MAX,
    REMARK_CHARACTERS_MAX,
    code_entry,
    tables,
)
from beian.regulations.reasons import Reason

STREAM: Final = "basecode-national"


@dataclass(frozen=True, slots=True)
class ChangeCode:
    """Say a row of a table anew."""

    table: str
    code: int
    name: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class BaseCodes:
    """What was changed, by table and id."""

    version: int = 0
    changed: Mapping[tuple[str, int], BaseCodeChanged] = field(default_factory=dict)


def decide(state: BaseCodes, command: ChangeCode, _context: None) -> Decision:
    """Say what changes, or why nothing may. What is said already is no change."""
    if command.table not in tables():
        return Refusal(Reason.NOT_FOUND, f"代码表应为 {'、'.join(tables())}", field="table")
    entry = code_entry(command.table, command.code)
    if entry is None:
        return Refusal(Reason.NOT_FOUND, "代码表中没有该代码", field="code")
    name, remark = command.name.strip(), (command.remark or "").strip() or None
    if not 0 < len(name) <= NAME_CHARACTERS_MAX:
        detail = f"名称应为1至{NAME_CHARACTERS_MAX}个字符"
        return Refusal(Reason.INVALID_FIELD, detail, field="name")
    if remark is not None and len(remark) > REMARK_CHARACTERS_MAX:
        detail = f"备注至多{REMARK_CHARACTERS_MAX}个字符"
        return Refusal(Reason.INVALID_FIELD, detail, field="remark")
    last = state.changed.get((command.table, command.code))
    stands = (entry.name, None) if last is None else (last.name, last.remark)
    if stands == (name, remark):
        return []
    return [
        BaseCodeChanged(
            version=state.version + 1,
            table=command.table,
            code=command.code,
            name=name,
            remark=remark,
        )
    ]


def evolve(state: BaseCodes, event: Event) -> BaseCodes:
    """Return what was changed after `event`."""
    assert isinstance(event, BaseCodeChanged), f"{type(event).__name__} changes no code"
    return BaseCodes(event.version, {**state.changed, (event.table, event.code): event})


BASE_CODES: Final[Decider[BaseCodes, ChangeCode, None]] = Decider(BaseCodes(), decide, evolve)
