"""Of which reporting units a bureau's providers are told, and when."""

from datetime import datetime

import pytest

from beian.clock import CancelTimer, SetTimer
from beian.events.base_codes import BaseCodeNoted, KnownUnit, ReportingUnitsDistributed
from beian.events.filing import NationalProviderNoted
from beian.regulations.deadlines import CHINA_TIME
from province.domain.base_codes import CODE, REPORTING_UNITS, Distribute, NoteCode, changed_row
from province.edges.timers import timers
from support.recording import recorded
from support.spec import Given

units = Given(REPORTING_UNITS)
code = Given(CODE)
HERE = KnownUnit(isp_id=320000000001, name="示例苏", region="320000")
THERE = KnownUnit(isp_id=440000000001, name="示例粤", region="440000")
RENAMED = KnownUnit(isp_id=440000000001, name="示例粤网", region="440000")


def distributed(*told: KnownUnit) -> ReportingUnitsDistributed:
    return ReportingUnitsDistributed(units=told)


def test_providers_are_told_of_a_unit_once_and_again_when_its_name_changes() -> None:
    units().when(Distribute((HERE, THERE)), None).then(distributed(HERE, THERE))
    units(distributed(HERE)).when(Distribute((HERE, THERE)), None).then(distributed(THERE))
    units(distributed(HERE, THERE)).when(Distribute((HERE, THERE)), None).then_nothing()
    units(distributed(HERE, THERE)).when(Distribute((HERE, RENAMED)), None).then(
        distributed(RENAMED)
    )


def test_when_it_was_due_it_is_recorded_that_there_is_nothing_to_tell() -> None:
    nothing = ReportingUnitsDistributed(units=(), is_due=True)
    units(distributed(HERE)).when(Distribute((HERE,), is_due=True), None).then(nothing)
    assert list(timers(recorded(nothing))) == [CancelTimer("reporting_units_due")]
    assert list(timers(recorded(distributed(HERE)))) == []


def test_a_change_of_a_code_is_noted_once_and_an_older_one_never() -> None:
    first = BaseCodeNoted(version=1, table="zxly", code=1, name="不再使用")
    second = BaseCodeNoted(version=2, table="zxly", code=1, name="停止使用", remark="更名")
    code().when(NoteCode(first), None).then(first)
    code(first).when(NoteCode(first), None).then_nothing()
    code(first).when(NoteCode(second), None).then(second)
    code(second).when(NoteCode(first), None).then_nothing()
    ((row,),) = changed_row(second).values()
    assert (row.id, row.name, row.remark) == (1, "停止使用", "更名")


@pytest.mark.parametrize(
    ("region", "name", "timers_set"),
    [("440000", "示例粤", 1), ("320000", "示例苏", 0), ("440000", "", 0)],
)
def test_a_unit_of_another_bureau_is_told_at_the_end_of_the_day(
    region: str, name: str, timers_set: int
) -> None:
    noted = NationalProviderNoted(isp_id=440000000001, user_name="isp", region=region, name=name)
    end = datetime(2026, 3, 3, tzinfo=CHINA_TIME)
    due = SetTimer("reporting_units_due", end, "reporting_units_due", "reporting_units_due")
    assert list(timers(recorded(noted))) == [due] * timers_set
