"""What only one filing in the nation may hold: the keys a filing brings.

The ministry's conflict detection claims them, the bureaus look them up. Catalogue A-02;
codes 1003 (certificate), 1005 (domain), 1021 (home page), 1024 (IP range), 1052 (claimed).
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from beian.records import Certificate, Filing, Site, UniqueKey
from beian.regulations.addresses import Range
from beian.regulations.domains import domain_key, home_page_key

CERTIFICATE: Final = "certificate"
DOMAIN: Final = "domain"
HOME_PAGE: Final = "homepage"
IP_RANGE: Final = "iprange"


def unique_keys(filing: Filing) -> tuple[UniqueKey, ...]:
    """Return a filing's keys, each once: the subject's certificate, then site by site.

    Values are in normal form. What has no normal form is no key: the automatic check
    refuses it (1004, 1022).
    """
    certificate = certificate_hash(filing.subject.certificate)
    return (UniqueKey(kind=CERTIFICATE, value=certificate), *unique_keys_of(filing.sites))


def unique_keys_of(sites: Iterable[Site]) -> tuple[UniqueKey, ...]:
    """Return the keys of sites, each once."""
    found: dict[tuple[str, str], UniqueKey] = {}
    for site in sites:
        for key in _keys_of_site(site):
            found.setdefault((key.kind, key.value), key)
    return tuple(found.values())


def certificate_hash(certificate: Certificate) -> str:
    """Return the key's value of a certificate: never its number."""
    return certificate_hash_of(certificate.type, certificate.number)


def certificate_hash_of(certificate_type: int, number: str) -> str:
    """Return SHA-256 in hex of `type:number`, in upper case and UTF-8."""
    return sha256(f"{certificate_type}:{number.strip()}".upper().encode()).hexdigest()


def _keys_of_site(site: Site) -> Iterator[UniqueKey]:
    for domain in site.domains:
        value = domain_key(domain.name)
        if value is not None:
            yield UniqueKey(kind=DOMAIN, value=value, site=site.name, shown=domain.name)
    if site.home_page is not None:
        value = home_page_key(site.home_page)
        if value is not None:
            yield UniqueKey(kind=HOME_PAGE, value=value, site=site.name, shown=site.home_page)
    for access in site.accesses:
        for held in access.ip_ranges:
            value = str(Range(held.first, held.last))
            yield UniqueKey(kind=IP_RANGE, value=value, site=site.name, shown=value)
