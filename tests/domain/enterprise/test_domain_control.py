"""A domain at its unit: reported, resolved, redirected, stopped (FLOW-20)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from beian.clock import CancelTimer, SetTimer
from beian.events.domain_control import (
    DomainClosureReceived,
    DomainDataChanged,
    DomainDataCorrected,
    DomainReportOverdue,
    DomainReportQueued,
    DomainReportReturned,
    DomainUnitRegistered,
    FilingLookedUp,
    RedirectGranted,
    RedirectRefused,
    ResolutionEnabled,
    ResolutionRefused,
    ResolutionStopped,
    ResolutionWithdrawn,
)
from beian.events.domains import DomainReportChanged, DomainReported
from beian.flows.flow_20 import LIFECYCLE
from beian.records import Finding
from beian.regulations.reasons import Reason
from enterprise.domain.domain_commands import (
    ChangeDomainData,
    CloseDomain,
    DomainCommand,
    DomainData,
    MarkUntrue,
    NoteChangeOverdue,
    Party,
    ReceiveReport,
    RegisterDomain,
    ReportDomain,
    RequestRedirect,
    RequestResolution,
)
from enterprise.domain.domain_control import (
    DOMAIN_CONTROL,
    Context,
    ControlledDomain,
    names_to_look_up,
    report_to_send,
)
from enterprise.domain.domain_unit import DOMAIN_UNIT, DomainUnitKind, RegisterDomainUnit
from enterprise.procedures.domains import timers
from support.flows import never_leaves
from support.recording import recorded
from support.spec import Given, History

DOMAIN, TARGET, HOP = "site.example", "other.example", "hop.example"
NUMBER = "苏ICP备2026000001号-1"
MONDAY = date(2026, 3, 2)
DATA = DomainData(
    type=1,
    registered_on=date(2026, 1, 5),
    valid_until=date(2027, 1, 5),
    registrar="示例注册商",
    name_servers="ns1.example",
    registrant=Party(name="示例公司"),
    administrator=Party(name="张三"),
)
MOVED = replace(DATA, registrant=Party(name="另一公司"))
CONTEXT = Context(MONDAY, 320000000001, "域许2026-1", {DOMAIN: NUMBER})
UNFILED = replace(CONTEXT, filed={})
CLOSE = CloseDomain("order-1", "320000")
given = Given(DOMAIN_CONTROL)
type Domains = History[ControlledDomain, DomainCommand, Context]


def registered() -> Domains:
    return given().after(RegisterDomain(DOMAIN, DATA), CONTEXT)


def reported() -> Domains:
    history = registered().after(ReportDomain(), CONTEXT)
    return history.after(ReceiveReport(record_id=100000000001), CONTEXT)


def resolvable() -> Domains:
    return reported().after(RequestResolution(), CONTEXT)


@pytest.mark.proves("R14-008")
def test_a_unit_is_licensed_before_it_reports_anything() -> None:
    asked = RegisterDomainUnit(DomainUnitKind.REGISTRAR, "域许2026-1", "李四", "025-1", "a@b.test")
    unit = Given(DOMAIN_UNIT)
    unit().when(asked, None).then_types(DomainUnitRegistered)
    unit().after(asked, None).when(asked, None).then_nothing()
    unit().when(replace(asked, licence=""), None).then_refused(Reason.INCOMPLETE, rule="R14-008")
    unit().when(replace(asked, responsible=""), None).then_refused(Reason.INCOMPLETE)
    unlicensed = replace(CONTEXT, licence=None)
    registered().when(ReportDomain(), unlicensed).then_refused(Reason.NOT_ALLOWED, rule="R14-008")
    registered().when(ReportDomain(), CONTEXT).then_types(DomainReportQueued)


def test_a_report_is_an_addition_first_and_a_change_later() -> None:
    history = registered().after(ReportDomain(), CONTEXT)
    history.when(ReportDomain(), CONTEXT).then_nothing()
    sent = report_to_send(history.state, 17)
    assert (sent.isp_record_id, sent.record_id) == (17, None)
    history.when(ReceiveReport(7), CONTEXT).then_types(DomainReported)
    wrong = ReceiveReport(None, (Finding(code=3012, message="注册人为空"),))
    returned = history.after(wrong, CONTEXT)
    assert [type(one) for one in returned.events[-1:]] == [DomainReportReturned]
    returned.when(ReportDomain(), CONTEXT).then_types(DomainReportQueued)
    changed = reported().after(ChangeDomainData(MOVED), CONTEXT)
    assert report_to_send(changed.state, 18).record_id == 100000000001
    reported().when(ReceiveReport(7), CONTEXT).then_nothing()


@pytest.mark.proves("R14-080", "R05-019")
def test_a_change_is_reported_within_five_working_days_or_overdue() -> None:
    history = reported()
    changed, _ = history.when(ChangeDomainData(MOVED), CONTEXT).then_types(
        DomainDataChanged, DomainReportQueued
    )
    assert isinstance(changed, DomainDataChanged)
    assert changed.due == "2026-03-09"
    (timer,) = timers(recorded(changed))
    assert isinstance(timer, SetTimer)
    assert timer.due.date() == date(2026, 3, 10)
    history.when(ChangeDomainData(DATA), CONTEXT).then_nothing()
    waiting = history.after(ChangeDomainData(MOVED), CONTEXT)
    waiting.when(NoteChangeOverdue(), CONTEXT).then(
        DomainReportOverdue(domain=DOMAIN, due="2026-03-09", rules=("R14-080",))
    )
    in_time = waiting.after(ReceiveReport(7), CONTEXT)
    (done,) = timers(recorded(in_time.events[-1]))
    assert isinstance(done, CancelTimer)
    in_time.when(NoteChangeOverdue(), CONTEXT).then_nothing()
    late = waiting.after(NoteChangeOverdue(), CONTEXT)
    late.when(ReceiveReport(7), CONTEXT).then_types(DomainReportChanged)


@pytest.mark.proves("R14-082", "R14-081")
def test_only_the_domain_of_a_filed_site_is_resolved_after_a_look_up() -> None:
    looked_up = FilingLookedUp(domain=DOMAIN, asked=DOMAIN, filing_number=None)
    refused = reported().when(RequestResolution(), UNFILED)
    refused.then(
        looked_up,
        ResolutionRefused(domain=DOMAIN, reason="SITE_UNFILED", rules=("R14-082",)),
    )
    state = reported().after(RequestResolution(), UNFILED).state
    assert state.denied is not None
    assert state.denied.refusal.rule == "R14-082"
    assert names_to_look_up(state, RequestResolution()) == (DOMAIN,)
    found = FilingLookedUp(domain=DOMAIN, asked=DOMAIN, filing_number=NUMBER)
    enabled = ResolutionEnabled(domain=DOMAIN, filing_number=NUMBER, rules=("R14-081",))
    reported().when(RequestResolution(), CONTEXT).then(found, enabled)
    resolvable().when(RequestResolution(), CONTEXT).then(found)
    assert resolvable().after(RequestResolution(), CONTEXT).state.denied is None


@pytest.mark.proves("R14-082")
def test_resolution_ends_when_the_filing_is_gone() -> None:
    resolvable().when(RequestResolution(), UNFILED).then_types(
        FilingLookedUp, ResolutionWithdrawn, ResolutionRefused
    )
    assert resolvable().after(RequestResolution(), UNFILED).state.phase == "Reported"


@pytest.mark.proves("R14-083")
def test_a_domain_out_of_the_register_of_domains_does_not_redirect() -> None:
    filed = replace(CONTEXT, filed={DOMAIN: NUMBER, TARGET: NUMBER})
    outcome = registered().when(RequestRedirect((TARGET,)), filed)
    assert [one.reason for one in _redirects(outcome.events)] == ["DOMAIN_UNREPORTED"]
    reported().when(RequestRedirect((TARGET,)), filed).then_types(
        FilingLookedUp, FilingLookedUp, RedirectGranted
    )


@pytest.mark.proves("R14-084")
def test_no_hop_of_a_redirect_leads_to_an_unfiled_site() -> None:
    outcome = reported().when(RequestRedirect((HOP, TARGET, HOP)), CONTEXT)
    refused = _redirects(outcome.events)
    assert [(one.target, one.reason) for one in refused] == [
        (HOP, "TARGET_UNFILED"),
        (TARGET, "TARGET_UNFILED"),
    ]
    assert {rule for one in refused for rule in one.rules} == {"R14-084"}
    reported().when(RequestRedirect(()), CONTEXT).then_refused(Reason.INCOMPLETE)


@pytest.mark.proves("R14-079")
def test_untrue_registration_data_stop_resolution_until_they_are_corrected() -> None:
    stopped = ResolutionStopped(
        domain=DOMAIN, reason="DATA_UNTRUE", region=None, order_id=None, rules=("R14-079",)
    )
    resolvable().when(MarkUntrue("注册人不实"), CONTEXT).then(stopped)
    history = resolvable().after(MarkUntrue("注册人不实"), CONTEXT)
    history.when(RequestResolution(), CONTEXT).then_types(ResolutionRefused)
    history.when(RequestRedirect((TARGET,)), CONTEXT).then_types(RedirectRefused)
    history.when(MarkUntrue("注册人不实"), CONTEXT).then_nothing()
    history.when(ChangeDomainData(MOVED), CONTEXT).then_types(
        DomainDataCorrected, DomainDataChanged, DomainReportQueued
    )
    registered().when(MarkUntrue("不实"), CONTEXT).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("R14-085")
def test_a_decision_to_close_is_carried_out_in_the_same_step() -> None:
    for history in (resolvable(), reported(), reported().after(ChangeDomainData(MOVED), CONTEXT)):
        outcome = history.when(CLOSE, CONTEXT)
        assert isinstance(outcome.events[0], DomainClosureReceived)
        stopped = outcome.events[-1]
        assert isinstance(stopped, ResolutionStopped)
        assert (stopped.order_id, stopped.region) == ("order-1", "320000")
    history = resolvable().after(CLOSE, CONTEXT)
    history.when(CLOSE, CONTEXT).then_nothing()
    history.when(RequestResolution(), CONTEXT).then_types(ResolutionRefused)
    history.when(ChangeDomainData(MOVED), CONTEXT).then_refused(Reason.WRONG_STATE, rule="R14-085")
    early = registered().after(CLOSE, CONTEXT)
    early.when(RequestResolution(), CONTEXT).then_types(ResolutionRefused)


def test_a_domain_is_registered_once_and_an_unknown_one_is_not_found() -> None:
    registered().when(RegisterDomain(DOMAIN, DATA), CONTEXT).then_refused(Reason.ALREADY_EXISTS)
    given().when(ReportDomain(), CONTEXT).then_refused(Reason.NOT_FOUND)


COMMANDS: st.SearchStrategy[Any] = st.sampled_from(
    (
        RegisterDomain(DOMAIN, DATA),
        ReportDomain(),
        ReceiveReport(7),
        ReceiveReport(None),
        ChangeDomainData(DATA),
        ChangeDomainData(MOVED),
        NoteChangeOverdue(),
        RequestResolution(),
        RequestRedirect((TARGET,)),
        MarkUntrue("不实"),
        CLOSE,
    )
)


@settings(max_examples=100)
@drawing(st.lists(st.tuples(COMMANDS, st.booleans()), max_size=25))
def test_no_state_is_reached_that_the_flow_does_not_draw(steps: list[tuple[Any, bool]]) -> None:
    filed = iter([is_filed for _, is_filed in steps])
    never_leaves(
        LIFECYCLE,
        DOMAIN_CONTROL,
        [RegisterDomain(DOMAIN, DATA), *(command for command, _ in steps)],
        lambda _state, _command: CONTEXT if next(filed, True) else UNFILED,
    )


def _redirects(events: Any) -> list[RedirectRefused]:
    return [one for one in events if isinstance(one, RedirectRefused)]
