"""The conditions of a bureau's interface: what may be set, and what may not."""

import pytest

from beian.events.providers import InterfaceConditionsSet
from beian.regulations.reasons import Reason
from ministry.domain.interface_conditions import CONDITIONS, SetConditions
from support.spec import Given

given = Given(CONDITIONS)
CLOSED = InterfaceConditionsSet(
    region="320000",
    maintenance="all",
    upload_hours="09:00-18:00",
    waiting_files_max=1,
    password_checks_max=2,
    ip_comparison="report",
    changes_max=3,
)
CLOSE = SetConditions("320000", "all", "09:00-18:00", 1, 2, "report", 3)


@pytest.mark.proves("901", "902", "20", "15", "22", "1062", "1063")
def test_conditions_are_set_once() -> None:
    given().when(CLOSE, None).then(CLOSED)
    given(CLOSED).when(CLOSE, None).then_nothing()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (SetConditions("330099"), Reason.UNKNOWN_REGION),
        (SetConditions("320000", "sometimes"), Reason.INVALID_FIELD),
        (SetConditions("320000", upload_hours="9 to 5"), Reason.INVALID_FIELD),
        (SetConditions("320000", upload_hours="09:00-09:00"), Reason.INVALID_FIELD),
        (SetConditions("320000", upload_hours="25:00-26:00"), Reason.INVALID_FIELD),
        (SetConditions("320000", waiting_files_max=0), Reason.INVALID_FIELD),
        (SetConditions("320000", password_checks_max=-1), Reason.INVALID_FIELD),
        (SetConditions("320000", ip_comparison="sometimes"), Reason.INVALID_FIELD),
        (SetConditions("320000", changes_max=0), Reason.INVALID_FIELD),
    ],
)
def test_conditions_that_make_no_sense_are_refused(command: SetConditions, reason: Reason) -> None:
    given().when(command, None).then_refused(reason)
