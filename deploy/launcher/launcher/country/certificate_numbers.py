"""Certificate numbers with right check digits: of persons, units, and of the older kinds.

GB 11643 (resident ID card), GB 32100 (unified social credit code), GB 11714 (organisation code).
"""

from collections.abc import Mapping
from typing import Final

from stdnum.cn import ric, uscc

from beian.regulations.certificates import CertificateType
from launcher.country.draws import Draws

_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of a unified social credit code: no I, O, S, V, Z."""
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of an organisation code's eight characters. GB 11714."""
_ELEVEN: Final = 11
_FIRST_BIRTH_YEAR: Final = 1958
_BIRTH_YEARS: Final = 44

_REGISTRARS: Final[Mapping[CertificateType, str]] = {
    CertificateType.BUSINESS_LICENCE: "91",
    CertificateType.INSTITUTION_CERTIFICATE: "12",
    CertificateType.SOCIAL_ORGANISATION_CERTIFICATE: "51",
}
"""First two characters of a social credit code: who registered what."""


def certificate_number(kind: CertificateType, county: int, draws: Draws) -> str:
    """Make up a number of this kind for somebody in a county (six digits)."""
    if kind in _REGISTRARS:
        return social_credit_code(_REGISTRARS[kind], county, draws)
    match kind:
        case CertificateType.ID_CARD:
            return id_card_number(county, draws)
        case CertificateType.PASSPORT:
            return f"E{draws.below('passport', 10**8):08d}"
        case CertificateType.TAIWAN_COMPATRIOT_PERMIT:
            return f"{draws.below('permit', 10**8):08d}"
        case CertificateType.MILITARY_OFFICER_CARD:
            return f"示例军字第{draws.below('officer', 10**8):08d}号"
        case CertificateType.MILITARY_DESIGNATION:
            return f"示例部队{draws.below('designation', 10**5):05d}"
        case _:
            code = organisation_code(draws)
            return f"{code[:-1]}-{code[-1]}"


def id_card_number(county: int, draws: Draws) -> str:
    """Make up a resident ID card's number."""
    year = _FIRST_BIRTH_YEAR + draws.below("birth year", _BIRTH_YEARS)
    month, day = 1 + draws.below("birth month", 12), 1 + draws.below("birth day", 28)
    digits = f"{county}{year}{month:02d}{day:02d}{draws.below('order', 1000):03d}"
    return digits + str(ric.calc_check_digit(f"{digits}0"))  # it drops the last character


def social_credit_code(registrar: str, county: int, draws: Draws) -> str:
    """Make up a social credit code; the organisation code inside it is right by itself."""
    code = f"{registrar}{county}{organisation_code(draws)}"
    return code + str(uscc.calc_check_digit(code))


def organisation_code(draws: Draws) -> str:
    """Make up nine characters, the last of them the check character: a digit or X."""
    body = "".join(
        _CHARACTERS[draws.below(f"organisation/{place}", len(_CHARACTERS))] for place in range(8)
    )
    return body + organisation_check_character(body)


def organisation_check_character(body: str) -> str:
    """Return the check character of an organisation code's first eight characters."""
    # GB 11714 counts letters on from 10, the unused ones too.
    values = (int(character, 36) for character in body)
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    check = (_ELEVEN - total % _ELEVEN) % _ELEVEN
    return "X" if check == _ELEVEN - 1 else str(check)


def with_wrong_check_digit(number: str) -> str:
    """Return the number with another last digit: somebody mistyped it."""
    return number[:-1] + ("1" if number[-1] == "0" else "0")
