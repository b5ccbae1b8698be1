"""The base-code tables of the interface (基础代码): what may stand in a coded field.

Facts are in code_tables.csv, its `source` as the interface reference has it: `spec` and
`client` are established, `public` comes from public listings, and `ours` are tables that were
never published, with ids of our own. Interface §13.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """One row of one table."""

    id: int
    name: str
    parent_table: str | None
    """The table of the row this one belongs to: zjlx belongs to dwxz."""
    parent_id: int | None
    source: str


@cache
def _tables() -> dict[str, dict[int, Code]]:
    tables: dict[str, dict[int, Code]] = {}
    text = (files(__package__) / "code_tables.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        parent_table, _, parent_id = row["parent"].partition(":")
        tables.setdefault(row["table"], {})[int(row["id"])] = Code(
            id=int(row["id"]),
            name=row["name"],
            parent_table=parent_table or None,
            parent_id=int(parent_id) if parent_id else None,
            source=row["source"],
        )
    return tables


def tables() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(_tables())


def table(name: str) -> dict[int, Code]:
    """Return a table's rows by id. An unknown table is a mistake of the caller (KeyError)."""
    return _tables()[name]


def exists(name: str, code: int) -> bool:
    return code in table(name)


def find(name: str, code: int) -> Code | None:
    return table(name).get(code)


def name_of(name: str, code: int) -> str | None:
    """Return the Chinese name of a code, or None if the table has no such code."""
    row = find(name, code)
    return row.name if row else None


def weight_of(code: int) -> int:
    """Return the Ysid (运算标识) of a code: one bit for each, as §13 infers; ours.

    Of 管局, 前置审批, 服务内容, 接入方式. A bureau's Bm (管局编码) is its province's letters.
    """
    return 1 << (code - 1)
