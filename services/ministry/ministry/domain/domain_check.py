"""What a domain's report must say: kind, dates, registrar, registrant, administrator, payer.

All errors of a record are collected, in the order of its fields. White space alone is blank.
Codes 3001 to 3025, 3028 to 3035, 3999; 3026 and 3027 have no field in V3.0.

Interface, validation §11.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.errors import Refusal
from beian.records import Finding
from beian.records_domains import DomainParty, DomainReport
from beian.regulations.codes import exists
from beian.regulations.contacts import is_email, is_mobile, is_office_phone, values_of
from beian.regulations.domains import is_independent_domain, normal_name
from beian.regulations.reasons import Reason
from beian.regulations.regions import first_wrong_region
from beian.regulations.rules import enforces
from beian.wire.codes import message

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_REGISTRAR_MARKS: Final = frozenset(" ()（）·.,，、&-'’/")
"""What may stand in a registrar's name besides letters and digits of any script."""


@dataclass(frozen=True, slots=True)
class _PartyCodes:
    """The codes of one party's fields: what is missing, what is wrong."""

    name: int
    organization: int
    province: int
    city: int
    email: int
    bad_email: int
    phone: int
    bad_phone: int
    address: int
    region: int


_REGISTRANT: Final = _PartyCodes(3008, 3009, 3010, 3011, 3012, 3013, 3014, 3015, 3016, 3028)
_ADMINISTRATOR: Final = _PartyCodes(3017, 3018, 3019, 3020, 3021, 3022, 3023, 3024, 3025, 3029)


def finding(code: int, value: object = None) -> Finding:
    """Return one result with the official message, and the offending value behind it."""
    return Finding(code=code, message=message(code, value=None if value is None else str(value)))


def success() -> Finding:
    """Return the result of a record that was taken into the register."""
    return finding(3998)


def finding_of(refusal: Refusal) -> Finding:
    """Return the result that tells a unit why the record is not its to touch: 3037 or 3999."""
    if refusal.reason is Reason.NOT_ALLOWED:
        return finding(3037)
    return finding(3999, refusal.detail)


def reportable_domain(name: str) -> str | None:
    """Return what identifies a reported domain (Ym) in normal form; None where it is none."""
    return normal_name(name) if is_independent_domain(name) else None


@enforces("R14-078", "R14-079")
def check_report(report: DomainReport, today: date) -> tuple[Finding, ...]:
    """Return everything that is wrong with a report; `today` is of network time."""
    return tuple(_check(report, today))


def _check(report: DomainReport, today: date) -> Iterator[Finding]:
    if reportable_domain(report.name) is None:
        yield finding(3999, report.name)
    if not exists("ymlx", report.type):
        yield finding(3001, report.type)
    yield from _check_registered(report.registered_on, today)
    yield from _check_party(report.registrant, _REGISTRANT)
    yield from _check_party(report.administrator, _ADMINISTRATOR)
    yield from _check_payer(report.payer)
    if not report.registrar.strip():
        yield finding(3006)
    elif not _is_registrar(report.registrar):
        yield finding(3007, report.registrar)
    if not report.name_servers.strip():
        yield finding(3005)
    yield from _check_valid_until(report.valid_until, today)


def _check_registered(text: str, today: date) -> Iterator[Finding]:
    day = _day(text)
    if not text.strip():
        yield finding(3002)
    elif day is None:
        yield finding(3031, text)
    elif day > today:
        yield finding(3035, text)


def _check_valid_until(text: str, today: date) -> Iterator[Finding]:
    day = _day(text)
    if not text.strip():
        yield finding(3003)
    elif day is None:
        yield finding(3032, text)
    elif day < today:
        yield finding(3004, text)


def _check_party(party: DomainParty, codes: _PartyCodes) -> Iterator[Finding]:
    """Yield what is missing and what is wrong with somebody who must be named in full."""
    if _is_blank(party.name):
        yield finding(codes.name)
    if _is_blank(party.organization):
        yield finding(codes.organization)
    yield from _check_place(party, codes)
    yield from _check_contact(party.email, codes.email, codes.bad_email, is_email)
    yield from _check_contact(party.phone, codes.phone, codes.bad_phone, _is_phone)
    if _is_blank(party.address):
        yield finding(codes.address)


def _check_place(party: DomainParty, codes: _PartyCodes) -> Iterator[Finding]:
    if party.province is None:
        yield finding(codes.province)
    if party.city is None:
        yield finding(codes.city)
    if party.province is not None:
        wrong = first_wrong_region(party.province, party.city, None)
        if wrong is not None:
            yield finding(codes.region, wrong)


def _check_contact(
    field: str | None, missing: int, wrong: int, fits: Callable[[str], bool]
) -> Iterator[Finding]:
    if field is None or not field.strip():
        yield finding(missing)
    elif not _each(field, fits):
        yield finding(wrong, field)


def _check_payer(payer: DomainParty) -> Iterator[Finding]:
    """Yield what is wrong with a payer, of whom nothing need be said."""
    if payer.province is not None:
        wrong = first_wrong_region(payer.province, payer.city, None)
        if wrong is not None:
            yield finding(3030, wrong)
    elif payer.city is not None:
        yield finding(3030, payer.city)
    if payer.email is not None and not _each(payer.email, is_email):
        yield finding(3034, payer.email.strip() or None)
    if payer.phone is not None and not _each(payer.phone, _is_phone):
        yield finding(3033, payer.phone.strip() or None)


def _each(field: str, fits: Callable[[str], bool]) -> bool:
    """Say whether each of a field's values fits: the field is longer than one of a filing."""
    return all(fits(value) for value in values_of(field))


def _is_phone(value: str) -> bool:
    return is_office_phone(value) or is_mobile(value)


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


def _is_registrar(name: str) -> bool:
    is_written = all(char.isalnum() or char in _REGISTRAR_MARKS for char in name)
    return is_written and any(char.isalpha() for char in name)


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
