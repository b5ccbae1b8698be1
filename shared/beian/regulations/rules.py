"""The rule catalogue: which rules exist, which bind today, and which function carries each out.

Facts only (id, document, article, status, events); the sentences are the documents' own.
A rule's id stands where it is enforced (`@enforces`) and at its test (`proves`).
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.csv."""

    id: str
    document: str
    article: str
    """Article, section or annex of the document, in Arabic numerals."""
    topic: str
    status: str
    """active, provincial (Jiangsu), superseded, historical."""
    superseded_by: str | None
    service: str
    events: tuple[str, ...]


@cache
def rules() -> dict[str, Rule]:
    """Return all rules by id, in the catalogue's order."""
    text = (files(__package__) / "rules.csv").read_text("utf-8")
    return {
        row["id"]: Rule(
            id=row["id"],
            document=row["document"],
            article=row["article"],
            topic=row["topic"],
            status=row["status"],
            superseded_by=row["superseded_by"] or None,
            service=row["service"],
            events=tuple(filter(None, row["events"].split(";"))),
        )
        for row in csv.DictReader(text.splitlines())
    }


ACTIVE: Final[frozenset[str]] = frozenset(
    rule.id for rule in rules().values() if rule.status in {"active", "provincial"}
)
"""Rules that bind today; the provincial ones only subjects of their province."""

ENFORCED_BY: Final[dict[str, set[str]]] = defaultdict(set)
"""Rule id -> `module:function` of all that enforce it; filled as modules are read."""


def enforces[**P, R](*ids: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say which rules a function carries out. Changes nothing at run time.

    An id that is not in the catalogue fails when the module is read.
    """
    unknown = [rule for rule in ids if rule not in rules()]
    assert not unknown, f"not in the rule catalogue: {', '.join(unknown)}"
    assert ids, "name at least one rule"

    def enter(function: Callable[P, R]) -> Callable[P, R]:
        name = getattr(function, "__qualname__", repr(function))
        for rule in ids:
            ENFORCED_BY[rule].add(f"{function.__module__}:{name}")
        return function

    return enter
