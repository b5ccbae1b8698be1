"""Contact data (联系方式) of a responsible person: formats, and what a unit must give.

Codes 1007 to 1013, 1015. Validation §3.
"""

from collections.abc import Iterator

from beian.records import Finding, ResponsiblePerson
from beian.regulations.certificates import (
    CertificateType,
    is_certificate_number,
    is_personal,
)
from beian.regulations.contacts import is_email, is_mobile, is_msn, is_office_phone, is_qq
from province.domain.check_context import finding


def check_person(
    person: ResponsiblePerson, *, needs_office_phone: int | None, site: str | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with a person's contacts and certificate.

    `needs_office_phone` is the code for a missing office phone, None where it may be missing.
    """
    office = person.office_phone
    if not has_text(office):
        if needs_office_phone is not None:
            yield finding(needs_office_phone, site=site)
        elif office is not None:
            yield finding(1010, site=site)
    elif office is not None and not is_office_phone(office):
        yield finding(1010, office, site=site)
    if person.mobile is None or not is_mobile(person.mobile):
        yield finding(1011, _shown(person.mobile), site=site)
    if person.email is None or not is_email(person.email):
        yield finding(1009, _shown(person.email), site=site)
    if person.msn is not None and not is_msn(person.msn):
        yield finding(1012, _shown(person.msn), site=site)
    if person.qq is not None and not is_qq(person.qq):
        yield finding(1013, _shown(person.qq), site=site)
    yield from _check_certificate(person, site)


def has_text(value: str | None) -> bool:
    """Say whether a field says anything: white space alone does not."""
    return value is not None and bool(value.strip())


def _check_certificate(person: ResponsiblePerson, site: str | None) -> Iterator[Finding]:
    kind, number = person.certificate_type, person.certificate_number
    if kind is None and number is None:
        return
    if kind is None or number is None:
        yield finding(1008, kind if number is None else number, site=site)
    elif not is_personal(kind):
        yield finding(1008, kind, site=site)
    elif not is_certificate_number(kind, number):
        code = 1015 if kind == CertificateType.ID_CARD else 1008
        yield finding(code, _shown(number), site=site)


def _shown(value: str | None) -> str | None:
    return value if has_text(value) else None
