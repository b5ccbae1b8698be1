"""The automatic check of sites added to a filed subject (新增网站, XZWZ).

Codes 1016, 1018, 1020, 1022, 1055, 1065, and those of a site. Validation §4 to §8.
"""

from dataclasses import replace

from beian.records import Finding
from beian.records_changes import NewSites
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE
from province.domain.change_gate import Sender, check_password, unknown
from province.domain.check_context import (
    SITE_NAME,
    Brought,
    CheckContext,
    finding,
    names_of,
    site_name_key,
)
from province.domain.material_check import check_materials_of_new
from province.domain.outline import Outline
from province.domain.site_check import check_sites


@enforces("R14-107", "R14-110")
def check_new_sites(
    change: NewSites, outline: Outline | None, sender: Sender, context: CheckContext
) -> tuple[Finding, ...]:
    """Return all findings of one record, each once; empty when it passes."""
    if outline is None:
        return unknown(change.subject_number or change.subject_id)
    refused = check_password(sender, outline)
    if refused:
        return refused
    brought = Brought(outline.certificate, None, outline.is_individual, change.sites)
    filed = {
        (SITE_NAME, site_name_key(outline.certificate, name))
        for site in outline.sites
        for name in names_of(site.name)
    }
    with_filed = replace(context, own=context.own | filed)
    new = {site.isp_site_id or 0: site.name for site in change.sites}
    listed = (CERTIFICATE, outline.certificate) in context.blacklist
    findings = (
        *((finding(1065),) if listed else ()),
        *check_sites(brought, with_filed),
        *check_materials_of_new(change.materials, outline, new),
    )
    return tuple(dict.fromkeys(findings))
