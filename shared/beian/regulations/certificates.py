"""Certificates (证件): which kinds there are, whose they are, and whether a number can be one.

A certificate's type decides whether the sponsor is a unit or an individual. Interface §13,
validation §3, codes 1008, 1014, 1015.
"""

import re
from datetime import date
from enum import IntEnum
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from beian.regulations.codes import find
from beian.regulations.numbers import CERTIFICATE_NUMBER_CHARACTERS_MAX


class SponsorKind(IntEnum):
    """Dwxz, 主办单位性质."""

    MILITARY = 1
    GOVERNMENT = 2
    PUBLIC_INSTITUTION = 3
    ENTERPRISE = 4
    INDIVIDUAL = 5
    SOCIAL_ORGANISATION = 6


class CertificateType(IntEnum):
    """Zjlx, 证件类型."""

    BUSINESS_LICENCE = 1
    ID_CARD = 2
    INSTITUTION_ORGANISATION_CODE = 3
    INSTITUTION_CERTIFICATE = 4
    MILITARY_DESIGNATION = 5
    SOCIAL_ORGANISATION_CERTIFICATE = 6
    PASSPORT = 7
    MILITARY_OFFICER_CARD = 8
    GOVERNMENT_ORGANISATION_CODE = 9
    SOCIAL_ORGANISATION_CODE = 10
    TAIWAN_COMPATRIOT_PERMIT = 11
    ENTERPRISE_ORGANISATION_CODE = 12


_ID_CARD_18: Final = re.compile(r"[0-9]{17}[0-9Xx]")
_ID_CARD_15: Final = re.compile(r"[0-9]{15}")
_SOCIAL_CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_SOCIAL_CREDIT_CODE_CHARACTERS: Final = 18
_CENTURY_OF_15_DIGITS: Final = "19"


def owner_of(certificate_type: int) -> SponsorKind | None:
    """Return the kind of sponsor a certificate type belongs to, or None: no such type."""
    row = find("zjlx", certificate_type)
    return SponsorKind(row.parent_id) if row and row.parent_id else None


def is_personal(certificate_type: int) -> bool:
    """Say whether the type makes the sponsor an individual (个人)."""
    return owner_of(certificate_type) is SponsorKind.INDIVIDUAL


def is_id_card_number(number: str) -> bool:
    """Say whether `number` can be a resident ID card's (居民身份证): code 1015.

    18 characters with a right check digit, or 15 digits of the old kind; the day of birth
    must exist. The place of issue is not looked up: regions come and go, numbers stay.
    """
    if _ID_CARD_15.fullmatch(number):
        return _is_day(_CENTURY_OF_15_DIGITS + number[6:12])
    if not _ID_CARD_18.fullmatch(number) or not _is_day(number[6:14]):
        return False
    return bool(ric.calc_check_digit(number) == number[-1].upper())


def is_unified_social_credit_code(number: str) -> bool:
    """Say whether `number` can be a unified social credit code (统一社会信用代码)."""
    if not _SOCIAL_CREDIT_CODE.fullmatch(number):
        return False
    try:
        return bool(uscc.calc_check_digit(number[:-1]) == number[-1])
    except ValidationError:
        return False


def is_certificate_number(certificate_type: int, number: str) -> bool:
    """Say whether `number` can be one of this type, as strictly as its form is known.

    Resident ID cards and, where a unit's number has 18 characters, unified social credit
    codes are checked; any other must be there and short enough to be sent back.
    """
    if not number.strip() or len(number) > CERTIFICATE_NUMBER_CHARACTERS_MAX:
        return False
    if certificate_type == CertificateType.ID_CARD:
        return is_id_card_number(number)
    if certificate_type == CertificateType.BUSINESS_LICENCE:
        return len(number) != _SOCIAL_CREDIT_CODE_CHARACTERS or is_unified_social_credit_code(
            number
        )
    return True


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
