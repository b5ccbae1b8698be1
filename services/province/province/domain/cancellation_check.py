"""May this be cancelled, and by this sender (ZXBA)? Every code that applies, in order.

Asked at the provider's bureau of what it knows, and at the home bureau again, which knows what
is under way. What is cancelled already ends the check, so does another's record: of those
nothing more is said. Codes 1016, 1018, 1025 to 1027, 1030, 1032, 1042, 1043, 1047 to 1050.

Flow: FLOW-09. Rules: R14-064, R14-109, R14-121. Validation §6.
"""

from collections.abc import Iterator

from beian.events.sites import FiledAccess, SiteNumber
from beian.records import Finding
from beian.records_changes import Cancellation
from beian.regulations.codes import exists
from beian.regulations.rules import enforces
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.change_gate import Sender, check_password
from province.domain.check_context import finding
from province.domain.outline import Outline


@enforces("R14-064", "R14-121")
def check_cancellation(
    asked: Cancellation, record: Outline | None, sender: Sender
) -> tuple[Finding, ...]:
    """Return all findings of one record of a file."""
    reason = () if exists("zxly", asked.reason) else (finding(1026, asked.reason),)
    if record is None:
        return (finding(1016, asked.record_id), *reason)
    missing = missing_part(asked, record)
    if missing:
        return (*missing, *reason)
    if not _is_senders(asked, record, sender.isp_id):
        return (finding(1047 if asked.kind == ACCESS else 1048), *reason)
    return (*_password(asked, record, sender), *barred(asked, record), *reason)


def missing_part(asked: Cancellation, record: Outline) -> tuple[Finding, ...]:
    """Return why there is nothing to cancel; nothing if there is."""
    if record.is_cancelled:
        return (finding(1049),)
    if asked.kind == SUBJECT:
        return () if record.subject_id == asked.record_id else (finding(1016, asked.record_id),)
    site = _site(asked, record)
    if site is not None:
        return ()
    for part in record.cancelled:
        is_site = asked.kind == SITE and part.record_id == asked.record_id
        is_of_site = asked.kind == ACCESS and asked.record_id in part.access_ids
        if part.kind == SITE and (is_site or is_of_site):
            return (finding(1050),)
    return (finding(1016, asked.record_id),)


@enforces("R14-061", "R14-109")
def barred(asked: Cancellation, record: Outline) -> tuple[Finding, ...]:
    """Return what stands against it in the record: the only access, or what is under way."""
    return tuple(dict.fromkeys(_barred(asked, record)))


def _barred(asked: Cancellation, record: Outline) -> Iterator[Finding]:
    under_way = {kind for kind, _ in record.cancelling}
    if (asked.kind, asked.record_id) in record.cancelling:
        yield finding({SUBJECT: 1027, SITE: 1030, ACCESS: 1032}[asked.kind])
    if asked.kind == SUBJECT and SITE in under_way:
        yield finding(1043)
    if asked.kind == SITE and SUBJECT in under_way:
        yield finding(1042)
    site = _site(asked, record)
    if asked.kind == ACCESS and site is not None and len(site.accesses) == 1:
        yield finding(1025, site=site.name)


def _site(asked: Cancellation, record: Outline) -> SiteNumber | None:
    """Return the site that is meant, or whose access is; None of a subject."""
    for site in record.sites:
        if asked.kind == SITE and site.site_id == asked.record_id:
            return site
        if asked.kind == ACCESS and _access(asked, site) is not None:
            return site
    return None


def _access(asked: Cancellation, site: SiteNumber) -> FiledAccess | None:
    return next((one for one in site.accesses if one.access_id == asked.record_id), None)


def _is_senders(asked: Cancellation, record: Outline, isp_id: int) -> bool:
    """Say whether it is the sender's to cancel.

    A subject without sites is anybody's who knows its password, as it is to who adds a site.
    """
    site = _site(asked, record)
    if site is None:
        return isp_id in record.providers or not record.sites
    if asked.kind == SITE:
        return any(access.isp_id == isp_id for access in site.accesses)
    access = _access(asked, site)
    return access is not None and access.isp_id == isp_id


def _password(asked: Cancellation, record: Outline, sender: Sender) -> tuple[Finding, ...]:
    """Return 1018; whoever gives access needs no password, but to cancel the subject."""
    return check_password(sender, record, is_required=asked.kind == SUBJECT)
