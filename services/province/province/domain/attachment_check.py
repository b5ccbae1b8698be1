"""The automatic check of verification material (核验材料): format, use, size, whose it is.

Codes 1055 to 1057, 1061, 5010. Validation §8.
"""

from collections.abc import Iterator
from typing import Final

from beian.records import Attachment, Filing, Finding
from beian.records_changes import Material
from beian.regulations.codes import exists, find, name_of
from beian.regulations.numbers import ATTACHMENT_BYTES_MAX, SHEET_BYTES_MAX
from beian.regulations.rules import enforces
from province.domain.check_context import CheckContext, finding
from province.domain.sponsor_check import is_individual

SHEET: Final = 1
"""Fjyt of the verification sheet (核验单)."""
OWNER_SUBJECT: Final = 1
OWNER_SITE: Final = 2


@enforces("R14-040")
def check_attachments(filing: Filing, context: CheckContext) -> Iterator[Finding]:
    """Yield what is wrong with a record's attachments, then which are missing."""
    for attachment in filing.attachments:
        yield from _check_attachment(attachment, filing)
    required = (
        context.required.individual if is_individual(filing.subject) else context.required.unit
    )
    present = {attachment.usage for attachment in filing.attachments}
    for usage in sorted(required - present):
        yield finding(1055, name_of("fjyt", usage))


def _check_attachment(attachment: Attachment, filing: Filing) -> Iterator[Finding]:
    site = _site_name(attachment, filing)
    yield from check_use(attachment, site)
    if not _names_its_owner(attachment, filing):
        yield finding(1055, attachment.owner_id, site=site)
    yield from check_size(attachment, site)


def check_use(attachment: Attachment | Material, site: str | None) -> Iterator[Finding]:
    """Yield what is wrong with format, use, and to what kind of owner the use belongs."""
    if not exists("fjwjgs", attachment.format):
        yield finding(1056, attachment.format, site=site)
    usage = find("fjyt", attachment.usage)
    if usage is None:
        yield finding(1057, attachment.usage, site=site)
    elif usage.parent_id != attachment.owner_type:
        yield finding(1061, attachment.usage, site=site)


def check_size(attachment: Attachment | Material, site: str | None) -> Iterator[Finding]:
    """Yield whether it is too large, or nothing at all."""
    limit = SHEET_BYTES_MAX if attachment.usage == SHEET else ATTACHMENT_BYTES_MAX
    # Of base64 that was none, no bytes are left.
    if not 0 < attachment.content.size <= limit:
        usage = find("fjyt", attachment.usage)
        yield finding(5010, usage.name if usage else attachment.usage, site=site)


def _names_its_owner(attachment: Attachment, filing: Filing) -> bool:
    """Say whether Ssdxbs is an id of the same record, of the type it says."""
    if attachment.owner_type == OWNER_SUBJECT:
        return attachment.owner_id == filing.subject.isp_subject_id
    return attachment.owner_type == OWNER_SITE and any(
        attachment.owner_id == site.isp_site_id for site in filing.sites
    )


def _site_name(attachment: Attachment, filing: Filing) -> str | None:
    if attachment.owner_type != OWNER_SITE:
        return None
    return next(
        (site.name for site in filing.sites if site.isp_site_id == attachment.owner_id), None
    )
