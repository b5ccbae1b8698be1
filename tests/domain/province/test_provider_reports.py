"""What enterprises report to a bureau, and its decisions to close domains."""

from dataclasses import replace

import pytest

from beian.events.domain_control import DomainClosureOrdered
from beian.events.provider_reports import (
    DomainClosureExecuted,
    ProviderReportHandled,
    ProviderReportReceived,
)
from beian.regulations.reasons import Reason
from province.domain.domain_closure import DOMAIN_CLOSURE, ExecuteClosure, OrderDomainClosure
from province.domain.domain_closure import Context as ClosureContext
from province.domain.provider_report import (
    PROVIDER_REPORT,
    Context,
    HandleReport,
    Report,
    TakeReport,
)
from support.spec import Given

TAKE = TakeReport(Report.LESSEE_REMINDER, 320000000001, "320000000007", "尚无企业系统")
HANDLE = HandleReport("赵六", "已督促")
ORDER = OrderDomainClosure(320000000001, "Site.Example", "违法网站", "赵六")
AT = ClosureContext("order-1", "320000")


@pytest.mark.proves("R14-052")
def test_a_report_is_taken_once_with_its_rule_and_handled_by_an_officer() -> None:
    given = Given(PROVIDER_REPORT)
    (taken,) = given().when(TAKE, Context()).then_types(ProviderReportReceived)
    assert isinstance(taken, ProviderReportReceived)
    assert taken.rules == ("R14-052",)
    history = given().after(TAKE, Context())
    history.when(TAKE, Context()).then_nothing()
    history.when(replace(HANDLE, officer=""), Context()).then_refused(Reason.INCOMPLETE)
    history.when(HANDLE, Context()).then(ProviderReportHandled(officer="赵六", outcome="已督促"))
    history.after(HANDLE, Context()).when(HANDLE, Context()).then_refused(Reason.WRONG_STATE)
    given().when(HANDLE, Context()).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("R14-069")
def test_a_report_about_a_host_names_the_filing_that_answers_for_it() -> None:
    about = TakeReport(Report.FORBIDDEN_CONTENT, 1, "x.y.filed.example", "谣言", "ab" * 32)
    number = "苏ICP备2026000001号-1"
    state = Given(PROVIDER_REPORT)().after(about, Context(number)).state
    assert state.filing_number == number


@pytest.mark.proves("R14-085")
def test_a_domain_is_closed_by_a_named_officer_and_its_unit_executes_it() -> None:
    given = Given(DOMAIN_CLOSURE)
    (ordered,) = given().when(ORDER, AT).then_types(DomainClosureOrdered)
    assert isinstance(ordered, DomainClosureOrdered)
    assert (ordered.domain, ordered.order_id, ordered.isp_id) == (
        "site.example",
        "order-1",
        320000000001,
    )
    given().when(replace(ORDER, officer=""), AT).then_refused(Reason.INCOMPLETE, rule="R14-085")
    given().when(replace(ORDER, domain="-"), AT).then_refused(Reason.INVALID_FIELD)
    history = given().after(ORDER, AT)
    history.when(ORDER, AT).then_refused(Reason.ALREADY_EXISTS)
    history.when(ExecuteClosure(), AT).then(
        DomainClosureExecuted(order_id="order-1", domain="site.example")
    )
    history.after(ExecuteClosure(), AT).when(ExecuteClosure(), AT).then_nothing()
