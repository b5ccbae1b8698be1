"""What one bureau may tell another about a filed site: numbers, ids, addresses; no persons."""

from beian.events.sites import FiledAccess, SiteNumber
from beian.records import Access, Site


def outlined(site: Site) -> SiteNumber:
    """Return an issued site as bureaus know it of each other."""
    return SiteNumber(
        filing_number=site.filing_number or "",
        name=site.name,
        domains=tuple(domain.name for domain in site.domains),
        home_page=site.home_page,
        site_id=site.site_id,
        domain_ids=tuple(one.domain_id for one in site.domains if one.domain_id is not None),
        accesses=tuple(_access(access) for access in site.accesses if access.access_id),
    )


def published(site: Site) -> SiteNumber:
    """Return an issued site as the public knows it (A-48)."""
    return SiteNumber(
        filing_number=site.filing_number or "",
        name=site.name,
        domains=tuple(domain.name for domain in site.domains),
        home_page=site.home_page,
    )


def _access(access: Access) -> FiledAccess:
    return FiledAccess(
        access_id=access.access_id or 0,
        isp_id=access.isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=access.ip_ranges,
    )
