"""The automatic check of a subject (主体): kind, certificate, person, region, register.

Codes 1003, 1007 to 1015, 1019, 1044, 1065. Validation §3, §6, §7.
"""

from collections.abc import Iterator

from beian.records import Finding, Subject
from beian.regulations.certificates import (
    CertificateType,
    SponsorKind,
    is_certificate_number,
    is_personal,
    owner_of,
)
from beian.regulations.codes import exists
from beian.regulations.numbers import CERTIFICATE_NUMBER_CHARACTERS_MAX
from beian.regulations.regions import first_wrong_region
from beian.regulations.unique_keys import CERTIFICATE, certificate_hash
from province.domain.check_context import CheckContext, finding
from province.domain.contact_check import check_person, has_text


def is_individual(subject: Subject) -> bool:
    """Say whether the sponsor is an individual: its certificate's type decides."""
    return is_personal(subject.certificate.type)


def check_subject(subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Yield what is wrong with a subject, in the order of its fields on the wire."""
    yield from _check_kind(subject)
    yield from _check_address(subject)
    yield from _check_certificate(subject)
    yield from _check_responsible(subject)
    held = certificate_hash(subject.certificate)
    if (CERTIFICATE, held) in context.register:
        yield finding(1003)
    listed = {(CERTIFICATE, held), ("name", subject.name.strip())}
    if listed & context.blacklist:
        yield finding(1065)


def _check_kind(subject: Subject) -> Iterator[Finding]:
    kind = subject.kind
    if is_individual(subject):
        if kind is not None and kind != SponsorKind.INDIVIDUAL:
            yield finding(1014, kind)
    elif kind is None or kind == SponsorKind.INDIVIDUAL or not exists("dwxz", kind):
        yield finding(1014, kind)


def _check_address(subject: Subject) -> Iterator[Finding]:
    address = subject.address
    wrong = first_wrong_region(address.province, address.city, address.county)
    if wrong is not None:
        yield finding(1019, wrong)
    if address.detail is not None and not has_text(address.detail):
        yield finding(1007)


def _check_certificate(subject: Subject) -> Iterator[Finding]:
    certificate = subject.certificate
    owner = owner_of(certificate.type)
    if owner is None or (not is_individual(subject) and _is_other_unit(subject.kind, owner)):
        yield finding(1008, certificate.type)
    if not is_certificate_number(certificate.type, certificate.number):
        is_too_long = len(certificate.number) > CERTIFICATE_NUMBER_CHARACTERS_MAX
        is_id_card = certificate.type == CertificateType.ID_CARD and not is_too_long
        shown = certificate.number if has_text(certificate.number) else None
        yield finding(1015 if is_id_card else 1008, shown)
    if not has_text(certificate.address):
        yield finding(1008)


def _is_other_unit(kind: int | None, owner: SponsorKind) -> bool:
    """Say whether a valid kind of unit and the certificate's owner disagree."""
    is_unit = kind is not None and exists("dwxz", kind) and kind != SponsorKind.INDIVIDUAL
    return is_unit and kind != owner


def _check_responsible(subject: Subject) -> Iterator[Finding]:
    person = subject.responsible
    if is_individual(subject):
        if person.name is not None and not has_text(person.name):
            yield finding(1007)
        yield from check_person(person, needs_office_phone=None)
        return
    if not has_text(person.name):
        yield finding(1044)
    yield from check_person(person, needs_office_phone=1010)
