"""What can be a certificate number, and what contact data."""

import pytest

from beian.regulations.certificates import (
    CertificateType,
    SponsorKind,
    is_certificate_number,
    is_id_card_number,
    is_personal,
    is_unified_social_credit_code,
    owner_of,
)
from beian.regulations.codes import name_of, table
from beian.regulations.contacts import is_email, is_mobile, is_msn, is_office_phone, is_qq


@pytest.mark.proves("1015")
@pytest.mark.parametrize(
    "number", ["360426199101010071", "11010519491231002X", "11010519491231002x", "130503670401001"]
)
def test_an_id_card_number_has_a_right_check_digit_or_is_of_the_old_kind(number: str) -> None:
    assert is_id_card_number(number)
    assert is_certificate_number(CertificateType.ID_CARD, number)


@pytest.mark.proves("1015")
@pytest.mark.parametrize(
    "number",
    [
        "360426199101010072",
        "360426199113010071",
        "130503671301001",
        "3604261991010100",
        "",
        "36042619910101007１",
        "3604 2619910101 0071",
    ],
)
def test_any_other_number_is_no_id_cards(number: str) -> None:
    assert not is_id_card_number(number)
    assert not is_certificate_number(CertificateType.ID_CARD, number)


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("91110000600037341L", True),
        ("91110000600037341l", False),
        ("911100006000373410", False),
        ("91110000600037341I", False),
        ("9111000060003734", False),
    ],
)
def test_a_unified_social_credit_code_has_a_right_check_character(code: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_unified_social_credit_code(code) is right


@pytest.mark.proves("1008")
def test_other_numbers_need_only_be_there_and_short_enough() -> None:
    assert is_certificate_number(CertificateType.BUSINESS_LICENCE, "110000000000001")
    assert not is_certificate_number(CertificateType.BUSINESS_LICENCE, "911100006000373410")
    assert is_certificate_number(CertificateType.PASSPORT, "G00000000")
    assert not is_certificate_number(CertificateType.PASSPORT, "  ")
    assert not is_certificate_number(CertificateType.PASSPORT, "9" * 129)


@pytest.mark.proves("1008", "1014")
def test_a_certificate_type_belongs_to_one_kind_of_sponsor() -> None:
    assert {kind for kind in CertificateType if is_personal(kind)} == {2, 7, 8, 11}
    assert owner_of(CertificateType.BUSINESS_LICENCE) is SponsorKind.ENTERPRISE
    assert owner_of(CertificateType.MILITARY_DESIGNATION) is SponsorKind.MILITARY
    assert owner_of(99) is None


def test_the_named_codes_are_those_of_the_tables() -> None:
    assert set(CertificateType) == set(table("zjlx"))
    assert set(SponsorKind) == set(table("dwxz"))
    assert name_of("dwxz", SponsorKind.INDIVIDUAL) == "个人"
    assert name_of("zjlx", CertificateType.TAIWAN_COMPATRIOT_PERMIT) == "台胞证"


@pytest.mark.proves("1010")
@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("025-84000000", True),
        ("086-025-84000000", True),
        ("0512-6800000-801", True),
        ("025-84000000;010-60000000", True),
        ("025-840000000", False),  # nine local digits
        ("84000000", False),
        ("02584000000", False),
        ("025-84000000;", False),
        ("025-8400000a", False),
        (";".join(["025-84000000"] * 10), False),  # 129 characters
    ],
)
def test_an_office_phone_has_an_area_and_seven_or_eight_digits(field: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_office_phone(field) is right


@pytest.mark.proves("1011")
@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("13900000000", True),
        ("13900000000;18600000000", True),
        ("23900000000", False),
        ("1390000000", False),
        ("139000000000", False),
        ("13900000000,18600000000", False),
        ("", False),
        ("１３９００００００００", False),
    ],
)
def test_a_mobile_number_has_eleven_digits_and_begins_with_one(field: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_mobile(field) is right


@pytest.mark.proves("1009")
@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("owner@site.example", True),
        ("owner@site.test;admin@site.example", True),
        ("张三@site.example", True),
        ("owner", False),
        ("owner@", False),
        ("owner@localhost", False),
        ("owner@site.example;", False),
        ("o" * 60 + "@site.example;" + "o" * 60 + "@site.example", False),  # too long together
    ],
)
def test_mail_addresses_are_checked_without_being_looked_up(field: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_email(field) is right


@pytest.mark.proves("1012", "1013")
def test_msn_is_like_a_mail_address_and_qq_is_digits() -> None:
    assert is_msn("owner@site.example")
    assert not is_msn("owner")
    assert not is_msn("a@b.c")
    assert is_qq("10000")
    assert not is_qq("1000")
    assert not is_qq("1000a")
    assert not is_qq("9" * 129)
