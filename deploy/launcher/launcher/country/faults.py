"""What sponsors and their providers get wrong, and the code that it is sent back with."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from beian.records import Filing, Site
from beian.regulations.certificates import CertificateType, SponsorKind
from launcher.country.certificate_numbers import with_wrong_check_digit
from launcher.country.draws import Draws

type Fault = Callable[[Filing], Filing]

_FOREIGN_ADDRESS: Final = (198 << 24) + (19 << 16) + (255 << 8) + 9
"""198.19.255.9: reserved for benchmarks, no account has it."""


def _mistyped_licence(filing: Filing) -> Filing:
    certificate = filing.subject.certificate
    wrong = replace(certificate, number=with_wrong_check_digit(certificate.number))
    return _subject(filing, certificate=wrong)


def _mistyped_card(filing: Filing) -> Filing:
    number = with_wrong_check_digit(filing.subject.responsible.certificate_number or "")
    return _person(filing, certificate_number=number)


def _deep_name(filing: Filing) -> Filing:
    def deeper(site: Site) -> Site:
        first, *others = site.domains
        return replace(
            site, home_page=None, domains=(replace(first, name=f"www.{first.name}"), *others)
        )

    return _first_site(filing, deeper)


def _elsewhere(filing: Filing) -> Filing:
    return _first_site(filing, lambda site: replace(site, home_page="www.elsewhere.example"))


def _unreported(filing: Filing) -> Filing:
    def moved(site: Site) -> Site:
        first, *others = site.accesses
        (used, *_) = first.ip_ranges
        there = replace(used, first=_FOREIGN_ADDRESS, last=_FOREIGN_ADDRESS)
        return replace(site, accesses=(replace(first, ip_ranges=(there,)), *others))

    return _first_site(filing, moved)


def _wrong_city(filing: Filing) -> Filing:
    address = filing.subject.address
    other = 440100 if address.province != 440000 else 320100  # noqa: PLR2004 - a region code
    return _subject(filing, address=replace(address, city=other, county=None))


def _short_mobile(filing: Filing) -> Filing:
    return _person(filing, mobile=f"2{(filing.subject.responsible.mobile or '')[1:]}")


def _wrong_office_phone(filing: Filing) -> Filing:
    return _person(filing, office_phone="010-123456789")


FAULTS: Final[Mapping[int, tuple[int, Fault]]] = {
    1004: (200, _deep_name),
    1008: (220, _mistyped_licence),
    1010: (90, _wrong_office_phone),
    1011: (110, _short_mobile),
    1015: (220, _mistyped_card),
    1019: (60, _wrong_city),
    1041: (60, _elsewhere),
    1063: (40, _unreported),
}
"""By code: how often of a thousand, and what is wrong."""


def draw_fault(filing: Filing, draws: Draws) -> int:
    """Draw what is wrong with an application: the code it will be sent back with."""
    possible = {code: weight for code, (weight, _) in FAULTS.items()}
    if filing.subject.certificate.type != CertificateType.BUSINESS_LICENCE:
        del possible[1008]
    if filing.subject.kind == SponsorKind.INDIVIDUAL:
        # The card is the subject's certificate too, and the site's: nobody errs in one place.
        del possible[1015]
    return draws.weighted("fault", possible)


def spoiled(filing: Filing, code: int) -> Filing:
    """Return the application with the fault of a code in it."""
    return FAULTS[code][1](filing)


def _subject(filing: Filing, **changes: object) -> Filing:
    return replace(filing, subject=replace(filing.subject, **changes))


def _person(filing: Filing, **changes: object) -> Filing:
    return _subject(filing, responsible=replace(filing.subject.responsible, **changes))


def _first_site(filing: Filing, change: Callable[[Site], Site]) -> Filing:
    first, *others = filing.sites
    return replace(filing, sites=(change(first), *others))
