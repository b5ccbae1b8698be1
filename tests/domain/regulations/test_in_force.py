"""A rule holds in its time, and a provincial one for the subjects of its province."""

from datetime import date

import pytest

from beian.regulations.in_force import binds_subject, in_force
from beian.regulations.rules import rules


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_what_binds_today_is_in_force_today_and_what_was_superseded_is_not(rule: object) -> None:
    rule_id = getattr(rule, "id", "")
    status = rules()[rule_id].status
    binds = status in {"active", "provincial"} and rule_id != "J45-015"
    assert in_force(rule_id, date(2026, 3, 2)) == binds


def test_a_superseded_rule_holds_until_its_successor() -> None:
    old = next(rule for rule in rules().values() if rule.superseded_by)
    assert in_force(old.id, date(2013, 12, 31)) == (old.document != "RULES-2014")
    assert not in_force(old.id, date(2014, 1, 1))


def test_nothing_holds_before_its_document() -> None:
    assert not in_force("O292-002", date(2000, 9, 24))
    assert in_force("O292-002", date(2000, 9, 25))


def test_a_notice_of_jiangsu_binds_its_subjects_from_june_2021() -> None:
    assert binds_subject("J45-012", "320000", date(2021, 6, 1))
    assert not binds_subject("J45-012", "320000", date(2021, 5, 31))
    assert not binds_subject("J45-012", "440000", date(2026, 3, 2))
    assert binds_subject("O33-011", "440000", date(2026, 3, 2))
