"""What of a filing a cancellation takes away, what it leaves, and whom that concerns.

Pure arithmetic on records. A subject goes with all its sites, a site with all its accesses; a
subject whose last site goes stays filed, as an empty shell (空壳主体).

Flow: FLOW-09. Rules: R14-122.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from beian.events.sites import CancelledPart, EnterpriseId, LostPart
from beian.records import Access, Filing, Site
from province.domain.receivers import maker_of

SUBJECT: Final = 0
SITE: Final = 1
ACCESS: Final = 2
"""Zxlb."""


def without(filing: Filing, kind: int, record_id: int) -> Filing | None:
    """Return what is left of a filing; None where it does not have the part that is named."""
    part = part_of(filing, kind, record_id)
    if part is None:
        return None
    if kind == SUBJECT:
        return replace(filing, sites=())
    if kind == SITE:
        sites = tuple(site for site in filing.sites if site.site_id != record_id)
        return replace(filing, sites=sites)
    return replace(filing, sites=tuple(_without_access(site, record_id) for site in filing.sites))


def part_of(filing: Filing, kind: int, record_id: int) -> CancelledPart | None:
    """Return a part as others are told of it when it is cancelled; None where there is none."""
    if kind == SUBJECT:
        if filing.subject.subject_id != record_id:
            return None
        accesses = [access for site in filing.sites for access in site.accesses]
        return _part(kind, record_id, filing.subject.filing_number, filing.sites, accesses)
    for site in filing.sites:
        if kind == SITE and site.site_id == record_id:
            return _part(kind, record_id, site.filing_number, (site,), site.accesses)
        for access in site.accesses:
            if kind == ACCESS and access.access_id == record_id:
                return _part(kind, record_id, site.filing_number, (), (access,))
    return None


def lost(before: Filing, after: Filing) -> tuple[LostPart, ...]:
    """Return what providers gave access to before and do not after; a subject by any site."""
    held, still = _held(before), _held(after)
    return tuple(LostPart(isp_id=isp_id, part_id=part) for isp_id, part in sorted(held - still))


def _held(filing: Filing) -> set[tuple[int, int]]:
    return {
        (access.isp_id, part)
        for site in filing.sites
        for access in site.accesses
        for part in (filing.subject.subject_id, site.site_id)
        if part is not None
    }


def _part(
    kind: int,
    record_id: int,
    number: str | None,
    sites: Iterable[Site],
    accesses: Iterable[Access],
) -> CancelledPart:
    gone = tuple(accesses)
    ids = (*_ids_of_sites(sites), *_ids_of_accesses(gone))
    return CancelledPart(
        kind=kind,
        record_id=record_id,
        filing_number=number or "",
        providers=tuple(sorted({access.isp_id for access in gone})),
        access_ids=tuple(one.access_id for one in gone if one.access_id is not None),
        enterprise_ids=ids,
    )


def _ids_of_sites(sites: Iterable[Site]) -> Iterator[EnterpriseId]:
    for site in sites:
        maker = maker_of(site)
        if maker is not None and site.isp_site_id is not None:
            yield EnterpriseId(isp_id=maker, kind="site", number=site.isp_site_id)


def _ids_of_accesses(accesses: Iterable[Access]) -> Iterator[EnterpriseId]:
    for access in accesses:
        if access.isp_access_id is not None:
            yield EnterpriseId(isp_id=access.isp_id, kind="access", number=access.isp_access_id)


def _without_access(site: Site, access_id: int) -> Site:
    """Return a site without an access. What the first one's enterprise named, nobody names now."""
    left = tuple(access for access in site.accesses if access.access_id != access_id)
    if left[:1] == site.accesses[:1]:
        return replace(site, accesses=left)
    domains = tuple(replace(domain, isp_domain_id=None) for domain in site.domains)
    return replace(site, isp_site_id=None, domains=domains, accesses=left)
