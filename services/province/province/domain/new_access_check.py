"""The automatic check of a further provider's access of a filed site (新增接入, XZJR).

Codes 1016, 1018, 1029, 1038, and those of an access. Validation §5, §6. A provider that gives
the site access already alters it by BGBA: a second one of its own is 1038.
"""

from collections.abc import Iterator

from beian.events.sites import FiledAccess, SiteNumber
from beian.records import Access, Finding, IpRange
from beian.records_changes import NewAccess, RequestedChange
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE
from province.domain.access_check import check_accesses
from province.domain.change_gate import Sender, check_password, unknown
from province.domain.check_context import CheckContext, brought_by_change, finding
from province.domain.material_check import check_materials
from province.domain.outline import Outline, normal_number


@enforces("R14-098", "R14-107")
def check_new_access(
    change: NewAccess, outline: Outline | None, sender: Sender, context: CheckContext
) -> tuple[Finding, ...]:
    """Return all findings of one record, each once; empty when it passes."""
    site = site_named(change, outline)
    if outline is None or site is None:
        return unknown(change.site_number or change.site_id)
    refused = check_password(sender, outline, is_required=True)
    if refused:
        return refused
    requested = RequestedChange(filing_number=outline.filing_number, change=change)
    (bare,) = brought_by_change(requested, site.name).sites
    listed = (CERTIFICATE, outline.certificate) in context.blacklist
    findings = (
        *((finding(1065),) if listed else ()),
        *_check_same(change, site),
        *check_accesses(bare, context, set()),
        *check_materials(change.materials, outline),
    )
    return tuple(dict.fromkeys(findings))


def site_named(change: NewAccess, outline: Outline | None) -> SiteNumber | None:
    """Return the filed site that gets the access."""
    if outline is None:
        return None
    sent = change.site_number
    number = None if sent is None else normal_number(sent) or sent
    return outline.site_of(number, change.site_id)


def _check_same(change: NewAccess, site: SiteNumber) -> Iterator[Finding]:
    """Compare the access with those that the provider gives the site already."""
    own = [access for access in site.accesses if access.isp_id == change.isp_id]
    if own:
        yield finding(1038, site=site.name)
    if any(_content(access) == _content(change.access) for access in own):
        yield finding(1029, site=site.name)


def _content(
    access: Access | FiledAccess,
) -> tuple[frozenset[int], frozenset[int], frozenset[tuple[int, int]]]:
    ranges: tuple[IpRange, ...] = access.ip_ranges
    return (
        frozenset(access.locations),
        frozenset(access.modes),
        frozenset((used.first, used.last) for used in ranges),
    )
