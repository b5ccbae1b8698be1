"""A provider at its bureau: admitted, suspended, resumed."""

import msgspec
import pytest

from beian.events.providers import (
    EnterpriseSystemAdmitted,
    EnterpriseSystemReadmitted,
    EnterpriseSystemWithdrawn,
    InterfaceConditionsAdopted,
    InterfaceResumed,
    InterfaceSuspended,
    InterfaceSwitchesAdopted,
)
from beian.regulations.reasons import Reason
from province.domain.interface_conditions import CONDITIONS, AdoptConditions
from province.domain.provider import (
    PROVIDER,
    Admit,
    AdoptSwitches,
    Provider,
    Readmit,
    Resume,
    Suspend,
    Withdraw,
)
from support.spec import Given

ISP = 320000000002
given = Given(PROVIDER)
admitted = EnterpriseSystemAdmitted(
    isp_id=ISP,
    name="示例网络科技有限公司",
    user_name="示例网络",
    region="320000",
    ip_ranges=("198.51.100.0/28",),
    interface_addresses=("127.0.0.0/8",),
    rights=("ICP",),
    lenient=(),
    download_encrypt_algorithm=1,
    hosted_by="external",
)
suspended = InterfaceSuspended(isp_id=ISP, reason="违规")
resumed = InterfaceResumed(isp_id=ISP)


@pytest.mark.proves("R14-133")
def test_a_system_is_admitted_once() -> None:
    given().when(Admit(admitted), None).then(admitted)
    given(admitted).when(Admit(admitted), None).then_nothing()


@pytest.mark.proves("19")
def test_an_admitted_provider_can_be_suspended_and_resumed() -> None:
    given(admitted).when(Suspend(ISP, "违规"), None).then(suspended)
    given(admitted, suspended).when(Suspend(ISP, "再次"), None).then_nothing()
    given(admitted, suspended).when(Resume(ISP), None).then(resumed)
    given(admitted).when(Resume(ISP), None).then_nothing()


@pytest.mark.proves("19")
def test_nobody_unknown_is_suspended() -> None:
    given().when(Suspend(ISP, "违规"), None).then_refused(Reason.UNKNOWN_PROVIDER)


@pytest.mark.proves("19")
def test_an_admission_can_be_taken_back_and_given_again() -> None:
    withdrawn = EnterpriseSystemWithdrawn(isp_id=ISP, deleted=False, reason="退出")
    deleted = msgspec.structs.replace(withdrawn, deleted=True)
    readmitted = EnterpriseSystemReadmitted(isp_id=ISP)
    given(admitted).when(Withdraw(ISP, "退出", deleted=False), None).then(withdrawn)
    given(admitted, withdrawn).when(Withdraw(ISP, "再次", deleted=False), None).then_nothing()
    given(admitted, withdrawn).when(Withdraw(ISP, "退出", deleted=True), None).then(deleted)
    given(admitted, withdrawn).when(Admit(admitted), None).then_nothing()
    given(admitted, withdrawn).when(Readmit(ISP), None).then(readmitted)
    given(admitted, withdrawn, readmitted).when(Readmit(ISP), None).then_nothing()
    unknown = given().when(Withdraw(ISP, "退出", deleted=True), None)
    unknown.then_refused(Reason.UNKNOWN_PROVIDER)


def test_switches_are_adopted_once_and_go_before_the_accounts() -> None:
    adopted = InterfaceSwitchesAdopted(isp_id=ISP, switches=("hint_codes_1_3",))
    given(admitted).when(AdoptSwitches(adopted), None).then(adopted)
    given(admitted, adopted).when(AdoptSwitches(adopted), None).then_nothing()
    lenient = msgspec.structs.replace(admitted, lenient=("drop_empty_nrlx",))
    assert Provider(lenient).switches == {"drop_empty_nrlx"}
    assert Provider(lenient, adopted=adopted).switches == {"hint_codes_1_3"}
    assert Provider().switches == frozenset()


def test_conditions_are_adopted_once() -> None:
    conditions = InterfaceConditionsAdopted(
        maintenance="all",
        upload_hours=None,
        waiting_files_max=1,
        password_checks_max=1,
        ip_comparison="report",
    )
    given_conditions = Given(CONDITIONS)
    given_conditions().when(AdoptConditions(conditions), None).then(conditions)
    given_conditions(conditions).when(AdoptConditions(conditions), None).then_nothing()
