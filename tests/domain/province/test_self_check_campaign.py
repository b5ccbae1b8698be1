"""The self-check campaign of the Jiangsu bureau in June 2021 (J45)."""

from dataclasses import replace
from datetime import date

import pytest

from beian.clock import SetTimer
from beian.events.self_checks import SelfCheckMissed, SelfCheckNoted, SelfCheckOrdered
from beian.regulations.reasons import Reason
from province.domain.self_check_campaign import (
    CAMPAIGN,
    Context,
    ListMissing,
    NoteSelfCheck,
    OrderSelfCheck,
)
from province.procedures.self_check_campaigns import timers
from support.recording import recorded
from support.spec import Given

JUNE = Context("320000", date(2021, 6, 2), (1, 2))
ORDER = OrderSelfCheck(2021, date(2021, 6, 15), "赵六")
given = Given(CAMPAIGN)


@pytest.mark.proves("J45-015")
def test_who_does_not_finish_by_the_fifteenth_of_june_is_listed() -> None:
    (ordered,) = given().when(ORDER, JUNE).then_types(SelfCheckOrdered)
    (timer,) = timers(recorded(ordered, stream="selfcheckcampaign-2021"))
    assert isinstance(timer, SetTimer)
    assert timer.due.date() == date(2021, 6, 16)
    history = given().after(ORDER, JUNE)
    history.when(ORDER, JUNE).then_refused(Reason.ALREADY_EXISTS)
    history.when(NoteSelfCheck(1, 30), JUNE).then(SelfCheckNoted(isp_id=1, checked=30))
    one = history.after(NoteSelfCheck(1, 30), JUNE)
    one.when(NoteSelfCheck(1, 30), JUNE).then_nothing()
    one.when(ListMissing(), JUNE).then(SelfCheckMissed(isp_ids=(2,), rules=("J45-015",)))
    over = one.after(ListMissing(), JUNE)
    over.when(ListMissing(), JUNE).then_nothing()
    assert over.state.missing == (2,)
    assert over.after(NoteSelfCheck(2, 5), JUNE).state.missing == ()


@pytest.mark.proves("J45-015")
def test_there_is_no_campaign_elsewhere_or_at_another_time() -> None:
    elsewhere = replace(JUNE, region="440000")
    later = replace(JUNE, today=date(2026, 3, 2))
    for context in (elsewhere, later):
        given().when(ORDER, context).then_refused(Reason.NOT_ALLOWED, rule="J45-015")
    given().when(NoteSelfCheck(1, 1), JUNE).then_refused(Reason.NOT_FOUND)
