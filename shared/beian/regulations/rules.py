"""The rule catalogue: which rules exist, which bind today, and which function carries each out.

One row a rule, in the catalogue's words; the documents' own sentences are not here. A rule's id
stands where it is enforced (`@enforces`) and at its test (`proves`); one that nobody can simulate
has its reason in not_simulated.csv.
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
    actor: str
    """Who bears the duty."""
    status: str
    """active, provincial (Jiangsu), superseded, historical."""
    superseded_by: str | None
    service: str
    deadline: str
    """As the catalogue writes it: `20 working days`, `monthly`; empty without one."""
    events: tuple[str, ...]
    text: str
    """The duty in one sentence."""


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
            actor=row["actor"],
            status=row["status"],
            superseded_by=row["superseded_by"] or None,
            service=row["service"],
            deadline=row["deadline"],
            events=tuple(filter(None, row["events"].split(";"))),
            text=row["text"],
        )
        for row in csv.DictReader(text.splitlines())
    }


ACTIVE: Final[frozenset[str]] = frozenset(
    rule.id for rule in rules().values() if rule.status in {"active", "provincial"}
)
"""Rules that bind today; the provincial ones only subjects of their province."""


@cache
def not_simulated() -> dict[str, str]:
    """Return, by rule, why it cannot be carried out in a simulated network."""
    text = (files(__package__) / "not_simulated.csv").read_text("utf-8")
    return {row["id"]: row["reason"] for row in csv.DictReader(text.splitlines())}


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
