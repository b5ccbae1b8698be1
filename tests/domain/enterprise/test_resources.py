"""Access resources of a basic operator: given to the licensed, traced, watched (FLOW-25)."""

from dataclasses import replace
from datetime import date
from ipaddress import IPv4Address
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from beian.clock import CancelTimer, SetTimer
from beian.events.resources import (
    ContractRenewed,
    LesseeChecked,
    LesseeReminderAsked,
    ResourceAllocated,
    ResourceAnomalyDetected,
    ResourceAnomalyExplained,
    ResourceRefused,
    ResourceRequested,
    ResourceViolationReported,
    ResourceWithdrawn,
    ServiceProvided,
    ServiceRefused,
)
from beian.flows.flow_25 import LIFECYCLE
from beian.regulations.in_force import in_force
from beian.regulations.reasons import Reason
from enterprise.domain.billing import BILLING, RequestBilling
from enterprise.domain.billing import Context as BillingContext
from enterprise.domain.ip_unit import IpUnitKind
from enterprise.domain.lessee import LESSEE, CheckLessee, Lessee, RestrictLessee
from enterprise.domain.lessee import Context as LesseeContext
from enterprise.domain.resource import (
    RESOURCE,
    Anomaly,
    ConfirmViolation,
    Context,
    DetectAnomaly,
    EndContract,
    ExplainAnomaly,
    Movement,
    MoveResources,
    RenewContract,
    RequestResources,
    Resource,
    ResourceCommand,
    chain_of,
    unfiled_use,
)
from enterprise.procedures.resources import timers
from support.flows import never_leaves
from support.recording import recorded
from support.spec import Given, History

ISP, LESSEE_ID = 320000000001, 320000000007
FIRST, LAST = IPv4Address("198.51.100.0"), IPv4Address("198.51.100.255")
MONDAY = date(2026, 3, 2)
SITE = "苏ICP备2026000001号-1"
LICENSED = Lessee(phase="Checked", name="示例接入", licence="B1-2026-1")
CONTEXT = Context(MONDAY, ISP, "320000", IpUnitKind.BASIC_OPERATOR, LICENSED)
ASK = RequestResources(LESSEE_ID, FIRST, LAST, "主机托管", date(2027, 3, 1))
USE = MoveResources(Movement.USE, FIRST, FIRST, str(LESSEE_ID), SITE)
SUBLEASE = MoveResources(
    Movement.LEASE, FIRST, LAST, str(LESSEE_ID), "99", receiver_is_provider=True
)
FOUND = DetectAnomaly(Anomaly.UNFILED_USE, FIRST, FIRST, "未备案网站")
given = Given(RESOURCE)
type Resources = History[Resource, ResourceCommand, Context]


def allocated() -> Resources:
    return given().after(ASK, CONTEXT)


@pytest.mark.proves("R14-052")
def test_who_shows_no_licence_gets_no_resources() -> None:
    given().when(ASK, CONTEXT).then_types(ResourceRequested, ResourceAllocated)
    unlicensed = replace(CONTEXT, lessee=Lessee())
    outcome = given().when(ASK, unlicensed)
    _, refused = outcome.then_types(ResourceRequested, ResourceRefused)
    assert isinstance(refused, ResourceRefused)
    assert refused.rules == ("R14-052",)
    state = given().after(ASK, unlicensed).state
    assert state.phase == "Refused"
    assert state.denied is not None
    assert state.denied.refusal.reason is Reason.NOT_ALLOWED


@pytest.mark.proves("R14-052")
def test_a_lessee_without_an_admitted_system_is_listed_for_the_bureau_to_remind() -> None:
    check = CheckLessee(LESSEE_ID, "示例接入", "B1-2026-1")
    at = LesseeContext("320000")
    _, asked = Given(LESSEE)().when(check, at).then_types(LesseeChecked, LesseeReminderAsked)
    assert isinstance(asked, LesseeReminderAsked)
    assert asked.region == "320000"
    assert Given(LESSEE)().after(check, at).state.phase == "Reminded"
    Given(LESSEE)().when(replace(check, has_admitted_system=True), at).then_types(LesseeChecked)


@pytest.mark.proves("R14-043")
def test_only_a_basic_operator_leases_resources_to_providers() -> None:
    for kind in (None, IpUnitKind.ISP, IpUnitKind.PUBLIC_INTEREST):
        outcome = given().when(ASK, replace(CONTEXT, operator_kind=kind))
        _, refused, violation = outcome.then_types(
            ResourceRequested, ResourceRefused, ResourceViolationReported
        )
        assert isinstance(refused, ResourceRefused)
        assert isinstance(violation, ResourceViolationReported)
        assert (violation.region, violation.isp_id, refused.rules) == ("320000", ISP, ("R14-043",))


@pytest.mark.proves("R14-043")
def test_a_sublease_to_another_provider_is_refused_and_reported() -> None:
    refused, violation = (
        allocated().when(SUBLEASE, CONTEXT).then_types(ResourceRefused, ResourceViolationReported)
    )
    assert isinstance(violation, ResourceViolationReported)
    assert violation.isp_id == LESSEE_ID
    assert isinstance(refused, ResourceRefused)
    assert refused.reason == "SUBLEASE"
    history = allocated().after(SUBLEASE, CONTEXT)
    assert history.state.phase == "Allocated"
    assert history.state.denied is not None


@pytest.mark.proves("M64-032")
def test_in_april_2010_who_does_not_verify_gets_no_resources() -> None:
    idle = replace(LICENSED, verifies=False)
    checked = in_force("M64-032", date(2010, 4, 15))
    at_work = replace(CONTEXT, lessee=idle, performance_is_checked=checked)
    _, refused = given().when(ASK, at_work).then_types(ResourceRequested, ResourceRefused)
    assert isinstance(refused, ResourceRefused)
    assert refused.reason == "NOT_VERIFYING"
    later = replace(at_work, performance_is_checked=in_force("M64-032", MONDAY))
    given().when(ASK, later).then_types(ResourceRequested, ResourceAllocated)


def test_measures_of_the_authorities_bind_the_operator() -> None:
    at = LesseeContext("320000")
    restricted = (
        Given(LESSEE)().after(RestrictLessee(LESSEE_ID, expansion=True, renewal=True), at).state
    )
    assert restricted.phase == "Restricted"
    no_more = replace(CONTEXT, lessee=replace(LICENSED, no_expansion=True))
    _, refused = given().when(ASK, no_more).then_types(ResourceRequested, ResourceRefused)
    assert isinstance(refused, ResourceRefused)
    assert refused.rules == ("R14-145",)
    no_renewal = replace(CONTEXT, lessee=replace(LICENSED, no_renewal=True))
    renew = RenewContract(date(2028, 3, 1))
    allocated().when(renew, no_renewal).then_refused(Reason.NOT_ALLOWED, rule="R14-148")
    allocated().when(renew, CONTEXT).then(ContractRenewed(until="2028-03-01"))
    allocated().when(RenewContract(date(2027, 3, 1)), CONTEXT).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-053")
def test_the_chain_of_an_address_is_rebuilt_for_any_past_day() -> None:
    history = allocated()
    for day, command in (
        (date(2026, 3, 4), MoveResources(Movement.LEASE, FIRST, LAST, str(LESSEE_ID), "示例客户")),
        (date(2026, 3, 6), replace(USE, holder="示例客户")),
    ):
        history = history.after(command, replace(CONTEXT, today=day))
    address = int(FIRST)

    def receivers(day: date) -> list[str]:
        return [one.receiver for one in chain_of(history.state, address, day)]

    assert receivers(date(2026, 3, 1)) == []
    assert receivers(date(2026, 3, 2)) == [str(LESSEE_ID)]
    assert receivers(date(2026, 3, 5)) == [str(LESSEE_ID), "示例客户"]
    assert receivers(date(2026, 3, 6)) == [str(LESSEE_ID), "示例客户", SITE]
    assert len(chain_of(history.state, int(LAST), date(2026, 4, 1))) == 2


@pytest.mark.proves("R14-053")
def test_whatever_moved_is_analysed_at_the_end_of_the_day() -> None:
    history = allocated().after(USE, CONTEXT)
    (timer,) = timers(recorded(history.events[-1], stream="resource-a"))
    assert isinstance(timer, SetTimer)
    assert timer.due.isoformat() == "2026-03-02T23:59:59+08:00"
    assert unfiled_use(history.state, frozenset({SITE})) is None
    found = unfiled_use(history.state, frozenset())
    assert found is not None
    assert found.receiver == SITE
    history.when(FOUND, CONTEXT).then_types(ResourceAnomalyDetected)
    gone = ResourceWithdrawn(reason="NOT_RENEWED", rules=("R14-053",))
    (done,) = timers(recorded(gone, stream="resource-a"))
    assert isinstance(done, CancelTimer)


@pytest.mark.proves("R14-053")
def test_abnormal_use_is_explained_or_reported_and_ends_the_lease() -> None:
    analysed = allocated().after(FOUND, CONTEXT)
    analysed.when(FOUND, CONTEXT).then_nothing()
    analysed.when(ExplainAnomaly("测试用途"), CONTEXT).then_types(ResourceAnomalyExplained)
    reported, withdrawn = analysed.when(ConfirmViolation("属实"), CONTEXT).then_types(
        ResourceViolationReported, ResourceWithdrawn
    )
    assert isinstance(reported, ResourceViolationReported)
    assert reported.isp_id == LESSEE_ID
    assert isinstance(withdrawn, ResourceWithdrawn)
    allocated().when(ConfirmViolation("x"), CONTEXT).then_refused(Reason.WRONG_STATE)
    over = allocated().after(EndContract(), CONTEXT)
    over.when(USE, CONTEXT).then_refused(Reason.WRONG_STATE)
    over.when(ASK, CONTEXT).then_refused(Reason.ALREADY_EXISTS)
    outside = replace(USE, last=IPv4Address("198.51.101.0"))
    allocated().when(outside, CONTEXT).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-054")
def test_no_fees_are_collected_for_a_site_without_number_and_licence() -> None:
    ask = RequestBilling("site.example")
    billing = Given(BILLING)
    billing().when(ask, BillingContext(None)).then(
        ServiceRefused(site="site.example", reason="UNFILED", rules=("R14-054",))
    )
    denied = billing().after(ask, BillingContext(None)).state.denied
    assert denied is not None
    assert denied.refusal.rule == "R14-054"
    billing().when(ask, BillingContext(SITE)).then_types(ServiceProvided)
    licensed = replace(ask, licence="苏B2-20260001")
    billing().when(licensed, BillingContext(None)).then_types(ServiceProvided)
    billing().after(ask, BillingContext(SITE)).when(ask, BillingContext(SITE)).then_refused(
        Reason.ALREADY_DECIDED
    )


COMMANDS: st.SearchStrategy[Any] = st.sampled_from(
    (
        ASK,
        USE,
        SUBLEASE,
        FOUND,
        ExplainAnomaly("说明"),
        ConfirmViolation("属实"),
        RenewContract(date(2028, 3, 1)),
        EndContract(),
    )
)


@settings(max_examples=100)
@drawing(st.lists(COMMANDS, max_size=20), st.sampled_from((LICENSED, Lessee())))
def test_no_state_is_reached_that_the_flow_does_not_draw(
    commands: list[Any], lessee: Lessee
) -> None:
    context = replace(CONTEXT, lessee=lessee)
    never_leaves(LIFECYCLE, RESOURCE, [ASK, *commands], lambda _state, _command: context)
