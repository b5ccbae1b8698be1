"""A record as one of its providers may see it: without the ids that others made. §14, 54.

Ids made by an enterprise are its own. Who made those of a site is whose access of it came
first; who made those of the subject, whose site came first. Documents lie where they were
reported: a pre-approval without its documents cannot be written, and is left out.
"""

from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from beian.records import Access, Filing, Site


def as_seen_by(isp_id: int, filing: Filing, documents: AbstractSet[str]) -> Filing:
    """Return the record with the enterprise's own ids and no other's.

    `documents`: SHA-256 of those that lie at the enterprise's bureau.
    """
    subject = filing.subject
    if filing.sites and maker_of(filing.sites[0]) != isp_id:
        subject = replace(subject, isp_subject_id=None)
    return replace(
        filing, subject=subject, sites=tuple(_site(isp_id, one, documents) for one in filing.sites)
    )


def maker_of(site: Site) -> int | None:
    """Return whose ids a site and its domains have; None where nobody gives it access."""
    return site.accesses[0].isp_id if site.accesses else None


def _site(isp_id: int, site: Site, documents: AbstractSet[str]) -> Site:
    at_hand = tuple(
        approval
        for approval in site.pre_approvals
        if all(document.sha256 in documents for document in approval.documents)
    )
    site = replace(site, pre_approvals=at_hand)
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
