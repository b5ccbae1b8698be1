"""What the center's report says beside its rates: pilots' months and the bureaus' penalties."""

from dataclasses import replace

import pytest

from beian.eventlog import Put
from beian.events.accuracy import ElectronicSheetChecked, PenaltyCounted, PilotMonthChecked
from beian.events.base import type_of
from beian.events.orders import PenaltyImposed
from beian.regulations.accuracy import keeps_identity_floor, keeps_sheet_floor
from beian.regulations.reasons import Reason
from support.recording import recorded
from support.spec import Given
from verification_center.domain.penalty_count import PENALTY, CountPenalty, key_of
from verification_center.domain.pilot_month import PILOT_MONTH, CheckSheet, CloseMonth
from verification_center.read_models.penalties import project

month = Given(PILOT_MONTH)
ISP = 320000000001
NUMBER = "苏ICP备2026000001号"
SHEET = CheckSheet(ISP, "2026-03", NUMBER)
CLOSE = CloseMonth(ISP, "320000", "2026-03", checked=10_000, accurate=9_995)


def closed(*sheets: CheckSheet, close: CloseMonth = CLOSE) -> PilotMonthChecked:
    history = month()
    for sheet in sheets:
        history = history.after(sheet, None)
    (done,) = history.when(close, None).events
    assert isinstance(done, PilotMonthChecked)
    return done


@pytest.mark.proves("M87-003")
def test_a_month_counts_the_identities_that_were_checked() -> None:
    done = closed()
    assert keeps_identity_floor(done.checked, done.accurate)
    worse = closed(close=replace(CLOSE, accurate=9_994))
    assert not keeps_identity_floor(worse.checked, worse.accurate)


@pytest.mark.proves("M87-006")
def test_a_single_wrong_field_of_a_sheet_breaks_the_floor() -> None:
    right = [replace(SHEET, filing_number=f"{NUMBER}-{n}") for n in range(50)]
    done = closed(*right)
    assert (done.sheets, done.accurate_sheets) == (50, 50)
    assert keeps_sheet_floor(done.sheets, done.accurate_sheets)
    broken = closed(*right, replace(SHEET, wrong_fields=("name",)))
    assert (broken.sheets, broken.accurate_sheets) == (51, 50)
    assert not keeps_sheet_floor(broken.sheets, broken.accurate_sheets)


def test_a_month_is_closed_once_and_takes_no_sheet_afterwards() -> None:
    history = month().after(SHEET, None)
    history.when(SHEET, None).then_refused(Reason.ALREADY_EXISTS, rule="M87-006")
    history.when(replace(SHEET, month="2026Q1"), None).then_refused(Reason.INVALID_FIELD)
    history.when(replace(SHEET, month="soon"), None).then_refused(Reason.INVALID_FIELD)
    done = history.after(CLOSE, None)
    done.when(CLOSE, None).then_nothing()
    other = replace(SHEET, filing_number="x")
    done.when(other, None).then_refused(Reason.ALREADY_DECIDED)
    assert isinstance(history.events[0], ElectronicSheetChecked)


def imposed(region: str, order_id: str, isp_id: int | None, amount: int = 0) -> PenaltyImposed:
    return PenaltyImposed(
        order_id=order_id,
        of="c1",
        region=region,
        kind="fine" if amount else "criticism",
        basis="UNFILED_SERVICE",
        amount=amount,
        confiscated=0,
        filing_number=None,
        isp_id=isp_id,
        with_order=False,
        reason="理由",
        officer="李某",
        imposed_on="2026-03-02",
        rules=("O33-025",),
    )


@pytest.mark.proves("M64-041")
def test_the_statistics_have_each_penalty_of_every_bureau_once() -> None:
    penalties = [
        imposed("320000", "o1", ISP, 10_000),
        imposed("320000", "o2", None),
        imposed("440000", "o1", None),
        imposed("320000", "o1", ISP, 10_000),
    ]
    penalty = Given(PENALTY)
    logs = {key_of(one): penalty() for one in penalties}
    rows = []
    for one in penalties:
        history = logs[key_of(one)]
        for event in history.when(CountPenalty(one), None).events:
            assert isinstance(event, PenaltyCounted)
            rows += list(project(recorded(event, log="verification-center")))
        logs[key_of(one)] = history.after(CountPenalty(one), None)
    counted = [str(one.row["region"]) for one in rows if isinstance(one, Put)]
    assert sorted(counted) == ["320000", "320000", "440000"]


@pytest.mark.proves("M64-041")
def test_every_penalty_is_told_to_the_center() -> None:
    for isp_id in (ISP, None):
        event = imposed("320000", "o1", isp_id)
        assert type_of(event).recipient(event) == "verification-center"
