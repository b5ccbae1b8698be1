"""A record as one of its providers may see it: without the ids that others made. §14, 54.

Ids made by an enterprise are its own. Who made those of a site is whose access of it came
first; who made those of the subject, whose site came first.
"""

from msgspec.structs import replace

from beian.records import Access, Filing, Site


def as_seen_by(isp_id: int, filing: Filing) -> Filing:
    """Return the record with the enterprise's own ids and no other's."""
    subject = filing.subject
    if filing.sites and maker_of(filing.sites[0]) != isp_id:
        subject = replace(subject, isp_subject_id=None)
    return replace(filing, subject=subject, sites=tuple(_site(isp_id, one) for one in filing.sites))


def maker_of(site: Site) -> int | None:
    """Return whose ids a site and its domains have; None where nobody gives it access."""
    return site.accesses[0].isp_id if site.accesses else None


def _site(isp_id: int, site: Site) -> Site:
    accesses = tuple(_access(isp_id, access) for access in site.accesses)
    if maker_of(site) == isp_id:
        return replace(site, accesses=accesses)
    domains = tuple(replace(domain, isp_domain_id=None) for domain in site.domains)
    return replace(site, isp_site_id=None, domains=domains, accesses=accesses)


def _access(isp_id: int, access: Access) -> Access:
    if access.isp_id == isp_id:
        return access
    ranges = tuple(replace(used, isp_ip_id=None) for used in access.ip_ranges)
    return replace(access, isp_access_id=None, ip_ranges=ranges)
