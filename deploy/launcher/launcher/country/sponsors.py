"""A made-up sponsor with its sites, as it stands in an application."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final

from beian.records import (
    Access,
    Certificate,
    Domain,
    IpRange,
    ResponsiblePerson,
    Site,
    Subject,
)
from beian.regulations.certificates import CertificateType, SponsorKind
from beian.regulations.codes import table
from launcher.country import proportions
from launcher.country.certificate_numbers import certificate_number, id_card_number
from launcher.country.draws import Draws
from launcher.country.names import (
    Called,
    individual_name,
    person_name,
    site_name,
    street_address,
    unit_name,
)
from launcher.country.places import Place, place_in
from launcher.samples import ON_BEHALF, Provider

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_SUFFIXES: Final = {"example": 800, "test": 200}
_CORPORATE_SITE: Final = 8
_BLOG: Final = 6
_SERVICES: Final = {
    (_CORPORATE_SITE,): 700,
    (_CORPORATE_SITE, 9): 90,
    (9,): 60,
    (22,): 40,
    (17, 24): 30,
    (3, 7): 30,
    (24,): 50,
}
"""Fwnr_id of a unit's site."""
_REMARK: Final = "模拟数据"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ids an enterprise gives, and what a domain ends with: of one application alone."""

    first: int
    """The ids lie above it, fewer than a thousand."""
    tag: str

    def subject(self) -> int:
        return self.first + 1

    def site(self, number: int) -> int:
        return self.first + 10 * number + 1

    def access(self, number: int, serial: int) -> int:
        """Of the `number`-th site, counted from 1."""
        return self.first + 10 * number + 1 + serial

    def domain(self, number: int, serial: int) -> int:
        return self.first + 500 + 10 * number + serial


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who files, and what."""

    subject: Subject
    sites: tuple[Site, ...]

    @property
    def kind(self) -> SponsorKind:
        return SponsorKind(self.subject.kind or 0)


def make_sponsor(home: str, provider: Provider, numbers: Numbers, draws: Draws) -> Sponsor:
    """Make up a sponsor that lives in a province and files through a provider."""
    kind = draws.weighted("kind", proportions.KINDS)
    certificate_type = draws.weighted("certificate", proportions.CERTIFICATES[kind])
    place = place_in(home, draws)
    number = certificate_number(certificate_type, place.code, draws)
    is_individual = kind is SponsorKind.INDIVIDUAL
    responsible = _person(draws, "subject", place, None if not is_individual else number)
    if is_individual:
        called = individual_name(responsible.name or "", draws)
        responsible = _with_certificate(responsible, certificate_type, number)
    else:
        called = unit_name(kind, place.city_name, place.county_name, draws)
    street = street_address(place.city_name, place.county_name, draws)
    subject = Subject(
        isp_subject_id=numbers.subject(),
        name=called.name,
        kind=int(kind),
        investor=None if is_individual else responsible.name,
        address=place.address(street),
        certificate=Certificate(type=int(certificate_type), number=number, address=street),
        responsible=responsible,
        submission_mode=ON_BEHALF,
        remark=_REMARK,
    )
    counts = proportions.SITES_OF_INDIVIDUAL if is_individual else proportions.SITES_OF_UNIT
    sites = tuple(
        _site(called, kind, subject.responsible, place, provider, numbers, draws, at)
        for at in range(1, draws.weighted("sites", counts) + 1)
    )
    return Sponsor(subject, sites)


def base36(number: int) -> str:
    """Write a number in digits and small letters."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def _person(draws: Draws, whose: str, place: Place, number: str | None) -> ResponsiblePerson:
    own = draws.about(whose)
    serial = own.below("phone", 10**8)
    return ResponsiblePerson(
        name=person_name(own),
        office_phone=f"086-0{place.province // 10_000}-{serial:08d}",
        mobile=f"199{own.below('mobile', 10**8):08d}",
        email=f"{whose}{serial}@mail.example",
        certificate_type=int(CertificateType.ID_CARD),
        certificate_number=number or id_card_number(place.code, own),
    )


def _with_certificate(
    person: ResponsiblePerson, kind: CertificateType, number: str
) -> ResponsiblePerson:
    return ResponsiblePerson(
        name=person.name,
        office_phone=person.office_phone,
        mobile=person.mobile,
        email=person.email,
        certificate_type=int(kind),
        certificate_number=number,
    )


def _site(
    called: Called,
    kind: SponsorKind,
    responsible: ResponsiblePerson,
    place: Place,
    provider: Provider,
    numbers: Numbers,
    draws: Draws,
    number: int,
) -> Site:
    own = draws.about(f"site {number}")
    domains = tuple(
        Domain(
            isp_domain_id=numbers.domain(number, serial),
            name=_domain_name(called, numbers, own, number, serial),
        )
        for serial in range(own.weighted("domains", proportions.DOMAINS_OF_SITE))
    )
    is_individual = kind is SponsorKind.INDIVIDUAL
    if not is_individual and own.happens("own person", proportions.OWN_RESPONSIBLE):
        responsible = _person(draws, f"site{number}", place, None)
    has_page = own.happens("home page", proportions.WITH_HOME_PAGE)
    return Site(
        isp_site_id=numbers.site(number),
        name=site_name(called, kind, number, draws),
        services=(_BLOG,) if is_individual else own.weighted("services", _SERVICES),
        languages=own.weighted("languages", proportions.LANGUAGES),
        domains=domains,
        accesses=_accesses(provider, numbers, own, number),
        responsible=responsible,
        home_page=f"www.{domains[0].name}" if has_page else None,
        remark=_REMARK,
    )


def _domain_name(called: Called, numbers: Numbers, draws: Draws, number: int, serial: int) -> str:
    which = f"{number}" if not serial else f"{number}{_DIGITS[10 + serial]}"
    suffix = draws.weighted(f"suffix {serial}", _SUFFIXES)
    return f"{called.domain_word}{which}-{numbers.tag}.{suffix}"


def _accesses(
    provider: Provider, numbers: Numbers, draws: Draws, number: int
) -> tuple[Access, ...]:
    two = draws.happens("two places", proportions.TWO_PLACES)
    return tuple(
        make_access(provider, numbers, draws, number, serial) for serial in range(1, 2 + two)
    )


def make_access(
    provider: Provider, numbers: Numbers, draws: Draws, number: int, serial: int
) -> Access:
    """Make a provider's `serial`-th access of a site: odd and even ones share no address."""
    block = IPv4Network(provider.ip_range)
    half = (block.num_addresses - 2) // 2
    address = int(block.network_address) + 1 + 2 * draws.below(f"address {serial}", half)
    address += serial % 2
    region = provider.region
    if draws.happens(f"elsewhere {serial}", proportions.OTHER_PLACE) or serial > 1:
        region = draws.weighted(f"place {serial}", proportions.SUBJECTS_BY_PROVINCE)
    return Access(
        isp_access_id=numbers.access(number, serial),
        isp_id=provider.isp_id,
        locations=(_LOCATIONS[region],),
        modes=(draws.weighted(f"mode {serial}", proportions.ACCESS_MODES),),
        ip_ranges=(
            IpRange(
                isp_ip_id=numbers.access(number, serial),
                first=address,
                last=address,
            ),
        ),
    )


_LOCATIONS: Final = {str(code.parent_id): code.id for code in table("fbdd").values()}
"""Fbdd by region code."""
