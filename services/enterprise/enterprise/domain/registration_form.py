"""The registration form (备案登记表) beside the record itself: version, class, issuer, declaration.

Decides whether a form may be handed in. The contents of the record are contents.py's. Rules:
O33-004, O33-034, O292-001, R14-001, R14-057 (who represents a unit), J45-009.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from beian.errors import Refusal
from beian.events.enterprise import RegistrationForm
from beian.records import Filing
from beian.regulations.certificates import CertificateType
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

FORM_OF_2005: Final = "2005"
FORM_OF_2013: Final = "3.0"
PUBLISHED: Final[Mapping[str, date]] = MappingProxyType(
    {FORM_OF_2005: date(2005, 3, 20), FORM_OF_2013: date(2013, 10, 1)}
)
"""The ministry's layouts of the form and the day from which each is in use: Order 33's appendix,
and that of interface V3.0, whose fields the record has."""

COMMERCIAL: Final = "commercial"
NON_COMMERCIAL: Final = "non_commercial"

_MARKET: Final = "市场监督管理部门"
_CODES: Final = "组织机构代码管理机构"
ISSUERS: Final[Mapping[int, str]] = MappingProxyType(
    {
        CertificateType.BUSINESS_LICENCE: _MARKET,
        CertificateType.ID_CARD: "公安机关",
        CertificateType.INSTITUTION_ORGANISATION_CODE: _CODES,
        CertificateType.INSTITUTION_CERTIFICATE: "事业单位登记管理机关",
        CertificateType.MILITARY_DESIGNATION: "军队有权机关",
        CertificateType.SOCIAL_ORGANISATION_CERTIFICATE: "民政部门",
        CertificateType.MILITARY_OFFICER_CARD: "军队有权机关",
        CertificateType.GOVERNMENT_ORGANISATION_CODE: _CODES,
        CertificateType.SOCIAL_ORGANISATION_CODE: _CODES,
        CertificateType.TAIWAN_COMPATRIOT_PERMIT: "出入境管理机构",
        CertificateType.ENTERPRISE_ORGANISATION_CODE: _CODES,
    }
)
"""Which authority issues a certificate where it is always the same one; a passport's is not."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is entered beside the record."""

    version: str = FORM_OF_2013
    service_class: str = NON_COMMERCIAL
    certificate_issuer: str | None = None
    """Taken from the certificate's type where it leaves no choice."""
    name_pre_approved_until: date | None = None
    """Of a company in pre-registration, whose number is that of its name's pre-approval."""
    legal_representative: str | None = None
    legal_representative_certificate: str | None = None
    is_abroad: bool = False
    """The site is connected outside China."""
    declared: bool = False
    """The sponsor declares that it answers for the truth of its data."""
    added_documents: tuple[str, ...] = ()


@enforces("O292-001", "O33-004", "O33-034", "R14-001")
def refuse_form(form: Form, filing: Filing, today: date) -> Refusal | None:
    """Return the first thing that is wrong with a form, or None."""
    published = PUBLISHED.get(form.version)
    if published is None or published > today:
        detail = f"备案登记表版本{form.version}未经公布"
        return Refusal(Reason.INVALID_FIELD, detail, "form.version", "O33-004")
    if form.service_class not in {COMMERCIAL, NON_COMMERCIAL}:
        detail = "应当写明经营性或者非经营性"
        return Refusal(Reason.INVALID_FIELD, detail, "form.service_class", "O292-001")
    if form.service_class == COMMERCIAL:
        detail = "经营性互联网信息服务应当申请许可，不适用备案"
        return Refusal(Reason.OUT_OF_SCOPE, detail, "form.service_class", "O292-001")
    if form.is_abroad:
        detail = "在境外接入的网站不属于备案范围"
        return Refusal(Reason.OUT_OF_SCOPE, detail, "form.is_abroad", "R14-001")
    return _refuse_issuer(form, filing, today)


def _refuse_issuer(form: Form, filing: Filing, today: date) -> Refusal | None:
    if not issuer_of(form, filing):
        detail = "应当填写证件的发证机关"
        return Refusal(Reason.INCOMPLETE, detail, "form.certificate_issuer", "O33-034")
    expires = form.name_pre_approved_until
    if expires is not None and expires < today:
        detail = "企业名称预先核准已经过期"
        return Refusal(Reason.INACCURATE, detail, "form.name_pre_approved_until", "O33-034")
    return None


@enforces("O33-034")
def issuer_of(form: Form, filing: Filing) -> str | None:
    """Return who issued the sponsor's certificate: as entered, else whoever alone issues it.

    The layout of 2005 has a field of its own for it, which may not stay empty.
    """
    if form.certificate_issuer is not None or form.version == FORM_OF_2005:
        return (form.certificate_issuer or "").strip() or None
    return ISSUERS.get(filing.subject.certificate.type)


def entered_form(form: Form, filing: Filing) -> RegistrationForm:
    """Return what is recorded of a form that was not refused."""
    issuer = issuer_of(form, filing)
    assert issuer is not None, "a form without an issuer is refused before"
    return RegistrationForm(
        version=form.version,
        service_class=form.service_class,
        certificate_issuer=issuer,
        legal_representative=form.legal_representative,
        legal_representative_certificate=form.legal_representative_certificate,
        added_documents=form.added_documents,
    )
