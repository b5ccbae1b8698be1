"""Makes a verified draft complete: access data, the provider's ids, evidence as attachments.

Ids are numbered from the position at which the draft lies in the provider's log: unique there,
and so unique with the isp id (interface §11). Rules: M64-010, M64-022; attachments A-52.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

import msgspec

from beian.events.enterprise import Evidence
from beian.records import (
    Access,
    Attachment,
    BlobRef,
    Domain,
    Filing,
    IpRange,
    Site,
)
from beian.regulations.addresses import Range
from enterprise.domain.collected import Verification
from enterprise.domain.contents import address_of
from enterprise.domain.originals import Whose

IDS_PER_DRAFT: Final = 1000
"""Ids one draft may use; the subject's is the first."""
_OF_SUBJECT: Final = 1
_OF_SITE: Final = 2
"""Ssdxlx."""
_SHEET: Final = 1
_UNIT_CERTIFICATE: Final = 2
_SUBJECT_PERSON: Final = 3
_SITE_PERSON: Final = 4
_PHOTO: Final = 5
"""Fjyt."""
BY_SPONSOR: Final = 0
BY_PROVIDER: Final = 1
"""Bbfs."""


@dataclass(frozen=True, slots=True)
class AccessPlan:
    """How the provider really connects the draft's sites."""

    locations: tuple[int, ...]
    modes: tuple[int, ...]
    ranges: tuple[Range, ...]


def subject_id_of(number: int) -> int:
    """Return IspZtid of the draft that lies at position `number`."""
    return number * IDS_PER_DRAFT + 1


def ids_used(filing: Filing) -> int:
    """Return how many ids a filing needs at most, with its accesses of one plan."""
    sites = filing.sites
    return 1 + sum(2 + max(len(site.domains), 1) for site in sites)


def complete(
    filing: Filing,
    verification: Verification,
    plan: AccessPlan,
    *,
    number: int,
    isp_id: int,
    is_on_behalf: bool,
) -> Filing:
    """Return the filing as it is reported. Every site is connected as `plan` says."""
    ids = count(subject_id_of(number))
    subject = msgspec.structs.replace(
        filing.subject,
        isp_subject_id=next(ids),
        submission_mode=BY_PROVIDER if is_on_behalf else BY_SPONSOR,
    )
    sites = tuple(_site(site, plan, ids, isp_id) for site in filing.sites)
    complete = Filing(subject=subject, sites=sites)
    return msgspec.structs.replace(
        complete, attachments=tuple(_attachments(complete, verification))
    )


def _site(site: Site, plan: AccessPlan, ids: Iterator[int], isp_id: int) -> Site:
    site_id = next(ids)
    names = [one.name for one in site.domains] or [address_of(site) or ""]
    domains = tuple(Domain(isp_domain_id=next(ids), name=name) for name in names)
    access = Access(
        isp_access_id=next(ids),
        isp_id=isp_id,
        locations=plan.locations,
        modes=plan.modes,
        ip_ranges=tuple(
            IpRange(isp_ip_id=next(ids), first=used.first, last=used.last) for used in plan.ranges
        ),
    )
    return msgspec.structs.replace(site, isp_site_id=site_id, domains=domains, accesses=(access,))


def _attachments(filing: Filing, verification: Verification) -> Iterator[Attachment]:
    """Yield the five kinds the wire knows; each site gets its own sheet, photo and person."""
    subject_id = filing.subject.isp_subject_id
    subject_person = verification.copy_of(Whose.SUBJECT_PERSON)
    site_person = verification.copy_of(Whose.SITE_PERSON) or subject_person
    for site in filing.sites:
        yield from _attachment(verification.sheet, _SHEET, _OF_SITE, site.isp_site_id)
    unit = verification.copy_of(Whose.SUBJECT)
    yield from _attachment(unit, _UNIT_CERTIFICATE, _OF_SUBJECT, subject_id)
    yield from _attachment(subject_person, _SUBJECT_PERSON, _OF_SUBJECT, subject_id)
    for site in filing.sites:
        yield from _attachment(site_person, _SITE_PERSON, _OF_SITE, site.isp_site_id)
        yield from _attachment(verification.photo, _PHOTO, _OF_SITE, site.isp_site_id)


def _attachment(
    evidence: Evidence | None, usage: int, owner_type: int, owner_id: int | None
) -> Iterator[Attachment]:
    if evidence is None:
        return
    assert owner_id is not None, "ids come first"
    yield Attachment(
        format=evidence.format,
        usage=usage,
        content=BlobRef(sha256=evidence.sha256, size=evidence.size),
        owner_type=owner_type,
        owner_id=owner_id,
    )
