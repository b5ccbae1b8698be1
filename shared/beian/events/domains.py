"""The domain register: what domain reporting units reported to the ministry (域名备案).

Stream: `domainrecord-<domain>`, the domain in normal form, at the ministry; what it took of a
report, the reporting unit notes in its own `domain-<domain>`.
"""

from beian.events.base import Event, event
from beian.records_domains import DomainReport


@event(("domainrecord", "domain"))
class DomainReported(Event, frozen=True, kw_only=True):
    """A reporting unit added a domain; the ministry gave the record its id."""

    isp_id: int
    record_id: int
    """Id, the ministry's: no other record has or had it."""
    domain: str
    """In normal form."""
    report: DomainReport
    """As it was sent."""
    reported_on: str
    """YYYY-MM-DD."""


@event(("domainrecord", "domain"))
class DomainReportChanged(Event, frozen=True, kw_only=True):
    """The unit reported the domain's data anew: they stand in place of all earlier ones."""

    isp_id: int
    record_id: int
    domain: str
    report: DomainReport
    changed_on: str
    """YYYY-MM-DD."""


@event("domainrecord")
class DomainReportDeleted(Event, frozen=True, kw_only=True):
    """The unit took the domain out of the register; it may be reported again, with another id."""

    isp_id: int
    record_id: int
    domain: str
    deleted_on: str
    """YYYY-MM-DD."""
