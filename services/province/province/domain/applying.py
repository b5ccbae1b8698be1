"""What a change makes of a filed record: the record as it is to be.

Pure arithmetic on records. Whether a change may be made is decided elsewhere: by the automatic
check where it was sent, and by the review. What a change does not name stays; of what it names
the lists replace the old ones, accesses of other providers stay (validation §6).

Flow: FLOW-06, FLOW-07. Rules: R14-104, R14-110, R14-098.
"""

from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from beian.records import Access, Domain, Filing, IpRange, Site, Subject
from beian.records_changes import (
    Cancellation,
    Change,
    FilingChange,
    NewAccess,
    NewSites,
)
from beian.regulations.rules import enforces
from province.domain.cancelling import without
from province.domain.outline import normal_number


@enforces("R14-098", "R14-104", "R14-110")
def applied(filing: Filing, change: Change) -> Filing | None:
    """Return the record as it is to be; None where it no longer has what the change names."""
    match change:
        case NewSites():
            return replace(filing, sites=(*filing.sites, *change.sites))
        case NewAccess():
            return _with_access(filing, change)
        case FilingChange():
            return _changed(filing, change)
        case Cancellation(kind=kind, record_id=record_id):
            return without(filing, kind, record_id)
        case _:
            assert_never(change)


def _with_access(filing: Filing, change: NewAccess) -> Filing | None:
    number = normal_number(change.site_number) if change.site_number is not None else None
    sites = list(filing.sites)
    for place, site in enumerate(sites):
        named = site.filing_number == number if number else site.site_id == change.site_id
        if named:
            sites[place] = replace(site, accesses=(*site.accesses, change.access))
            return replace(filing, sites=tuple(sites))
    return None


def _changed(filing: Filing, change: FilingChange) -> Filing | None:
    sites = {site.site_id: site for site in filing.sites}
    for asked in change.sites:
        filed = sites.get(asked.site_id)
        changed = None if filed is None else _changed_site(filed, asked)
        if changed is None:
            return None
        sites[asked.site_id] = changed
    return replace(
        filing,
        subject=_changed_subject(filing.subject, change.subject),
        sites=tuple(sites.values()),
    )


def _changed_subject(filed: Subject, asked: Subject) -> Subject:
    return replace(
        asked,
        isp_subject_id=filed.isp_subject_id,
        subject_id=filed.subject_id,
        filing_number=filed.filing_number,
        submission_mode=filed.submission_mode,
    )


def _changed_site(filed: Site, asked: Site) -> Site | None:
    accesses = {access.access_id: access for access in filed.accesses}
    for access in asked.accesses:
        before = accesses.get(access.access_id)
        if before is None:
            return None
        accesses[access.access_id] = _changed_access(before, access)
    domains = {domain.domain_id: domain for domain in filed.domains}
    return replace(
        asked,
        isp_site_id=filed.isp_site_id,
        site_id=filed.site_id,
        filing_number=filed.filing_number,
        domains=tuple(_changed_domain(domains, domain) for domain in asked.domains),
        accesses=tuple(accesses.values()),
    )


def _changed_domain(filed: Mapping[int | None, Domain], asked: Domain) -> Domain:
    before = filed.get(asked.domain_id) if asked.domain_id is not None else None
    return asked if before is None else replace(before, name=asked.name)


def _changed_access(filed: Access, asked: Access) -> Access:
    before = {used.ip_id: used for used in filed.ip_ranges}
    ranges = tuple(_changed_range(before, used) for used in asked.ip_ranges)
    return replace(filed, locations=asked.locations, modes=asked.modes, ip_ranges=ranges)


def _changed_range(filed: Mapping[int | None, IpRange], asked: IpRange) -> IpRange:
    before = filed.get(asked.ip_id) if asked.ip_id is not None else None
    return asked if before is None else replace(before, first=asked.first, last=asked.last)
