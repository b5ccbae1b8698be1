"""A provider leaves the market: no site is left behind (FLOW-22)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from beian.events.admissions import InterfaceClosed
from beian.events.provider_exits import (
    ExitPlanAccepted,
    ExitSitesEmptied,
    FilingDataHandedOver,
    ProviderExitDeclared,
    ProviderExited,
)
from beian.flows.flow_22 import LIFECYCLE
from beian.regulations.reasons import Reason
from province.domain.provider_exit import (
    PROVIDER_EXIT,
    AcceptPlan,
    CancelLeft,
    CloseInterface,
    CompleteExit,
    ConfirmEmptied,
    Context,
    DeclareExit,
    ExitGround,
    HandOver,
    Planned,
)
from support.flows import never_leaves
from support.spec import Given

ISP, OTHER = 320000000001, 320000000002
MOVED, ENDED = "苏ICP备2026000001号-1", "苏ICP备2026000002号-1"
BOTH = Context("320000", is_admitted=True, left=(MOVED, ENDED))
NONE = replace(BOTH, left=())
DECLARE = DeclareExit(ISP, ExitGround.VOLUNTARY, "停止经营", "赵六")
PLAN = AcceptPlan((Planned(MOVED, OTHER), Planned(ENDED)), "赵六")
CLOSE, DONE = CloseInterface("赵六"), CompleteExit("赵六", "示例接收单位")
given = Given(PROVIDER_EXIT)


@pytest.mark.proves("R14-047")
def test_an_exit_is_declared_once_and_bars_new_filings() -> None:
    given().when(DECLARE, BOTH).then_types(ProviderExitDeclared)
    history = given().after(DECLARE, BOTH)
    assert history.state.is_barred
    history.when(DECLARE, BOTH).then_refused(Reason.ALREADY_EXISTS)
    stranger = replace(BOTH, is_admitted=False)
    given().when(DECLARE, stranger).then_refused(Reason.UNKNOWN_PROVIDER)
    given().when(PLAN, BOTH).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-134")
def test_a_plan_says_of_every_site_what_becomes_of_it() -> None:
    history = given().after(DECLARE, BOTH)
    history.when(replace(PLAN, sites=PLAN.sites[:1]), BOTH).then_refused(
        Reason.INCOMPLETE, rule="R14-134"
    )
    own = replace(PLAN, sites=(Planned(MOVED, ISP), Planned(ENDED)))
    history.when(own, BOTH).then_refused(Reason.INVALID_FIELD)
    history.when(PLAN, BOTH).then_types(ExitPlanAccepted)
    assert history.after(PLAN, BOTH).state.uncared_for() == (ENDED,)


@pytest.mark.proves("R14-047", "R14-134")
def test_the_interface_closes_only_when_no_site_is_left() -> None:
    moving = given().after(DECLARE, BOTH).after(PLAN, BOTH)
    moving.when(HandOver(MOVED, 9), BOTH).then_refused(Reason.INVALID_FIELD, rule="R14-134")
    moving.when(HandOver(MOVED, OTHER), BOTH).then_types(FilingDataHandedOver)
    handed = moving.after(HandOver(MOVED, OTHER), BOTH)
    handed.when(HandOver(MOVED, OTHER), BOTH).then_nothing()
    handed.when(ConfirmEmptied(), BOTH).then_refused(Reason.WRONG_STATE, rule="R14-047")
    handed.when(CLOSE, BOTH).then_refused(Reason.WRONG_STATE)
    handed.when(CLOSE, NONE).then_refused(Reason.WRONG_STATE)
    handed.when(ConfirmEmptied(), NONE).then_types(ExitSitesEmptied)
    emptied = handed.after(ConfirmEmptied(), NONE)
    emptied.when(CLOSE, BOTH).then_refused(Reason.WRONG_STATE, rule="R14-047")
    emptied.when(CLOSE, NONE).then_types(InterfaceClosed)
    closed = emptied.after(CLOSE, NONE)
    closed.when(DONE, BOTH).then_refused(Reason.WRONG_STATE, rule="R14-047")
    closed.when(replace(DONE, archive=""), NONE).then_refused(Reason.INCOMPLETE, rule="R14-045")
    closed.when(DONE, NONE).then_types(ProviderExited)
    assert closed.after(DONE, NONE).state.phase == "Exited"


COMMANDS: st.SearchStrategy[Any] = st.sampled_from(
    (DECLARE, PLAN, HandOver(MOVED, OTHER), CancelLeft("赵六"), ConfirmEmptied(), CLOSE, DONE)
)


@settings(max_examples=100)
@drawing(st.lists(COMMANDS, max_size=15), st.sampled_from((BOTH, NONE)))
def test_no_state_is_reached_that_the_flow_does_not_draw(
    commands: list[Any], context: Context
) -> None:
    never_leaves(LIFECYCLE, PROVIDER_EXIT, [DECLARE, *commands], lambda _s, _c: context)
