"""Every result code is raised by a test over SOAP, or it is listed why not."""

from collections.abc import Mapping
from types import MappingProxyType

from architecture.source import sources
from beian.wire.code_causes import causes
from beian.wire.codes import MESSAGES
from launcher.documents.code_entries import Standing, code_entries, counts

CODES = 204
OPEN: Mapping[int, str] = MappingProxyType({})
"""What no test raises over SOAP yet, with the reason. Best: none."""


def test_every_code_says_what_raises_it_or_why_nothing_can() -> None:
    assert list(causes()) == list(MESSAGES)
    assert len(MESSAGES) == CODES
    for code, cause in causes().items():
        assert cause.level in {"call", "file", "record", "decision"}, code
        assert cause.where, code
        assert cause.rule, code
        assert (cause.shortest_input is None) != (cause.reserved is None), code


def test_a_code_that_is_not_reserved_is_raised_over_soap_or_listed_as_open() -> None:
    entries = code_entries(sources())
    counted = counts(entries)
    print(", ".join(f"{number} {standing}" for standing, number in counted.items()))  # noqa: T201 - the counts are for whoever reads the run
    missing = [entry.code for entry in entries if entry.standing is Standing.OPEN]
    assert set(missing) <= set(OPEN), f"no test over SOAP raises {sorted(set(missing) - set(OPEN))}"
    assert set(OPEN) <= set(missing), "raised by now: it is open no more"
    assert sum(counted.values()) == CODES


def test_a_reserved_code_is_raised_by_no_input() -> None:
    wrong = [
        entry.code
        for entry in code_entries(sources())
        if entry.cause.reserved is not None and entry.over_soap
    ]
    assert not wrong, "code_causes.csv calls them reserved, a test raises them"
