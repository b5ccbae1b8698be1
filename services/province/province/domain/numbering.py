"""What an issue gives a filing: numbers, the bureau's ids, the password's verifier.

The ids and random draws are reserved by the application; here they are put where they
belong. Interface §3, §11; architecture §4. Rules: R14-093, R14-101.
"""

import hashlib
from collections.abc import Iterator
from itertools import count, repeat
from typing import Final

import msgspec

from beian.identifiers import bureau_id
from beian.records import Access, Filing, PasswordVerifier, Site
from beian.regulations.filing_numbers import site_number
from beian.regulations.rules import enforces

_REGION_DIGITS: Final = 6
"""Digits of the region code at the head of an id."""


@enforces("R14-110")
def issued(
    filing: Filing, number: str, region: str, first_serial: int, last_site: int = 0
) -> Filing:
    """Return a filing with its numbers and an id of the bureau's on every part that has none.

    Ids are counted from `first_serial`: subject, then site by site the site itself, its
    domains, its accesses and their ranges. `ids_of` says how many that takes. New sites get
    the numbers after `last_site`.
    """
    ids = (bureau_id(region, serial) for serial in count(first_serial))
    numbers = (site_number(number, index) for index in count(last_site + 1))
    subject = msgspec.structs.replace(
        filing.subject, subject_id=filing.subject.subject_id or next(ids), filing_number=number
    )
    sites = tuple(_issued_site(site, numbers, ids) for site in filing.sites)
    return msgspec.structs.replace(filing, subject=subject, sites=sites)


def with_ids(filing: Filing, region: str, first_serial: int) -> Filing:
    """Return a filing with an id of the bureau's on every part that has none, without numbers."""
    ids = (bureau_id(region, serial) for serial in count(first_serial))
    subject = msgspec.structs.replace(
        filing.subject, subject_id=filing.subject.subject_id or next(ids)
    )
    sites = tuple(_issued_site(site, repeat(None), ids) for site in filing.sites)
    return msgspec.structs.replace(filing, subject=subject, sites=sites)


def ids_of(filing: Filing) -> int:
    """Return how many ids the bureau gives for a filing: its parts without one."""
    return sum(part is None for part in _parts(filing))


def verifier_of(password: str, salt: str) -> PasswordVerifier:
    """Return the only trace a password leaves: SHA-256(salt || lower-case MD5 hex)."""
    # MD5 because the wire may bring the password as its MD5 (interface §14, 19 and 21).
    sent = hashlib.md5(password.encode("ascii"), usedforsecurity=False).hexdigest()
    digest = hashlib.sha256(bytes.fromhex(salt) + sent.encode("ascii")).hexdigest()
    return PasswordVerifier(salt=salt, sha256=digest)


def _issued_site(site: Site, numbers: Iterator[str | None], ids: Iterator[int]) -> Site:
    site_id = site.site_id or next(ids)
    domains = tuple(
        msgspec.structs.replace(domain, domain_id=domain.domain_id or next(ids))
        for domain in site.domains
    )
    accesses = tuple(_issued_access(access, ids) for access in site.accesses)
    return msgspec.structs.replace(
        site,
        site_id=site_id,
        filing_number=site.filing_number or next(numbers),
        domains=domains,
        accesses=accesses,
    )


def _issued_access(access: Access, ids: Iterator[int]) -> Access:
    access_id = access.access_id or next(ids)
    ranges = tuple(
        msgspec.structs.replace(used, ip_id=used.ip_id or next(ids)) for used in access.ip_ranges
    )
    return msgspec.structs.replace(access, access_id=access_id, ip_ranges=ranges)


def highest_serial(filing: Filing) -> int:
    """Return the highest serial among the ids of an issued filing."""
    ids = (part for part in _parts(filing) if part is not None)
    return max(int(str(number)[_REGION_DIGITS:]) for number in ids)


def _parts(filing: Filing) -> Iterator[int | None]:
    """Yield the bureau's id of every part of a filing, None where it has none yet."""
    yield filing.subject.subject_id
    for site in filing.sites:
        yield site.site_id
        yield from (domain.domain_id for domain in site.domains)
        for access in site.accesses:
            yield access.access_id
            yield from (used.ip_id for used in access.ip_ranges)
