"""A report as Markdown, HTML and JSON: one document of tables, three ways of writing it. PURE."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import Any, Final

NOTHING: Final = "—"
"""Where there is no figure."""
_STYLE: Final = (
    "body{font-family:sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}th{background:#eef}"
)
_SPECIAL: Final = r"\`*_{}[]<>|#"
"""What Markdown would read as something else."""


class Format(StrEnum):
    """How a report is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


type Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its table."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Document:
    """A report: what people read, and the same for programs."""

    title: str
    notes: Sequence[str]
    tables: Sequence[Table]
    data: dict[str, Any] = field(default_factory=dict)

    def render(self, form: Format) -> str:
        """Return the report as text that ends with a line break."""
        match form:
            case Format.MARKDOWN:
                return _markdown(self)
            case Format.HTML:
                return _html(self)
            case Format.JSON:
                return json.dumps(self.data, ensure_ascii=False, indent=2) + "\n"


def rate(value: float | None) -> str | None:
    """Return a rate in percent as people read it."""
    return None if value is None else f"{value:.2f}%"


def _said(cell: Cell) -> str:
    return NOTHING if cell is None else str(cell)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    one_line = " ".join(text.split())
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in one_line)


def _markdown(document: Document) -> str:
    lines = [f"# {_plain(document.title)}", ""]
    lines += [f"{_plain(note)}\n" for note in document.notes]
    for table in document.tables:
        lines += [f"## {_plain(table.heading)}", "", _row(table.head)]
        lines.append(f"|{' --- |' * len(table.head)}")
        lines += [_row(row) for row in table.rows]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(_plain(_said(cell)) for cell in cells)} |"


def _html(document: Document) -> str:
    title = escape(document.title)
    parts = [
        "<!doctype html>",
        '<html lang="zh-CN"><head><meta charset="utf-8">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        *(f"<p>{escape(note)}</p>" for note in document.notes),
    ]
    for table in document.tables:
        parts.append(f"<h2>{escape(table.heading)}</h2>")
        head = "".join(f"<th>{escape(name)}</th>" for name in table.head)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>")
        parts += [f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows]
        parts.append("</tbody></table>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _cell(cell: Cell) -> str:
    kind = "" if isinstance(cell, str) and not cell.endswith("%") else ' class="n"'
    return f"<td{kind}>{escape(_said(cell))}</td>"
