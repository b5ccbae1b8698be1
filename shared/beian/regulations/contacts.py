"""Contact data (联系方式): what can be a phone number, a mail address, an MSN or QQ account.

A field may hold several values separated by `;`. Validation §3, codes 1009 to 1013. Whether
somebody answers is for pre-verification to find out, not for a format.
"""

import re
from typing import Final

from email_validator import EmailNotValidError, validate_email

from beian.regulations.numbers import (
    CONTACT_CHARACTERS_MAX,
    MOBILE_DIGITS,
    MSN_CHARACTERS_MIN,
    PHONE_CHARACTERS_MIN,
    QQ_CHARACTERS_MIN,
)

SEPARATOR: Final = ";"

_OFFICE_PHONE: Final = re.compile(r"(?:086-)?0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]+)?")
_MOBILE: Final = re.compile(rf"1[0-9]{{{MOBILE_DIGITS - 1}}}")
_DIGITS: Final = re.compile(r"[0-9]+")


def values_of(field: str) -> list[str]:
    """Return the values of a field that may hold several."""
    return field.split(SEPARATOR)


def is_office_phone(field: str) -> bool:
    """Say whether every value is `[086-]<area 0xx(x)>-<7..8 digits>[-extension]`. Code 1010."""
    in_bounds = PHONE_CHARACTERS_MIN <= len(field) <= CONTACT_CHARACTERS_MAX
    return in_bounds and all(_OFFICE_PHONE.fullmatch(value) for value in values_of(field))


def is_mobile(field: str) -> bool:
    """Say whether every value has 11 digits, the first a 1. Code 1011."""
    in_bounds = len(field) <= CONTACT_CHARACTERS_MAX
    return in_bounds and all(_MOBILE.fullmatch(value) for value in values_of(field))


def is_email(field: str) -> bool:
    """Say whether every value is a mail address; nothing is looked up. Code 1009."""
    in_bounds = len(field) <= CONTACT_CHARACTERS_MAX
    return in_bounds and all(_is_mail_address(value) for value in values_of(field))


def is_msn(field: str) -> bool:
    """Say whether every value is like a mail address. Code 1012."""
    return len(field) >= MSN_CHARACTERS_MIN and is_email(field)


def is_qq(field: str) -> bool:
    """Say whether every value is digits. Code 1013."""
    in_bounds = QQ_CHARACTERS_MIN <= len(field) <= CONTACT_CHARACTERS_MAX
    return in_bounds and all(_DIGITS.fullmatch(value) for value in values_of(field))


def _is_mail_address(value: str) -> bool:
    try:
        # The made-up names of a simulation (.test, .example) are addresses like any other.
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
