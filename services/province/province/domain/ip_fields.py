"""What is wrong with a record of IP data by itself: addresses, dates, units, contacts. PURE.

All codes that apply, in the order of the fields. Blank is empty or white space. Validation §10;
what the schema requires is 5001 before this is asked.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from beian.records import Finding
from beian.records_ip import IpAssignment, IpBroadcast, IpReported, IpSource, OwnAddresses
from beian.regulations.addresses import Range, is_usable, is_usable_range
from beian.regulations.codes import exists
from beian.regulations.contacts import SEPARATOR, is_email, is_mobile, is_office_phone
from beian.regulations.ip_chains import ASSIGNED_ON, USED
from beian.regulations.regions import find_province, first_wrong_region, region_name
from province.domain.check_context import finding

OWN_USE: Final = 3
REPORTING_UNIT: Final = 1
"""Ly_dwlx: the addresses came from a reporting unit."""


def check_range(record: IpReported) -> Iterator[Finding]:
    """Yield 2006, 2007, 2002: ends that are no addresses, or in the wrong order."""
    is_first, is_last = is_usable(record.first), is_usable(record.last)
    if not is_first:
        yield finding(2006, record.first)
    if not is_last:
        yield finding(2007, record.last)
    if record.first > record.last:
        yield finding(2002, Range(record.first, record.last))
    elif is_first and is_last and not is_usable_range(Range(record.first, record.last)):
        yield finding(2007, record.last)


def check_source(record: IpSource, sender: int, units: AbstractSet[int]) -> Iterator[Finding]:
    """Yield what is wrong with Lydw."""
    if record.source_unit == sender:
        yield finding(2052, record.source_unit)
    elif record.source_unit not in units:
        yield finding(2029, record.source_unit)


def check_broadcast(
    record: IpBroadcast, units: AbstractSet[int], headquarters: AbstractSet[int]
) -> Iterator[Finding]:
    """Yield what is wrong with Gbdw and Sqdw."""
    if record.broadcaster not in units:
        yield finding(2017, record.broadcaster)
    elif record.broadcaster not in headquarters:
        yield finding(2051, record.broadcaster)
    if record.applicant not in units:
        yield finding(2018, record.applicant)
    if record.applicant == record.broadcaster:
        yield finding(2053, record.applicant)


def check_assignment(
    record: IpAssignment, sender: int, units: AbstractSet[int]
) -> Iterator[Finding]:
    """Yield what is missing or wrong for the record's Fpfs; surplus fields are not looked at."""
    if not exists("fpfs", record.mode):
        yield finding(2041, record.mode)
    elif record.mode == ASSIGNED_ON:
        yield from _check_receiver(record.receiver, sender, units)
    elif record.mode in {USED, OWN_USE}:
        yield from _check_usage(record)
        if record.mode == USED:
            yield from _check_user(record)
            if record.user_class is not None and not exists("dwfl", record.user_class):
                yield finding(2009, record.user_class)
            if record.user_industry is not None and not exists("hyfl", record.user_industry):
                yield finding(2020, record.user_industry)
        yield from _check_gateway(record)


def check_own(record: OwnAddresses, units: AbstractSet[int], *, is_new: bool) -> Iterator[Finding]:
    """Yield what is wrong with addresses a user brought along."""
    yield from _check_usage(record)
    yield from _check_user(record)
    yield from _check_gateway(record)
    if is_new and record.gateway is None:
        yield finding(2043)
    if is_new and _is_blank(record.gateway_location):
        yield finding(2044)
    if record.source_type == REPORTING_UNIT:
        if record.source_unit is None:
            yield finding(2046)
            yield finding(2028)
        elif record.source_unit not in units:
            yield finding(2029, record.source_unit)
    else:
        if record.source_unit is not None:
            yield finding(2046)
        if _is_blank(record.source_name):
            yield finding(2045)


def _check_receiver(
    receiver: int | None, sender: int, units: AbstractSet[int]
) -> Iterator[Finding]:
    if receiver is None:
        yield finding(2047)
    elif receiver == sender:
        yield finding(2050, receiver)
    elif receiver not in units:
        yield finding(2048, receiver)


def _check_usage(record: IpAssignment | OwnAddresses) -> Iterator[Finding]:
    if record.usage is None:
        yield finding(2032)
    elif not exists("syfs", record.usage):
        yield finding(2021, record.usage)
    if record.assigned_on is None or _is_blank(record.assigned_on):
        yield finding(2030)
    elif not _is_date(record.assigned_on):
        yield finding(2999, record.assigned_on)


def _check_user(record: IpAssignment | OwnAddresses) -> Iterator[Finding]:
    if _is_blank(record.user_name):
        yield finding(2031)
    if record.user_kind is None:
        yield finding(2034)
    elif not exists("dwxz", record.user_kind):
        yield finding(2019, record.user_kind)
    yield from _check_region(record.province, record.city, record.county)
    if _is_blank(record.address):
        yield finding(2036)
    if _is_blank(record.contact_name):
        yield finding(2040)
    yield from _check_contacts(record.contact_phone, record.contact_email)


def _check_region(province: int | None, city: int | None, county: int | None) -> Iterator[Finding]:
    if province is None:
        yield finding(2037)
    elif find_province(province) is None:
        yield finding(2024, province)
    if city is None:
        yield finding(2038)
    elif region_name(city) is None:
        yield finding(2025, city)
    if county is not None and region_name(county) is None:
        yield finding(2026, county)
        return
    if province is None or find_province(province) is None:
        return
    wrong = first_wrong_region(province, city, county)
    if wrong is not None and region_name(wrong) is not None:
        yield finding(2011, wrong)


def _check_contacts(phone: str | None, email: str | None) -> Iterator[Finding]:
    if phone is None or _is_blank(phone):
        yield finding(2039)
    elif not all(is_mobile(one) or is_office_phone(one) for one in phone.split(SEPARATOR)):
        yield finding(2012, phone)
    if email is None or _is_blank(email):
        yield finding(2042)
    elif not is_email(email):
        yield finding(2013, email)


def _check_gateway(record: IpAssignment | OwnAddresses) -> Iterator[Finding]:
    if record.gateway is not None and not is_usable(record.gateway):
        yield finding(2008, record.gateway)


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
