"""Whatever comes, the measures against a provider stay on the flow's diagram."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.flows.flow_17 import LIFECYCLE
from province.domain.score_commands import (
    AcceptRectification,
    ApproveRenewal,
    HoldInterview,
    NoteCycle,
    NoteTraining,
    Reopen,
    RestoreExpansion,
    Situation,
    SuspendExpansion,
    TakeMeasures,
)
from province.domain.score_measures import MEASURES
from support.flows import never_leaves

ISP, OPERATOR = 320000000002, 320000000001
TODAY = date(2026, 6, 1)
HERE = Situation(TODAY, "320000", "江苏省通信管理局", date(2026, 6, 29), (OPERATOR,))
years = st.integers(2026, 2028)
commands = st.one_of(
    st.builds(
        lambda some, year: TakeMeasures(ISP, tuple(some), max(some), year),
        st.sets(st.sampled_from((40, 60, 80)), min_size=1),
        years,
    ),
    st.builds(lambda n: NoteTraining(ISP, f"t-{n}", "2026-07-01"), st.integers(1, 3)),
    st.builds(lambda year: NoteCycle(ISP, year), years),
    st.just(HoldInterview("负责人", "经办人", TODAY, "记录")),
    st.just(SuspendExpansion(OPERATOR, "经办人", "理由")),
    st.just(RestoreExpansion(OPERATOR, "经办人", "理由")),
    st.just(ApproveRenewal(OPERATOR, "合同", "经办人")),
    st.builds(
        lambda year, at: AcceptRectification(f"score.{ISP}.{year}.{at}", "经办人", "合格"),
        years,
        st.sampled_from((60, 80)),
    ),
    st.just(Reopen("经办人", "合格")),
)


@pytest.mark.proves("R14-144", "R14-146", "R14-147", "R14-158")
@given(st.lists(commands, max_size=12))
def test_no_state_is_reached_that_the_flow_does_not_draw(asked: list[object]) -> None:
    never_leaves(LIFECYCLE, MEASURES, asked, lambda _state, _command: HERE)
