"""What enterprises have to tell a bureau, as the bureau takes it: one entry for each report.

Streams in the bureau's log: `providerreport-<id>`, `domainclosure-<order id>`.
"""

from beian.events.base import Event, Ruled, event


@event("providerreport")
class ProviderReportReceived(Ruled, frozen=True, kw_only=True):
    """A provider, unit or operator reported something, over the bus or to the bureau's desk."""

    report: str
    """IP_UNIT, IP_UNIT_CONTACT, RESOURCE_VIOLATION, LESSEE_REMINDER, FORBIDDEN_CONTENT,
    NON_COOPERATION, RESOLUTION_STOPPED."""
    isp_id: int
    """Who reports."""
    about: str
    """A host, a filing number, an isp id, or addresses."""
    filing_number: str | None
    """Of the filing that answers for it, where there is one (R14-069)."""
    detail: str
    record: str | None
    """Reference of a record that the reporter keeps."""


@event("providerreport")
class ProviderReportHandled(Event, frozen=True, kw_only=True):
    """The bureau's officer dealt with a report."""

    officer: str
    outcome: str


@event("domainclosure")
class DomainClosureExecuted(Event, frozen=True, kw_only=True):
    """The domain unit carried the decision out."""

    order_id: str
    domain: str
