"""What a report of a domain must say: one test for each code of validation §11."""

from datetime import date
from typing import Any

import pytest

from beian.records_domains import DomainParty
from domain.ministry.domain_cases import party, report
from ministry.domain.domain_check import check_report

TODAY = date(2026, 3, 2)


def proving(code: int, *values: Any) -> Any:
    return pytest.param(code, *values, marks=pytest.mark.proves(str(code)), id=str(code))


def codes(**changes: Any) -> list[int]:
    return [found.code for found in check_report(report(**changes), TODAY)]


def test_a_report_in_order_has_no_findings() -> None:
    assert codes() == []
    assert codes(payer=party(phone="19900000001;025-12345678")) == []


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        proving(3001, "type", 999),
        proving(3002, "registered_on", " " * 10),
        proving(3003, "valid_until", " " * 10),
        proving(3004, "valid_until", "2026-03-01"),
        proving(3005, "name_servers", "    "),
        proving(3006, "registrar", "  "),
        proving(3007, "registrar", "示例<注册商>"),
        proving(3031, "registered_on", "2026/01/01"),
        proving(3032, "valid_until", "2030-02-30"),
        proving(3035, "registered_on", "2026-03-03"),
        proving(3999, "name", "www.yunfan.example"),
    ],
)
def test_a_field_of_the_domain_that_is_wrong_has_its_code(
    code: int, field: str, value: object
) -> None:
    assert codes(**{field: value}) == [code]


def test_a_domain_may_be_registered_and_end_today() -> None:
    assert codes(registered_on="2026-03-02", valid_until="2026-03-02") == []


@pytest.mark.parametrize(
    ("code", "who", "field", "value"),
    [
        proving(3008, "registrant", "name", "  "),
        proving(3009, "registrant", "organization", " "),
        proving(3010, "registrant", "province", None),
        proving(3011, "registrant", "city", None),
        proving(3012, "registrant", "email", " " * 6),
        proving(3013, "registrant", "email", "nobody at all"),
        proving(3014, "registrant", "phone", " " * 11),
        proving(3015, "registrant", "phone", "123456789012"),
        proving(3016, "registrant", "address", " "),
        proving(3028, "registrant", "city", 440100),
        proving(3017, "administrator", "name", "  "),
        proving(3018, "administrator", "organization", " "),
        proving(3019, "administrator", "province", None),
        proving(3020, "administrator", "city", None),
        proving(3021, "administrator", "email", " " * 6),
        proving(3022, "administrator", "email", "nobody at all"),
        proving(3023, "administrator", "phone", " " * 11),
        proving(3024, "administrator", "phone", "123456789012"),
        proving(3025, "administrator", "address", " "),
        proving(3029, "administrator", "province", 990000),
        proving(3030, "payer", "city", 440100),
        proving(3033, "payer", "phone", "123456789012"),
        proving(3034, "payer", "email", "nobody at all"),
    ],
)
def test_a_field_of_a_person_that_is_wrong_has_its_code(
    code: int, who: str, field: str, value: object
) -> None:
    assert codes(**{who: party(**{field: value})}) == [code]


def test_of_a_payer_nothing_need_be_said_but_a_city_has_a_province() -> None:
    assert codes(payer=DomainParty()) == []
    assert codes(payer=DomainParty(city=320100)) == [3030]


def test_all_errors_of_a_record_are_collected() -> None:
    wrong = party(email="x", phone="y" * 11)
    assert codes(type=999, registrant=wrong) == [3001, 3013, 3015]
