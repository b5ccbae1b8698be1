"""The automatic check of a change of a filed record (变更备案, BGBA).

Codes 1016, 1017, 1018, 1023, 1037, 1046, 1048, 1051, and those of subject and sites.
Validation §3 to §8. What the record holds itself is no conflict, nor what a
site of it that is changed gives up.
"""

from collections.abc import Iterator
from dataclasses import replace

from beian.events.sites import SiteNumber
from beian.records import Access, Finding, Site
from beian.records_changes import FilingChange, RequestedChange
from beian.regulations.domains import domain_key, home_page_key
from beian.regulations.regions import home_region
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN, HOME_PAGE
from province.domain.change_gate import Sender, check_owner, check_password, unknown
from province.domain.check_context import (
    SITE_NAME,
    CheckContext,
    Key,
    brought_by_change,
    finding,
    names_of,
    site_name_key,
)
from province.domain.material_check import check_materials
from province.domain.outline import Outline, normal_number
from province.domain.site_check import check_sites
from province.domain.sponsor_check import check_subject


@enforces("R14-104", "R14-107")
def check_filing_change(
    change: FilingChange, outline: Outline | None, sender: Sender, context: CheckContext
) -> tuple[Finding, ...]:
    """Return all findings of one record, each once; empty when it passes."""
    subject = change.subject
    if outline is None:
        return unknown(subject.subject_id)
    if normal_number(subject.filing_number or "") != outline.filing_number:
        return unknown(subject.filing_number)
    refused = check_owner(sender, outline, subject.filing_number)
    refused = refused or check_password(sender, outline)
    refused = refused or tuple(_check_parts(change, outline, sender))
    if refused:
        return refused
    if outline.is_changing:
        return (finding(1017),)
    if sender.has_asked_enough:
        return (finding(1051),)
    home = home_region(subject.address.province)
    moved = home is not None and home != outline.home_region
    requested = RequestedChange(filing_number=outline.filing_number, change=change)
    own = _without_own(context, change, outline)
    findings = (
        *((finding(1046, subject.address.province),) if moved else ()),
        *check_subject(subject, own),
        *check_sites(brought_by_change(requested), own),
        *check_materials(change.materials, outline),
    )
    return tuple(dict.fromkeys(findings))


def _check_parts(change: FilingChange, outline: Outline, sender: Sender) -> Iterator[Finding]:
    """Yield what the change names and the record does not have, or has from another."""
    seen = set[int | None]()
    for site in change.sites:
        filed = outline.site_of(None, site.site_id)
        sent = site.filing_number
        if filed is None or (sent is not None and normal_number(sent) != filed.filing_number):
            yield finding(1016, site.site_id if filed is None else sent, site=site.name)
            continue
        if site.site_id in seen:
            yield finding(1037, site.site_id, site=site.name)
        seen.add(site.site_id)
        yield from _check_site(site, filed, sender)


def _check_site(site: Site, filed: SiteNumber, sender: Sender) -> Iterator[Finding]:
    for domain in site.domains:
        if domain.domain_id is not None and domain.domain_id not in filed.domain_ids:
            yield finding(1016, domain.domain_id, site=site.name)
    for access in site.accesses:
        yield from _check_access(access, site.name, filed, sender)


def _check_access(
    access: Access, site_name: str, filed: SiteNumber, sender: Sender
) -> Iterator[Finding]:
    before = next((one for one in filed.accesses if one.access_id == access.access_id), None)
    if before is None:
        yield finding(1016, access.access_id, site=site_name)
        return
    if before.isp_id != sender.isp_id:
        yield finding(1048, access.access_id, site=site_name)
        return
    known = {used.ip_id for used in before.ip_ranges}
    for used in access.ip_ranges:
        if used.ip_id is not None and used.ip_id not in known:
            yield finding(1023, used.ip_id, site=site_name)


def _without_own(context: CheckContext, change: FilingChange, outline: Outline) -> CheckContext:
    """Return the context without what the record holds and this change replaces.

    Names of its sites that are not changed are taken, like those of pending requests.
    """
    changed = {site.site_id for site in change.sites}
    held: set[Key] = {(CERTIFICATE, outline.certificate)}
    taken = set[Key]()
    for site in outline.sites:
        if site.site_id in changed:
            held |= _keys(site)
        else:
            names = names_of(site.name)
            taken |= {(SITE_NAME, site_name_key(outline.certificate, one)) for one in names}
    register = {
        key: holder
        for key, holder in context.register.items()
        if key not in held or holder.filing_number != outline.filing_number
    }
    return replace(context, register=register, own=context.own | taken)


def _keys(site: SiteNumber) -> set[Key]:
    found: set[Key] = {(DOMAIN, domain_key(name) or name) for name in site.domains}
    page = home_page_key(site.home_page) if site.home_page is not None else None
    return found if page is None else {*found, (HOME_PAGE, page)}
