"""Every result code with what raises it, where the source gives it and which tests prove it.

What `beian codes` and docs/codes.md both show.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from beian.wire.code_causes import Cause, causes
from beian.wire.codes import CATEGORIES, MESSAGES
from launcher.documents.code_places import raised_in
from launcher.documents.proofs import proved_by
from launcher.documents.sources import Sources

OVER_SOAP: Final = ("tests/network/", "tests/robustness/", "tests/integration/")
"""Folders whose tests send SOAP to a service that runs."""


class Standing(StrEnum):
    """Where a code stands in this release."""

    PROVED = "proved"
    """A test raises it over SOAP."""
    OPEN = "open"
    """Some input should raise it; no test does so over SOAP yet."""
    RESERVED = "reserved"
    """No input of V3.0 can raise it."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code."""

    code: int
    category: str
    message: str
    cause: Cause
    raised_in: tuple[str, ...]
    """Modules of the source that give it."""
    proved_by: tuple[str, ...]
    """Ids of all tests that are marked as its proof, those over SOAP first."""

    @property
    def over_soap(self) -> tuple[str, ...]:
        """The tests that raise it over SOAP."""
        return tuple(test for test in self.proved_by if test.startswith(OVER_SOAP))

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.over_soap:
            return Standing.PROVED
        return Standing.OPEN if self.cause.reserved is None else Standing.RESERVED

    def as_json(self) -> dict[str, Any]:
        """Return it as `beian codes --json` shows it."""
        return {
            "code": self.code,
            "category": self.category,
            "message": self.message,
            "level": self.cause.level,
            "where": list(self.cause.where),
            "cause": self.cause.cause,
            "rule": self.cause.rule,
            "shortest_input": self.cause.shortest_input,
            "raised_in": list(self.raised_in),
            "proved_by": list(self.proved_by),
            "proved_over_soap": bool(self.over_soap),
            "reserved": self.cause.reserved,
            "standing": self.standing.value,
        }


def code_entries(sources: Sources) -> tuple[CodeEntry, ...]:
    """Return all 204 codes in the catalogue's order."""
    raised, proved = raised_in(sources), proved_by(sources)
    return tuple(
        CodeEntry(
            code,
            CATEGORIES[code],
            message,
            causes()[code],
            raised.get(code, ()),
            _soap_first(proved.get(str(code), ())),
        )
        for code, message in MESSAGES.items()
    )


def counts(entries: Iterable[CodeEntry]) -> Mapping[Standing, int]:
    """Return how many codes stand where."""
    found = Counter(entry.standing for entry in entries)
    return {standing: found[standing] for standing in Standing}


def _soap_first(tests: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(tests, key=lambda test: (not test.startswith(OVER_SOAP), test)))
