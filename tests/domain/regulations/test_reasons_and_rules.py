"""Reasons have a text each; the rule catalogue is whole and refuses what it does not know."""

import pytest

from beian.regulations.reasons import TEXTS, Reason
from beian.regulations.rules import ACTIVE, ENFORCED_BY, enforces, rules


def test_every_reason_has_a_chinese_text_of_its_own() -> None:
    assert set(TEXTS) == set(Reason)
    assert len(set(TEXTS.values())) == len(Reason)
    assert all(any("一" <= letter <= "鿿" for letter in text) for text in TEXTS.values())


def test_a_reason_is_stored_under_its_name() -> None:
    assert all(reason.value == reason.name for reason in Reason)
    assert Reason.CONFLICT.text == "与已有或正在办理的备案冲突"


def test_the_catalogue_holds_all_rules_once() -> None:
    statuses = [rule.status for rule in rules().values()]
    counts = {status: statuses.count(status) for status in set(statuses)}
    assert counts == {"active": 310, "provincial": 24, "superseded": 23, "historical": 10}
    assert len(ACTIVE) == 334


def test_a_superseded_rule_names_a_rule_that_exists() -> None:
    for rule in rules().values():
        assert (rule.superseded_by is not None) == (rule.status == "superseded")
        assert rule.superseded_by is None or rule.superseded_by in rules()


def test_enforces_changes_nothing_and_remembers_where() -> None:
    def double(number: int) -> int:
        return 2 * number

    decorated = enforces("R14-094")(double)
    try:
        assert decorated is double
        assert any(where.endswith("double") for where in ENFORCED_BY["R14-094"])
    finally:
        ENFORCED_BY["R14-094"] = {w for w in ENFORCED_BY["R14-094"] if not w.endswith("double")}


def test_an_unknown_rule_stops_the_reading_of_its_module() -> None:
    with pytest.raises(AssertionError, match="R14-999"):
        enforces("R14-094", "R14-999")
