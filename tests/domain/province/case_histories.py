"""Cases as far as tests need them: a lead, what the bureau knows, and the histories up to a phase."""

from datetime import date
from typing import Any

from beian.events.cases import CaseProvider, Lead
from province.domain.case import Case, CaseContext
from province.domain.case_commands import (
    CaseCommand,
    ConfirmViolation,
    OrderRectification,
)
from province.domain.case_leads import Found, LeadSource, ReportKind, ReportViolation, lead_of
from province.domain.cases import CASE
from support.spec import Given, History

HOME, ELSEWHERE, SERVER = "320000", "440000", "110000"
OWN_ISP, OTHER_ISP = 320000000001, 440000000002
SITE = "苏ICP备2026000001号-1"
TODAY = date(2026, 3, 2)
DUE, ANSWER_DUE = date(2026, 3, 16), date(2026, 3, 9)
OWN = CaseProvider(isp_id=OWN_ISP, region=HOME)
OTHER = CaseProvider(isp_id=OTHER_ISP, region=ELSEWHERE)

given_case = Given(CASE)
type CaseHistory = History[Case, CaseCommand, CaseContext]


def found(**changes: Any) -> Found:
    known: dict[str, Any] = {
        "region": HOME,
        "host": "www.filed.example",
        "filing_number": SITE,
        "home_region": HOME,
        "server_region": HOME,
        "providers": (OWN,),
    }
    return Found(**{**known, **changes})


def report(kind: ReportKind = ReportKind.OUT_OF_SCOPE, **changes: Any) -> ReportViolation:
    said: dict[str, Any] = {
        "source": LeadSource.PUBLIC_REPORT,
        "kind": kind,
        "text": "网站从事备案项目以外的服务",
        "domain": "www.filed.example",
    }
    return ReportViolation(**{**said, **changes})


def lead(kind: ReportKind = ReportKind.OUT_OF_SCOPE, **known: Any) -> Lead:
    asked = {"isp_id": known.pop("isp_id", None), "is_licensed": known.pop("is_licensed", False)}
    made = lead_of(report(kind, **asked), found(**known))
    assert isinstance(made, Lead), made
    return made


def at(region: str = HOME, of: Lead | None = None, **changes: Any) -> CaseContext:
    said: dict[str, Any] = {
        "today": TODAY,
        "region": region,
        "case_id": "case1",
        "lead": of,
        "rectification_due": DUE,
        "cooperation_due": ANSWER_DUE,
    }
    return CaseContext(**{**said, **changes})


def opened(of: Lead | None = None) -> CaseHistory:
    """A case that its home bureau opened."""
    return given_case().after(report(), at(of=of or lead()))


def confirmed(of: Lead | None = None, **changes: Any) -> CaseHistory:
    """A case whose breach is confirmed."""
    return opened(of).after(ConfirmViolation("查证属实", "李某", **changes), at())


def rectifying(of: Lead | None = None) -> CaseHistory:
    """A case in which the party was ordered to correct."""
    return confirmed(of).after(OrderRectification("停止备案项目以外的服务", "李某"), at())
