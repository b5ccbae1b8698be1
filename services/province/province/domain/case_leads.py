"""A lead (违法线索): who saw what where, whose filing it is, and which bureau leads the case.

A breach on a page or a sub-domain is one of the filing to whose domain it belongs (O33-017). The
subject's home bureau leads; of a breach by a provider the bureau of the place where it happened;
of what is unfiled, where nobody knows the sponsor, the bureau of the provider.

Flow: FLOW-13. Rules: O292-011, O33-017, R05-006, R05-031, R05-032, R05-034, R14-021.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from beian.errors import Refusal
from beian.events.cases import CaseProvider, Lead
from beian.regulations.domains import host_key
from beian.regulations.penalties import OF_PROVIDERS, Basis
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces


class LeadSource(StrEnum):
    """Where a lead comes from (R05-031, R14-122)."""

    PUBLIC_REPORT = "public_report"
    INSPECTION = "inspection"
    MINISTRY_CIRCULAR = "ministry_circular"
    DEPARTMENT_REQUEST = "department_request"
    PROVIDER_REPORT = "provider_report"
    """Of forbidden content that a sponsor or a provider found itself."""


class ReportKind(StrEnum):
    """What is reported."""

    UNFILED = "unfiled"
    UNTRUE_DATA = "untrue_data"
    IRREGULAR_ACCESS = "irregular_access"
    """A provider gives access to what it may not."""
    SKIPPED_VERIFICATION = "skipped_verification"
    ACCESS_RECORDS = "access_records"
    """A provider does not keep or hand over its records of access."""
    OUT_OF_SCOPE = "out_of_scope"
    CHARGING = "charging"
    """A filed, non-commercial service asks for money."""
    PROHIBITED_CONTENT = "prohibited_content"
    RECORDS_NOT_KEPT = "records_not_kept"
    STOP_SAVE_REPORT = "stop_save_report"
    NUMBER_NOT_SHOWN = "number_not_shown"
    LINK_MISSING = "link_missing"
    E_CERTIFICATE_MISSING = "e_certificate_missing"
    LATE_CHANGE = "late_change"
    MISSING_CANCELLATION = "missing_cancellation"
    DEPARTMENT_OPINION = "department_opinion"


BASES: Final[Mapping[ReportKind, Basis]] = MappingProxyType(
    {
        ReportKind.UNFILED: Basis.UNFILED_SERVICE,
        ReportKind.UNTRUE_DATA: Basis.FALSE_INFORMATION,
        ReportKind.IRREGULAR_ACCESS: Basis.PROVIDER_ART18,
        ReportKind.SKIPPED_VERIFICATION: Basis.PROVIDER_ART10,
        ReportKind.ACCESS_RECORDS: Basis.PROVIDER_ART19,
        ReportKind.OUT_OF_SCOPE: Basis.BEYOND_FILED_ITEMS,
        ReportKind.CHARGING: Basis.UNLICENSED_SERVICE,
        ReportKind.PROHIBITED_CONTENT: Basis.PROHIBITED_CONTENT,
        ReportKind.RECORDS_NOT_KEPT: Basis.RECORDS_NOT_KEPT,
        ReportKind.STOP_SAVE_REPORT: Basis.STOP_SAVE_REPORT,
        ReportKind.NUMBER_NOT_SHOWN: Basis.NUMBER_NOT_SHOWN,
        ReportKind.LINK_MISSING: Basis.LINK_MISSING,
        ReportKind.E_CERTIFICATE_MISSING: Basis.E_CERTIFICATE_MISSING,
        ReportKind.LATE_CHANGE: Basis.LATE_CHANGE,
        ReportKind.MISSING_CANCELLATION: Basis.MISSING_CANCELLATION,
        ReportKind.DEPARTMENT_OPINION: Basis.DEPARTMENT_OPINION,
    }
)
"""What a reported breach would be; of a licensed service beyond its scope: UNLICENSED_SERVICE."""

_TEXT_MAX: Final = 2000


@dataclass(frozen=True, slots=True)
class ReportViolation:
    """What somebody saw. Nothing of the person who reports is asked for."""

    source: LeadSource
    kind: ReportKind
    text: str
    domain: str | None = None
    """A host, or the address of a page."""
    address: str | None = None
    """IPv4, dotted, of a site without a domain."""
    filing_number: str | None = None
    isp_id: int | None = None
    """Of a breach by a provider; or who gives the site access."""
    subject_region: str | None = None
    """Where the sponsor lives, where no filing says it."""
    violation_region: str | None = None
    """Where it happened; else here."""
    is_licensed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the bureau knows of the site that is reported."""

    region: str
    """The bureau's own."""
    host: str | None = None
    filing_number: str | None = None
    """Of the site, or else the subject, that the host or the number belongs to."""
    home_region: str | None = None
    """Of that filing."""
    server_region: str | None = None
    providers: tuple[CaseProvider, ...] = ()


def host_of(text: str) -> str | None:
    """Return the host of a domain or of a page's address in normal form; None if it is none."""
    rest = text.strip().lower()
    _, _, rest = rest.rpartition("://") if "://" in rest else ("", "", rest)
    host = rest.partition("/")[0].partition("?")[0].partition(":")[0]
    return host_key(host)


def basis_of(kind: ReportKind, *, is_licensed: bool) -> Basis:
    """Return what a reported breach would be."""
    if kind is ReportKind.OUT_OF_SCOPE and is_licensed:
        return Basis.UNLICENSED_SERVICE
    return BASES[kind]


@enforces("O33-017", "O292-011", "R05-006", "R05-031", "R05-034", "R14-021")
def lead_of(report: ReportViolation, found: Found) -> Lead | Refusal:
    """Return the lead that a report makes; a Refusal where nothing can be followed up."""
    if not report.text.strip() or len(report.text) > _TEXT_MAX:
        return Refusal(Reason.INVALID_FIELD, f"请说明情况，最多{_TEXT_MAX}字", "text")
    basis = basis_of(report.kind, is_licensed=report.is_licensed)
    isp_id = report.isp_id
    if isp_id is None and len(found.providers) == 1:
        isp_id = found.providers[0].isp_id
    wrong = _unfollowable(report, found, basis, isp_id)
    if wrong is not None:
        return wrong
    violation_region = report.violation_region or found.region
    home = violation_region if basis in OF_PROVIDERS else _home(report, found)
    return Lead(
        source=str(report.source),
        kind=str(report.kind),
        basis=str(basis),
        text=report.text.strip(),
        domain=found.host,
        filing_number=found.filing_number,
        isp_id=isp_id if basis in OF_PROVIDERS else None,
        is_licensed=report.is_licensed,
        violation_region=violation_region,
        home_region=home,
        server_region=found.server_region,
        providers=found.providers,
    )


def _unfollowable(
    report: ReportViolation, found: Found, basis: Basis, isp_id: int | None
) -> Refusal | None:
    for field, region in (
        ("subject_region", report.subject_region),
        ("violation_region", report.violation_region),
    ):
        if region is not None and find_province(region) is None:
            return Refusal(Reason.UNKNOWN_REGION, f"没有省份{region}", field)
    if report.domain is not None and found.host is None:
        return Refusal(Reason.INVALID_FIELD, "不是有效的域名或网址", "domain")
    if report.filing_number is not None and found.filing_number is None:
        return Refusal(Reason.NOT_FOUND, "没有此备案号", "filing_number")
    if basis in OF_PROVIDERS:
        if isp_id is None:
            return Refusal(Reason.INVALID_FIELD, "须注明接入服务提供者", "isp_id")
        if all(one.isp_id != isp_id for one in found.providers):
            return Refusal(Reason.UNKNOWN_PROVIDER, "没有此接入服务提供者", "isp_id")
    elif found.host is None and found.filing_number is None:
        return Refusal(Reason.INVALID_FIELD, "请注明域名、网址或备案号", "domain")
    if basis is Basis.UNFILED_SERVICE and found.filing_number is not None:
        return Refusal(Reason.INACCURATE, f"该网站已备案：{found.filing_number}", "domain")
    return None


def _home(report: ReportViolation, found: Found) -> str:
    if found.home_region is not None:
        return found.home_region
    if report.subject_region is not None:
        return report.subject_region
    return found.providers[0].region if found.providers else found.region
