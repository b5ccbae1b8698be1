"""Originals (证件原件): which a sponsor of which kind must bring, and which only in their place.

Decides acceptance alone; whether a document is genuine, the authority says. Rules: M64-002 to
M64-006. A household register (户口簿) has no type of its own on the wire: it proves the number
of the ID card.
"""

from enum import StrEnum
from typing import Final

from beian.errors import Refusal
from beian.regulations.certificates import CertificateType, SponsorKind, owner_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


class Original(StrEnum):
    """A document as it lies on the table."""

    ORG_CODE = "ORG_CODE"
    INSTITUTION_CERT = "INSTITUTION_CERT"
    SOCIAL_ORGANISATION_CERT = "SOCIAL_ORGANISATION_CERT"
    BUSINESS_LICENCE = "BUSINESS_LICENCE"
    MILITARY_DESIGNATION = "MILITARY_DESIGNATION"
    ID_CARD = "ID_CARD"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    MILITARY_OFFICER_CARD = "MILITARY_OFFICER_CARD"
    TAIWAN_COMPATRIOT_PERMIT = "TAIWAN_COMPATRIOT_PERMIT"
    PASSPORT = "PASSPORT"


class Whose(StrEnum):
    """Whose certificate is checked."""

    SUBJECT = "subject"
    SUBJECT_PERSON = "subject_person"
    SITE_PERSON = "site_person"


_PROVES: Final = {
    Original.ORG_CODE: {
        CertificateType.INSTITUTION_ORGANISATION_CODE,
        CertificateType.GOVERNMENT_ORGANISATION_CODE,
        CertificateType.SOCIAL_ORGANISATION_CODE,
        CertificateType.ENTERPRISE_ORGANISATION_CODE,
    },
    Original.INSTITUTION_CERT: {CertificateType.INSTITUTION_CERTIFICATE},
    Original.SOCIAL_ORGANISATION_CERT: {CertificateType.SOCIAL_ORGANISATION_CERTIFICATE},
    Original.BUSINESS_LICENCE: {CertificateType.BUSINESS_LICENCE},
    Original.MILITARY_DESIGNATION: {CertificateType.MILITARY_DESIGNATION},
    Original.ID_CARD: {CertificateType.ID_CARD},
    Original.HOUSEHOLD_REGISTER: {CertificateType.ID_CARD},
    Original.MILITARY_OFFICER_CARD: {CertificateType.MILITARY_OFFICER_CARD},
    Original.TAIWAN_COMPATRIOT_PERMIT: {CertificateType.TAIWAN_COMPATRIOT_PERMIT},
    Original.PASSPORT: {CertificateType.PASSPORT},
}
"""Which certificate types (Zjlx) of the entered data an original can prove."""

_FIRST: Final = {
    SponsorKind.MILITARY: {Original.MILITARY_DESIGNATION},
    SponsorKind.GOVERNMENT: {Original.ORG_CODE},
    SponsorKind.PUBLIC_INSTITUTION: {Original.ORG_CODE},
    SponsorKind.ENTERPRISE: {Original.BUSINESS_LICENCE, Original.ORG_CODE},
    SponsorKind.SOCIAL_ORGANISATION: {Original.ORG_CODE},
}
_IN_ITS_PLACE: Final = {
    SponsorKind.GOVERNMENT: {Original.INSTITUTION_CERT},
    SponsorKind.PUBLIC_INSTITUTION: {Original.INSTITUTION_CERT},
    SponsorKind.SOCIAL_ORGANISATION: {Original.SOCIAL_ORGANISATION_CERT},
}
"""Only where the sponsor has none of the first."""

_FIRST_OF_PERSONS: Final = frozenset({Original.ID_CARD})
_IN_PLACE_OF_ID_CARD: Final = frozenset(
    {
        Original.HOUSEHOLD_REGISTER,
        Original.MILITARY_OFFICER_CARD,
        Original.TAIWAN_COMPATRIOT_PERMIT,
    }
)


def refuse_document(
    whose: Whose,
    original: Original,
    *,
    certificate_type: int,
    is_citizen: bool,
    lacks_first_choice: bool,
) -> Refusal | None:
    """Say why an original is not accepted, or None.

    `certificate_type`: Zjlx as entered. `lacks_first_choice`: the holder has no ID card, the
    unit no organisation code certificate.
    """
    owner = owner_of(certificate_type)
    if owner is None or original not in _PROVES or certificate_type not in _PROVES[original]:
        return _no(f"{original}不能证明填报的证件类型{certificate_type}", "M64-020")
    if whose is Whose.SUBJECT and owner is not SponsorKind.INDIVIDUAL:
        return _refuse_of_unit(owner, original, lacks_first_choice=lacks_first_choice)
    return _refuse_of_person(
        original, is_citizen=is_citizen, lacks_first_choice=lacks_first_choice, whose=whose
    )


@enforces("M64-002", "M64-003", "M64-004")
def _refuse_of_unit(
    kind: SponsorKind, original: Original, *, lacks_first_choice: bool
) -> Refusal | None:
    rule = {SponsorKind.ENTERPRISE: "M64-003", SponsorKind.MILITARY: "M64-004"}.get(kind, "M64-002")
    if original in _FIRST[kind]:
        return None
    if original not in _IN_ITS_PLACE.get(kind, ()):
        return _no(f"此类主办者不能使用{original}", rule)
    if not lacks_first_choice:
        return _no("有组织机构代码证书的，应当出示组织机构代码证书原件", rule)
    return None


@enforces("M64-005", "M64-006")
def _refuse_of_person(
    original: Original, *, is_citizen: bool, lacks_first_choice: bool, whose: Whose
) -> Refusal | None:
    rule = "M64-006" if whose is Whose.SUBJECT else "M64-005"
    if not is_citizen:
        return None if original is Original.PASSPORT else _no("外国公民应当出示护照原件", rule)
    if original in _FIRST_OF_PERSONS:
        return None
    if original not in _IN_PLACE_OF_ID_CARD:
        return _no(f"中国公民不能使用{original}", rule)
    if not lacks_first_choice:
        return _no("有居民身份证的，应当出示居民身份证原件", rule)
    return None


def _no(detail: str, rule: str) -> Refusal:
    return Refusal(Reason.DOCUMENT_NOT_ACCEPTED, detail, field="original", rule=rule)
