"""A filed record as far as any bureau may know it: whose it is, its ids, numbers and keys.

One shape for the record at its home bureau and for what the ministry synchronised to all; what
a change names is looked up in it. No personal data. Rules: R14-098, R14-102, R14-107.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from beian.events.filing import NationalRecordNoted
from beian.events.sites import CancelledPart, FiledAccess, SiteNumber
from beian.filed_sites import outlined
from beian.records import Filing, PasswordVerifier, UniqueKey
from beian.regulations.certificates import is_personal
from beian.regulations.filing_numbers import parse_filing_number, site_number, subject_number
from beian.regulations.unique_keys import CERTIFICATE, unique_keys
from province.domain.filed_record import Filed


@dataclass(frozen=True, slots=True)
class Outline:
    """What a change is checked against."""

    filing_number: str
    home_region: str
    subject_id: int | None
    """None where the record was synchronised without ids."""
    is_individual: bool
    sites: tuple[SiteNumber, ...]
    unique_keys: tuple[UniqueKey, ...]
    verifier: PasswordVerifier
    is_changing: bool = False
    """A change is under way, as far as this bureau knows (1017)."""
    cancelling: tuple[tuple[int, int], ...] = ()
    """Kind and id of what is being cancelled, as far as this bureau knows."""
    cancelled: tuple[CancelledPart, ...] = ()
    """What was filed of it and is so no longer."""
    is_cancelled: bool = False
    """The subject itself is cancelled: nothing of it is filed any more."""

    @property
    def certificate(self) -> str:
        """The unique key's value of the subject's certificate."""
        return next((key.value for key in self.unique_keys if key.kind == CERTIFICATE), "")

    @property
    def providers(self) -> frozenset[int]:
        """Whoever gives one of its sites access."""
        return frozenset(access.isp_id for access in self.accesses())

    def accesses(self) -> Iterator[FiledAccess]:
        """Yield the accesses of all sites."""
        for site in self.sites:
            yield from site.accesses

    def site_of(self, number: str | None, site_id: int | None) -> SiteNumber | None:
        """Return the site of a number in normal form, or else of the bureau's id."""
        for site in self.sites:
            if site.filing_number == number if number is not None else site.site_id == site_id:
                return site
        return None


def outline_of_filed(record: Filed, application_id: str | None = None) -> Outline:
    """Return what the home bureau's record shows; `application_id`: who asks is not under way."""
    parts = parse_filing_number(record.filing_number)
    assert parts is not None, "a record has a filing number"
    filing = record.filing
    return Outline(
        filing_number=record.filing_number,
        home_region=parts.region,
        subject_id=filing.subject.subject_id,
        is_individual=is_personal(filing.subject.certificate.type),
        sites=tuple(outlined(site) for site in filing.sites),
        unique_keys=() if record.cancelled_on is not None else unique_keys(filing),
        verifier=record.verifier,
        is_changing=record.is_changing(application_id),
        cancelling=tuple(
            (one.kind, one.record_id)
            for other, one in record.cancelling.items()
            if other != application_id
        ),
        cancelled=record.cancelled,
        is_cancelled=record.cancelled_on is not None,
    )


def outline_of_national(record: NationalRecordNoted) -> Outline:
    """Return what the ministry synchronised."""
    return Outline(
        filing_number=record.filing_number,
        home_region=record.home_region,
        subject_id=record.subject_id,
        is_individual=record.is_individual,
        sites=record.sites,
        unique_keys=record.unique_keys,
        verifier=record.verifier,
        cancelled=record.cancelled,
        is_cancelled=record.is_cancelled,
    )


def normal_number(text: str) -> str | None:
    """Return a subject's or site's number as this network writes it, or None if it is none."""
    parts = parse_filing_number(text.strip())
    if parts is None:
        return None
    number = subject_number(parts.region, parts.year, parts.serial, commercial=parts.commercial)
    return number if parts.site is None else site_number(number, parts.site)


def keys_gone(before: Filing, after: Filing) -> tuple[UniqueKey, ...]:
    """Return the unique keys that a filing held and holds no longer."""
    held = {(key.kind, key.value) for key in unique_keys(after)}
    return tuple(key for key in unique_keys(before) if (key.kind, key.value) not in held)


def sites_gone(before: Filing, after: Filing) -> tuple[str, ...]:
    """Return the numbers of sites that are no longer part of a filing."""
    still = {site.filing_number for site in after.sites}
    numbers = (site.filing_number for site in before.sites)
    return tuple(number for number in numbers if number is not None and number not in still)
