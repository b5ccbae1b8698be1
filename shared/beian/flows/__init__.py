"""The flows of the regulations as state machines, one module each. PURE.

A module `flow_<nn>` holds `LIFECYCLE`; what it draws is compared with `diagrams.csv`, which has
the arrows of the flows' diagrams (`*` is the end).
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

from beian.flows.lifecycle import START, Lifecycle, Step, drawn

__all__ = ["START", "Arrow", "Lifecycle", "Step", "arrows", "drawn", "lifecycles"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row of diagrams.csv."""

    flow: str
    source: str
    """Empty at the start."""
    target: str
    """`*` at the end."""
    label: str


@cache
def arrows() -> tuple[Arrow, ...]:
    """Return every arrow that the flows' diagrams draw, in their order."""
    text = (files(__package__) / "diagrams.csv").read_text("utf-8")
    return tuple(Arrow(**row) for row in csv.DictReader(text.splitlines()))


@cache
def lifecycles() -> dict[str, Lifecycle]:
    """Return the state machines by flow."""
    names = sorted(one.name for one in iter_modules(__path__) if one.name.startswith("flow_"))
    found = [import_module(f"{__package__}.{name}").LIFECYCLE for name in names]
    return {one.flow: one for one in found}
