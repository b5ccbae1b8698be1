"""What the automatic check may not fetch itself, and how a finding is worded.

A finding about a site names the site, one about the subject does not. Interface §10.3.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from beian.records import Access, Filing, Finding, ResponsiblePerson, Site
from beian.records_changes import (
    Cancellation,
    FilingChange,
    NewAccess,
    NewSites,
    RequestedChange,
)
from beian.regulations.addresses import Range
from beian.regulations.certificates import is_personal
from beian.regulations.domains import domain_key
from beian.regulations.unique_keys import certificate_hash
from beian.wire.codes import message

SITE_ID: Final = "site"
ACCESS_ID: Final = "access"
OWN_DOMAIN: Final = "domain"
SITE_NAME: Final = "site_name"

type Key = tuple[str, str]
"""Kind and value."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The published filing that holds a key."""

    filing_number: str
    isp_id: int


@dataclass(frozen=True, slots=True)
class HeldRange:
    """An IP range of a published filing."""

    range: Range
    holder: Holder


@dataclass(frozen=True, slots=True)
class RequiredMaterial:
    """Which uses of attachments (Fjyt) must be there; none by default. Validation §8."""

    unit: frozenset[int] = frozenset()
    individual: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The look-ups of one record, made before the check."""

    isp_id: int
    reported_ranges: tuple[Range, ...]
    """IP space this provider has reported under IP data."""
    refuses_unreported: bool = True
    """Whether addresses outside of it send a filing back; else that is told, and it goes on."""
    register: Mapping[Key, Holder] = field(default_factory=dict)
    """Published filings by unique key: certificate, domain, homepage."""
    held_ranges: tuple[HeldRange, ...] = ()
    """Ranges of published filings that overlap one of this record."""
    own: AbstractSet[Key] = frozenset()
    """Of `own_keys`, what this provider has under way or filed."""
    blacklist: frozenset[Key] = frozenset()
    """Entries that match: certificate, name, domain."""
    required: RequiredMaterial = RequiredMaterial()


def finding(code: int, value: object = None, *, site: str | None = None) -> Finding:
    """Return one result with the official message and its suffixes."""
    shown = None if value is None else str(value)
    return Finding(code=code, message=message(code, value=shown, site_name=site))


@dataclass(frozen=True, slots=True)
class Brought:
    """What a record brings that is looked up: the subject's marks, and sites with what is new."""

    certificate: str
    """The unique key's value of the subject's certificate."""
    subject_name: str | None
    """None where the record says nothing of the subject."""
    is_individual: bool
    sites: tuple[Site, ...]


def brought_by(filing: Filing) -> Brought:
    """Return what a new filing brings: all of it."""
    subject = filing.subject
    held = certificate_hash(subject.certificate)
    return Brought(held, subject.name, is_personal(subject.certificate.type), filing.sites)


def brought_by_change(
    requested: RequestedChange, site_name: str = "", *, is_individual: bool = False
) -> Brought:
    """Return what a change brings; `site_name`: of the site that gets an access."""
    match requested.change:
        case NewSites() as new:
            return Brought(requested.certificate, None, is_individual, new.sites)
        case NewAccess() as new:
            return Brought(
                requested.certificate, None, is_individual, (_bare_site(site_name, new.access),)
            )
        case FilingChange(subject=subject, sites=sites):
            held = certificate_hash(subject.certificate)
            return Brought(held, subject.name, is_personal(subject.certificate.type), sites)
        case Cancellation():
            return Brought(requested.certificate, None, is_individual, ())


def _bare_site(name: str, access: Access) -> Site:
    """Return a site that shows its name and one access."""
    return Site(
        name=name,
        services=(),
        languages=(),
        domains=(),
        accesses=(access,),
        responsible=ResponsiblePerson(),
    )


def own_keys(brought: Brought) -> tuple[Key, ...]:
    """Return what marks a request as this provider's own: ids, domains, names of the subject."""
    holder = brought.certificate
    keys: list[Key] = []
    for site in brought.sites:
        if site.isp_site_id is not None:
            keys.append((SITE_ID, str(site.isp_site_id)))
        keys.extend((SITE_NAME, site_name_key(holder, name)) for name in names_of(site.name))
        keys.extend(
            (OWN_DOMAIN, key)
            for key in (domain_key(domain.name) for domain in site.domains)
            if key is not None
        )
        keys.extend(
            (ACCESS_ID, str(access.isp_access_id))
            for access in site.accesses
            if access.isp_access_id is not None
        )
    return tuple(dict.fromkeys(keys))


def blacklist_keys(brought: Brought) -> tuple[Key, ...]:
    """Return what is looked up in the blacklist for a record."""
    domains = (domain_key(domain.name) for site in brought.sites for domain in site.domains)
    name = brought.subject_name
    return (
        ("certificate", brought.certificate),
        *(() if name is None else (("name", name.strip()),)),
        *(("domain", key) for key in domains if key is not None),
    )


def names_of(site_name: str) -> tuple[str, ...]:
    """Return the names in Wzmc, which may hold several separated by `;`."""
    return tuple(name for name in (part.strip() for part in site_name.split(";")) if name)


def site_name_key(certificate: str, name: str) -> str:
    """Return what identifies a site name of one subject."""
    return f"{certificate}:{name}"
