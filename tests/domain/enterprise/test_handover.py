"""The provider's own part of its exit (FLOW-22)."""

from dataclasses import replace

import pytest

from beian.events.provider_exits import ExitNoted, FilingDataHandedOver, ProviderExitDeclared
from beian.regulations.reasons import Reason
from enterprise.domain.handover import HANDOVER, Context, HandOverSite, NoteExit
from support.enterprise_drafts import CONTEXT, a_draft, given
from support.spec import Given

DECLARED = ProviderExitDeclared(
    isp_id=1,
    region="320000",
    ground="voluntary",
    reason="停止经营",
    officer="赵六",
    rules=("R14-047",),
)
LEAVING = Context(320000000001, "320000", is_leaving=True, is_filed_here=True)
SITE = HandOverSite("苏ICP备2026000001号-1", 320000000002)


@pytest.mark.proves("R14-047")
def test_who_leaves_takes_no_draft_and_hands_over_what_is_filed_here() -> None:
    handover = Given(HANDOVER)
    handover().when(NoteExit(DECLARED), LEAVING).then_types(ExitNoted)
    handover().after(NoteExit(DECLARED), LEAVING).when(NoteExit(DECLARED), LEAVING).then_nothing()
    (told,) = handover().when(SITE, LEAVING).then_types(FilingDataHandedOver)
    assert isinstance(told, FilingDataHandedOver)
    assert (told.region, told.successor) == ("320000", 320000000002)
    handover().after(SITE, LEAVING).when(SITE, LEAVING).then_nothing()
    stays = replace(LEAVING, is_leaving=False)
    handover().when(SITE, stays).then_refused(Reason.WRONG_STATE, rule="R14-047")
    handover().when(SITE, replace(LEAVING, is_filed_here=False)).then_refused(Reason.NOT_FOUND)
    given().when(a_draft(), replace(CONTEXT, is_leaving=True)).then_refused(
        Reason.NOT_ALLOWED, rule="R14-047"
    )
