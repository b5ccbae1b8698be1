"""Every rule of the catalogue with where it is enforced and which tests prove it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from beian.regulations.rules import ACTIVE, Rule, not_simulated, rules
from launcher.documents.proofs import enforced_by, proved_by
from launcher.documents.sources import Sources

PROVED: Final = "proved"
OPEN: Final = "open"
NOT_SIMULATED: Final = "not simulated"
DATED: Final = "dated"
STANDINGS: Final = (PROVED, OPEN, NOT_SIMULATED, DATED)
"""How a rule stands. `dated`: it binds only in a network whose date lies in its time."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule."""

    rule: Rule
    enforced_by: tuple[str, ...]
    """`module:function` of each that names it."""
    proved_by: tuple[str, ...]
    """Ids of the tests that are marked as its proof."""
    not_simulated: str | None
    """Why it cannot be carried out in a simulated network."""

    @property
    def standing(self) -> str:
        """Say how the rule stands, in one of `STANDINGS`."""
        if self.enforced_by and self.proved_by:
            return PROVED
        if self.not_simulated is not None:
            return NOT_SIMULATED
        return OPEN if self.rule.id in ACTIVE else DATED

    def as_json(self) -> dict[str, Any]:
        """Return it as `beian rules --json` shows it."""
        return {
            "id": self.rule.id,
            "document": self.rule.document,
            "article": self.rule.article,
            "topic": self.rule.topic,
            "actor": self.rule.actor,
            "text": self.rule.text,
            "deadline": self.rule.deadline or None,
            "status": self.rule.status,
            "superseded_by": self.rule.superseded_by,
            "standing": self.standing,
            "enforced_by": list(self.enforced_by),
            "proved_by": list(self.proved_by),
            "not_simulated": self.not_simulated,
        }


def rule_entries(sources: Sources) -> tuple[RuleEntry, ...]:
    """Return all rules in the catalogue's order."""
    enforced, proved, reasons = enforced_by(sources), proved_by(sources), not_simulated()
    return tuple(
        RuleEntry(rule, enforced.get(rule.id, ()), proved.get(rule.id, ()), reasons.get(rule.id))
        for rule in rules().values()
    )


def counts(entries: Iterable[RuleEntry]) -> Mapping[str, int]:
    """Return how many rules stand how, those that none has left out."""
    found = Counter(entry.standing for entry in entries)
    return {standing: found[standing] for standing in STANDINGS if found[standing]}
