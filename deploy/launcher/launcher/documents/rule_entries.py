"""Every rule of the catalogue with where it is enforced and which tests prove it."""

from dataclasses import dataclass
from typing import Any

from beian.regulations.rules import Rule, rules
from launcher.documents.proofs import enforced_by, proved_by
from launcher.documents.sources import Sources


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule."""

    rule: Rule
    enforced_by: tuple[str, ...]
    """`module:function` of each that names it."""
    proved_by: tuple[str, ...]
    """Ids of the tests that are marked as its proof."""

    def as_json(self) -> dict[str, Any]:
        """Return it as `beian rules --json` shows it.

        `not_simulated` has no reason for any rule yet: what is neither enforced nor proved is open.
        """
        return {
            "id": self.rule.id,
            "document": self.rule.document,
            "article": self.rule.article,
            "topic": self.rule.topic,
            "status": self.rule.status,
            "superseded_by": self.rule.superseded_by,
            "enforced_by": list(self.enforced_by),
            "proved_by": list(self.proved_by),
            "not_simulated": None,
        }


def rule_entries(sources: Sources) -> tuple[RuleEntry, ...]:
    """Return all rules in the catalogue's order."""
    enforced, proved = enforced_by(sources), proved_by(sources)
    return tuple(
        RuleEntry(rule, enforced.get(rule.id, ()), proved.get(rule.id, ()))
        for rule in rules().values()
    )
