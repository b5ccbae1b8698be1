"""What a site may be called, and who decides at a bureau."""

from datetime import date, datetime

import pytest
from hypothesis import given as draws
from hypothesis import strategies as st

from beian.decider import Moment
from beian.errors import Refusal
from beian.eventlog.codec import CHINA
from beian.events.naming import NameAuthorizationRegistered, NameAuthorizationRevoked
from beian.events.officers import OfficerAppointed, OfficerDismissed
from beian.regulations.reasons import Reason
from province.domain.filling_requirements import CLAUSES, clauses_of
from province.domain.name_authorizations import (
    AUTHORIZATIONS,
    RegisterAuthorization,
    RevokeAuthorization,
)
from province.domain.naming import misnamed, reserved_word
from province.domain.officers import (
    OFFICER,
    Appoint,
    Dismiss,
    Officer,
    Role,
    acting_as,
    refuse_decider,
)
from support.filings import a_filing, a_site, a_unit, an_individual
from support.spec import Given

NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=CHINA), date(2026, 3, 2))
UNIT = "320100000012345"
authorizations = Given(AUTHORIZATIONS)
officers = Given(OFFICER)


@pytest.mark.proves("R14-067")
@pytest.mark.parametrize(
    "name", ["中国示例网", "江苏示例网", "江苏省示例网", "内蒙古示例网", "全国示例"]
)
def test_an_individual_may_not_use_a_national_word_or_a_regions_name(name: str) -> None:
    found = misnamed(a_filing(subject=an_individual(), sites=(a_site(name=name),)))
    assert found is not None
    assert (found.reason, found.rule) == (Reason.NAME_NOT_ALLOWED, "R14-067")
    assert name in found.text


@pytest.mark.proves("R14-068")
def test_a_unit_with_a_national_word_needs_an_authorization() -> None:
    filing = a_filing(subject=a_unit(), sites=(a_site(name="中国示例网"),))
    found = misnamed(filing)
    assert found is not None
    assert found.reason is Reason.NAME_AUTHORIZATION_MISSING
    assert misnamed(filing, ["中国"]) is None


@pytest.mark.proves("R14-068")
def test_a_unit_that_bears_the_word_or_lives_in_the_region_may_use_it() -> None:
    own = a_filing(subject=a_unit(name="中国示例集团"), sites=(a_site(name="中国示例网"),))
    assert misnamed(own) is None
    assert misnamed(a_filing(subject=a_unit(), sites=(a_site(name="江苏示例网"),))) is None
    assert misnamed(a_filing(subject=a_unit(), sites=(a_site(name="广东示例网"),))) is not None


def test_an_ordinary_name_is_nobodys_business() -> None:
    assert misnamed(a_filing(subject=an_individual())) is None


@draws(st.text(max_size=20))
def test_whatever_a_name_is_the_word_found_is_its_beginning(name: str) -> None:
    word = reserved_word(name)
    assert word is None or name.strip().startswith(word)


@pytest.mark.proves("R14-068")
def test_an_authorization_is_registered_once_and_can_be_revoked() -> None:
    register = RegisterAuthorization(UNIT, "示例科技有限公司", "中国", "批准文件1号", "王审核")
    registered = NameAuthorizationRegistered(
        certificate_number=UNIT,
        unit_name="示例科技有限公司",
        word="中国",
        document="批准文件1号",
        officer="王审核",
        rules=("R14-068",),
    )
    authorizations().when(register, NOW).then(registered)
    authorizations(registered).when(register, NOW).then()
    authorizations(registered).when(RevokeAuthorization("中国", "到期", "王审核"), NOW).then(
        NameAuthorizationRevoked(
            certificate_number=UNIT,
            word="中国",
            reason="到期",
            officer="王审核",
            rules=("R14-068",),
        )
    )
    plain = RegisterAuthorization(UNIT, "示例科技有限公司", "示例", "文件", "王审核")
    authorizations().when(plain, NOW).then_refused(Reason.INVALID_FIELD)
    authorizations().when(RevokeAuthorization("中国", "", ""), NOW).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-012", "R14-020")
def test_an_officer_is_appointed_and_dismissed() -> None:
    appointed = OfficerAppointed(
        account="zc1", name="赵支撑", role="support_center", rules=("R14-020",)
    )
    command = Appoint("zc1", "赵支撑", Role.SUPPORT_CENTER)
    officers().when(command, NOW).then(appointed)
    officers(appointed).when(command, NOW).then()
    officers(appointed).when(Dismiss("调离"), NOW).then(
        OfficerDismissed(account="zc1", reason="调离", rules=("R14-012",))
    )
    officers().when(Appoint("", "", Role.REVIEWER), NOW).then_refused(Reason.INCOMPLETE)


@pytest.mark.proves("R14-012")
def test_only_who_has_a_post_decides_once_posts_are_given() -> None:
    assert refuse_decider("任何人", ()) is None
    posts = (
        Officer("sh1", "王审核", "reviewer", is_active=True),
        Officer("jc1", "李检查", "inspector", is_active=True),
        Officer("sh2", "孙离任", "reviewer", is_active=False),
    )
    assert refuse_decider("王审核", posts) is None
    assert refuse_decider("sh1", posts) is None
    for other in ("李检查", "孙离任", "任何人"):
        refusal = refuse_decider(other, posts)
        assert isinstance(refusal, Refusal)
        assert (refusal.reason, refusal.rule) == (Reason.NOT_ALLOWED, "R14-012")


@pytest.mark.proves("R14-020")
def test_a_decision_of_the_support_center_is_recorded_under_its_account() -> None:
    posts = (Officer("zc1", "赵支撑", "support_center", is_active=True),)
    assert refuse_decider("赵支撑", posts) is None
    assert acting_as("赵支撑", posts) == "support-center:zc1"
    assert acting_as("某人", ()) == "reviewer:某人"


@pytest.mark.proves("R14-012")
def test_each_reason_to_return_falls_under_a_clause_of_its_own() -> None:
    assert len(set(CLAUSES.values())) == len(CLAUSES)
    assert clauses_of([Reason.INCOMPLETE, Reason.INACCURATE]) == ("TB-01", "TB-02")
