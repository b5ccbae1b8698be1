"""A filing is cancelled on the day the service ends; later is accepted, and noted."""

import pytest

from beian.events.records import (
    CancellationOverdueDetected,
    Cancelling,
    RecordChangeBegun,
    ServiceEndRecorded,
)
from beian.regulations.reasons import Reason
from domain.province.test_cancellation import FILED, FIRST, NUMBER, SUBJECT_ID
from province.domain.cancelling import SITE, SUBJECT
from province.domain.filed_record import RECORD, BeginChange
from province.domain.service_end import RecordServiceEnd
from support.spec import Given

given = Given(RECORD)
ENDED = RecordServiceEnd(f"{NUMBER}-1", "2026-03-31", "电话回访")


def asked(kind: int, record_id: int, day: str) -> BeginChange:
    return BeginChange("second", "ICP/ZXBA", Cancelling(kind=kind, record_id=record_id), day)


@pytest.mark.proves("O33-016")
@pytest.mark.parametrize(("kind", "part"), [(SITE, FIRST), (SUBJECT, SUBJECT_ID)])
def test_a_cancellation_one_day_after_the_end_of_service_is_accepted_and_noted(
    kind: int, part: int
) -> None:
    history = given(FILED).after(ENDED, None)
    assert isinstance(history.events[-1], ServiceEndRecorded)
    outcome = history.when(asked(kind, part, "2026-04-01"), None)
    _, noted = outcome.then_types(RecordChangeBegun, CancellationOverdueDetected)
    assert isinstance(noted, CancellationOverdueDetected)
    assert (noted.ended_on, noted.requested_on) == ("2026-03-31", "2026-04-01")


@pytest.mark.proves("O33-016")
def test_a_cancellation_on_the_day_of_the_end_is_in_time() -> None:
    history = given(FILED).after(ENDED, None)
    history.when(asked(SITE, FIRST, "2026-03-31"), None).then_types(RecordChangeBegun)
    given(FILED).when(asked(SITE, FIRST, "2026-04-01"), None).then_types(RecordChangeBegun)


def test_only_a_site_of_the_record_ends() -> None:
    other = RecordServiceEnd(f"{NUMBER}-9", "2026-03-31", "电话回访")
    given(FILED).when(other, None).then_refused(Reason.NOT_FOUND)
    given(FILED).after(ENDED, None).when(ENDED, None).then_nothing()
