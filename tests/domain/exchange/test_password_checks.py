"""How often a filing password may be tried in a day."""

import pytest

from beian.errors import Refusal
from beian.events.base import Event
from beian.events.exchange import FilingPasswordChecked
from beian.exchange.password_checks import PASSWORD_CHECKS, CheckPassword
from beian.regulations.reasons import Reason


def checked(day: str = "2026-03-02", *, correct: bool = False) -> FilingPasswordChecked:
    return FilingPasswordChecked(
        isp_id=1, filing_number="苏ICP备2026000001号", day=day, correct=correct
    )


@pytest.mark.proves("22")
def test_checks_are_limited_within_a_day() -> None:
    history: list[Event] = [checked(), checked(correct=True)]
    state = PASSWORD_CHECKS.fold(history)
    assert PASSWORD_CHECKS.decide(state, CheckPassword(checked(), 3), None) == [checked()]
    refusal = PASSWORD_CHECKS.decide(state, CheckPassword(checked(), 2), None)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.PASSWORD_CHECKS_EXCEEDED


def test_the_next_day_counts_anew() -> None:
    state = PASSWORD_CHECKS.fold([checked(), checked()])
    tomorrow = checked("2026-03-03")
    assert PASSWORD_CHECKS.decide(state, CheckPassword(tomorrow, 2), None) == [tomorrow]
