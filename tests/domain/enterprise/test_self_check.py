"""The provider's self-check of 2021 (J45)."""

from dataclasses import replace
from datetime import date

import pytest

from beian.events.enterprise import AccessTerminated
from beian.events.self_checks import SelfCheckBegun, SelfCheckCompleted, SelfCheckFound
from beian.regulations.reasons import Reason
from domain.enterprise.test_cancellation import FIRST, SECOND, filed
from enterprise.domain.connection_commands import Ground, TerminateAccess
from enterprise.domain.self_check import (
    SELF_CHECK,
    BeginSelfCheck,
    CheckFinding,
    CompleteSelfCheck,
    Context,
    NoteFinding,
)
from support.enterprise_drafts import CONTEXT
from support.spec import Given

NUMBER = "苏ICP备2026000001号"
AT = Context(320000000001, (NUMBER,))
BEGIN = BeginSelfCheck(2021, date(2021, 6, 15))
given = Given(SELF_CHECK)


@pytest.mark.proves("J45-015")
def test_a_self_check_is_complete_when_every_connected_filing_was_looked_at() -> None:
    given().when(BEGIN, AT).then_types(SelfCheckBegun)
    begun = given().after(BEGIN, AT)
    begun.when(BEGIN, AT).then_refused(Reason.ALREADY_EXISTS)
    begun.when(CompleteSelfCheck(), AT).then_refused(Reason.INCOMPLETE, rule="J45-015")
    looked_at = begun.after(NoteFinding(NUMBER, CheckFinding.ACCURATE), AT)
    (done,) = looked_at.when(CompleteSelfCheck(), AT).then_types(SelfCheckCompleted)
    assert isinstance(done, SelfCheckCompleted)
    assert (done.region, done.checked, done.untrue) == ("320000", 1, 0)
    over = looked_at.after(CompleteSelfCheck(), AT)
    over.when(CompleteSelfCheck(), AT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("J45-016")
def test_what_is_found_names_the_data_and_who_is_untrue_loses_access() -> None:
    begun = given().after(BEGIN, AT)
    wrong = NoteFinding(NUMBER, CheckFinding.INACCURATE, ("subject.name",), "已更名")
    begun.when(wrong, AT).then_types(SelfCheckFound)
    begun.when(replace(wrong, fields=()), AT).then_refused(Reason.INCOMPLETE, rule="J45-016")
    ended = filed().when(TerminateAccess(Ground.UNTRUE), CONTEXT).events[0]
    assert isinstance(ended, AccessTerminated)
    assert (ended.ground, ended.site_ids) == ("UNTRUE", (FIRST, SECOND))
