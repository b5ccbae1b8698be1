"""The automatic check of the sites (网站) of a record, accesses included.

Codes 1004, 1005, 1007, 1020 to 1022, 1031, 1033, 1034, 1037, 1039, 1041, 1064, 1066, 5010.
Validation §4, §7.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from beian.records import Finding, PreApproval, Site
from beian.regulations.addresses import from_dotted
from beian.regulations.codes import exists
from beian.regulations.domains import domain_key, home_page_is_within, home_page_key
from beian.regulations.numbers import ATTACHMENT_BYTES_MAX, PREAPPROVAL_DOCUMENTS_MAX
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import DOMAIN, HOME_PAGE
from province.domain.access_check import check_accesses
from province.domain.check_context import (
    OWN_DOMAIN,
    SITE_ID,
    SITE_NAME,
    Brought,
    CheckContext,
    finding,
    names_of,
    site_name_key,
)
from province.domain.contact_check import check_person, has_text


@dataclass(slots=True)
class _Seen:
    """What earlier sites of the same record brought."""

    site_ids: set[int] = field(default_factory=set)
    access_ids: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    home_pages: set[str] = field(default_factory=set)


def check_sites(brought: Brought, context: CheckContext) -> Iterator[Finding]:
    """Yield what is wrong with each site, in the order of its fields on the wire."""
    seen = _Seen()
    office_phone = None if brought.is_individual else 1031
    for site in brought.sites:
        yield from _check_identity(site, context, seen, brought.certificate)
        for approval in site.pre_approvals:
            yield from _check_pre_approval(approval, site)
        yield from _check_codes(site)
        yield from _check_domains(site, context, seen)
        yield from check_accesses(site, context, seen.access_ids)
        if not has_text(site.responsible.name):
            yield finding(1007, site=site.name)
        yield from check_person(site.responsible, needs_office_phone=office_phone, site=site.name)
        yield from _check_home_page(site, context, seen)
        yield from _check_blacklist(site, context)


def _check_identity(
    site: Site, context: CheckContext, seen: _Seen, subject_key: str
) -> Iterator[Finding]:
    number = site.isp_site_id
    if number is not None:
        if number in seen.site_ids or (SITE_ID, str(number)) in context.own:
            yield finding(1037, number, site=site.name)
        seen.site_ids.add(number)
    for name in names_of(site.name):
        is_own = (SITE_NAME, site_name_key(subject_key, name)) in context.own
        if name in seen.names or is_own:
            yield finding(1020, name, site=site.name)
    seen.names.update(names_of(site.name))


def _check_pre_approval(approval: PreApproval, site: Site) -> Iterator[Finding]:
    if not exists("nrlx", approval.type):
        yield finding(1033, approval.type, site=site.name)
    if not has_text(approval.number):
        yield finding(1033, site=site.name)
    if not 1 <= len(approval.documents) <= PREAPPROVAL_DOCUMENTS_MAX:
        yield finding(1033, approval.type, site=site.name)
    for document in approval.documents:
        # Of base64 that was none, no bytes are left.
        if not 0 < document.size <= ATTACHMENT_BYTES_MAX:
            yield finding(5010, approval.number, site=site.name)


def _check_codes(site: Site) -> Iterator[Finding]:
    for service in site.services:
        if not exists("fwnr", service):
            yield finding(1034, service, site=site.name)
    for language in site.languages:
        if not exists("yylb", language):
            yield finding(1066, language, site=site.name)


def _check_domains(site: Site, context: CheckContext, seen: _Seen) -> Iterator[Finding]:
    for domain in site.domains:
        key = domain_key(domain.name)
        if key is None or not _is_reachable(key, site):
            yield finding(1004, domain.name, site=site.name)
            continue
        if (DOMAIN, key) in context.register:
            yield finding(1005, domain.name, site=site.name)
        elif (OWN_DOMAIN, key) in context.own or key in seen.domains:
            yield finding(1039, domain.name, site=site.name)
        seen.domains.add(key)


def _is_reachable(key: str, site: Site) -> bool:
    """Say whether an address given as Ym lies in a range of the site; a domain always does."""
    address = from_dotted(key)
    return address is None or any(
        used.first <= address <= used.last for access in site.accesses for used in access.ip_ranges
    )


def _check_home_page(site: Site, context: CheckContext, seen: _Seen) -> Iterator[Finding]:
    if site.home_page is None:
        return
    key = home_page_key(site.home_page)
    if key is None:
        yield finding(1022, site.home_page, site=site.name)
        return
    if not home_page_is_within(site.home_page, [domain.name for domain in site.domains]):
        yield finding(1041, site.home_page, site=site.name)
    if (HOME_PAGE, key) in context.register or key in seen.home_pages:
        yield finding(1021, site.home_page, site=site.name)
    seen.home_pages.add(key)


@enforces("R14-017")
def _check_blacklist(site: Site, context: CheckContext) -> Iterator[Finding]:
    for domain in site.domains:
        if (DOMAIN, domain_key(domain.name) or "") in context.blacklist:
            yield finding(1064, domain.name, site=site.name)
