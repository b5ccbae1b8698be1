"""What an issue gives a filing: numbers, the bureau's ids, the password's verifier.

The ids and random draws are reserved by the application; here they are put where they
belong. Interface §3, §11; architecture §4. Rules: R14-093, R14-101.
"""

import hashlib
from collections.abc import Iterator
from itertools import count
from typing import Final

import msgspec

from beian.identifiers import bureau_id
from beian.records import Access, Filing, PasswordVerifier, Site
from beian.regulations.filing_numbers import site_number
from beian.regulations.rules import enforces

_REGION_DIGITS: Final = 6
"""Digits of the region code at the head of an id."""


@enforces("R14-110")
def issued(filing: Filing, number: str, region: str, first_serial: int) -> Filing:
    """Return a filing with its numbers and an id of the bureau's on every part of it.

    Ids are counted from `first_serial`: subject, then site by site the site itself, its
    domains, its accesses and their ranges. `ids_of` says how many that takes.
    """
    known = with_ids(filing, region, first_serial)
    subject = msgspec.structs.replace(known.subject, filing_number=number)
    sites = tuple(
        msgspec.structs.replace(site, filing_number=site_number(number, index))
        for index, site in enumerate(known.sites, start=1)
    )
    return msgspec.structs.replace(known, subject=subject, sites=sites)


def with_ids(filing: Filing, region: str, first_serial: int) -> Filing:
    """Return a filing with an id of the bureau's on every part; an id once given stays."""
    ids = (bureau_id(region, serial) for serial in count(first_serial))
    own = filing.subject.subject_id
    subject = msgspec.structs.replace(filing.subject, subject_id=next(ids) if own is None else own)
    sites = tuple(_with_site_ids(site, ids) for site in filing.sites)
    return msgspec.structs.replace(filing, subject=subject, sites=sites)


def ids_of(filing: Filing) -> int:
    """Return how many ids the bureau gives for a filing."""
    return 1 + sum(
        1 + len(site.domains) + sum(1 + len(access.ip_ranges) for access in site.accesses)
        for site in filing.sites
    )


def verifier_of(password: str, salt: str) -> PasswordVerifier:
    """Return the only trace a password leaves: SHA-256(salt || lower-case MD5 hex)."""
    # MD5 because the wire may bring the password as its MD5 (interface §14, 19 and 21).
    sent = hashlib.md5(password.encode("ascii"), usedforsecurity=False).hexdigest()
    digest = hashlib.sha256(bytes.fromhex(salt) + sent.encode("ascii")).hexdigest()
    return PasswordVerifier(salt=salt, sha256=digest)


def _with_site_ids(site: Site, ids: Iterator[int]) -> Site:
    site_id = next(ids) if site.site_id is None else site.site_id
    domains = tuple(
        domain
        if domain.domain_id is not None
        else msgspec.structs.replace(domain, domain_id=next(ids))
        for domain in site.domains
    )
    accesses = tuple(_with_access_ids(access, ids) for access in site.accesses)
    return msgspec.structs.replace(site, site_id=site_id, domains=domains, accesses=accesses)


def _with_access_ids(access: Access, ids: Iterator[int]) -> Access:
    access_id = next(ids) if access.access_id is None else access.access_id
    ranges = tuple(
        used if used.ip_id is not None else msgspec.structs.replace(used, ip_id=next(ids))
        for used in access.ip_ranges
    )
    return msgspec.structs.replace(access, access_id=access_id, ip_ranges=ranges)


def highest_serial(filing: Filing) -> int:
    """Return the highest serial among the ids of an issued filing."""
    return max(int(str(number)[_REGION_DIGITS:]) for number in _ids(filing))


def _ids(filing: Filing) -> Iterator[int]:
    """Yield the bureau's ids of an issued filing."""
    parts = [filing.subject.subject_id]
    for site in filing.sites:
        parts.append(site.site_id)
        parts.extend(domain.domain_id for domain in site.domains)
        for access in site.accesses:
            parts.append(access.access_id)
            parts.extend(used.ip_id for used in access.ip_ranges)
    yield from (part for part in parts if part is not None)
