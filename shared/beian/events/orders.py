"""Orders and penalties of a bureau: to correct, to close, to suspend, to pay; and their execution.

Streams: `case-<case id>` and those of other procedures in which such a decision is taken;
`order-<order id>.<isp id>`, a closure as one provider must execute it, in the log of that
provider's bureau; `penalty-<order id>`. FLOW-09, FLOW-12, FLOW-13, FLOW-15, FLOW-17.
"""

from beian.events.base import MINISTRY, VERIFICATION_CENTER, Event, Ruled, event


@event(("case", "annualreview", "scoring"))
class RectificationOrdered(Ruled, frozen=True, kw_only=True):
    """The bureau ordered to correct something within a limit (责令限期改正)."""

    order_id: str
    of: str
    """The case, review or finding it belongs to."""
    filing_number: str | None
    isp_id: int | None
    """The provider that must correct; None: the sponsor."""
    basis: str
    """A `penalties.Basis`."""
    due: str
    """The last day in time, YYYY-MM-DD."""
    text: str
    officer: str


@event(("case", "annualreview", "scoring"))
class RectificationCompleted(Ruled, frozen=True, kw_only=True):
    """The bureau accepted a correction."""

    order_id: str
    of: str
    text: str
    officer: str


@event(("case", "annualreview"))
class RectificationRefused(Ruled, frozen=True, kw_only=True):
    """What was ordered was not corrected within the limit (拒不改正)."""

    order_id: str
    of: str
    reason: str
    """limit_passed, or what the party said."""
    closes: bool
    """Whether the site must be closed for it."""
    officer: str


@event(("case", "cooperation", "penalty", "scoring"), to=VERIFICATION_CENTER)
class PenaltyImposed(Ruled, frozen=True, kw_only=True):
    """The bureau decided an administrative penalty; the amount is inside what the orders allow."""

    order_id: str
    of: str
    region: str
    """The acting bureau's province."""
    kind: str
    """A `penalties.PenaltyKind`: criticism, order, fine."""
    basis: str
    amount: int
    """CNY; 0 where there is no fine."""
    confiscated: int
    """CNY of illegal income that is confiscated besides."""
    filing_number: str | None
    isp_id: int | None
    """The provider that is punished; None: the sponsor."""
    with_order: bool
    """Whether the same decision orders to correct."""
    reason: str
    officer: str
    imposed_on: str
    """YYYY-MM-DD."""


@event(("case", "cooperation", "penalty", "scoring"), to=MINISTRY)
class PenaltyReported(Event, frozen=True, kw_only=True):
    """The bureau reported the facts and the penalty to the ministry."""

    order_id: str
    of: str
    region: str
    kind: str
    basis: str
    amount: int
    filing_number: str | None
    isp_id: int | None
    facts: str
    reported_on: str
    """YYYY-MM-DD."""


@event(("order", "case", "unfiledsite"), to=lambda e: None if e.isp_id is None else str(e.isp_id))
class ShutdownOrdered(Ruled, frozen=True, kw_only=True):
    """The bureau ordered to close a site: the decision, and to each provider the order."""

    order_id: str
    of: str
    region: str
    """The ordering bureau's province."""
    filing_number: str | None
    """The subject's or a site's; None of what is unfiled."""
    domain: str | None
    isp_id: int | None
    """Who must execute it; None: the decision itself, against the site."""
    isp_ids: tuple[int, ...]
    """Who gives the site access."""
    is_temporary: bool
    """Suspend the access, to be reopened; else end it for good."""
    until: str | None
    """YYYY-MM-DD, of a temporary closure that has an end."""
    basis: str
    reason: str
    officer: str
    ordered_on: str
    """YYYY-MM-DD."""
    asked_by: str | None = None
    """The home bureau of the case, where that asked the ordering bureau."""


@event(("order", "case", "shutdown"), to=lambda e: e.region)
class ShutdownReported(Event, frozen=True, kw_only=True):
    """The execution of an order to close a site was reported."""

    order_id: str
    """Of the decision."""
    of: str
    isp_id: int
    region: str | None
    """The bureau that is told, where an enterprise system says it itself."""
    executed_on: str
    """YYYY-MM-DD."""
    measure: str
    """access_terminated, or access_suspended."""
    reporter: str
    remark: str | None
    open_orders: int | None = None
    """How many providers have not yet reported, where the case is counted."""


@event("order")
class ShutdownReportOverdue(Event, frozen=True, kw_only=True):
    """Nobody reported the execution of an order in time; it stays open."""

    order_id: str
    of: str
    isp_id: int
    due: str
    """YYYY-MM-DD."""


@event(("order", "case"), to=lambda e: None if e.isp_id is None else str(e.isp_id))
class TemporaryClosureLifted(Ruled, frozen=True, kw_only=True):
    """A temporary closure ended: the provider may reopen the site."""

    order_id: str
    of: str
    isp_id: int | None
    """Who may reopen it; None: the decision itself."""
    officer: str
    reason: str


@event("case")
class SiteTemporarilyClosed(Ruled, frozen=True, kw_only=True):
    """The bureau decided to close a site for a time (暂时关闭网站)."""

    order_id: str
    of: str
    filing_number: str | None
    domain: str | None
    isp_ids: tuple[int, ...]
    """Who gives the site access."""
    until: str | None
    basis: str
    opinion_reference: str | None
    """The department's written opinion it rests on."""
    reason: str
    officer: str


@event("case")
class BusinessSuspended(Ruled, frozen=True, kw_only=True):
    """A licensed service was ordered to suspend business for correction (停业整顿)."""

    order_id: str
    of: str
    filing_number: str | None
    licence_number: str
    until: str | None
    basis: str
    registry_informed: bool
    """Whether the enterprise registry was told."""
    reason: str
    officer: str


@event(("case", "licence"))
class LicenceRevoked(Ruled, frozen=True, kw_only=True):
    """The licence authority revoked a commercial licence (吊销经营许可证)."""

    order_id: str
    of: str
    filing_number: str | None
    licence_number: str
    basis: str
    registry_informed: bool
    reason: str
    officer: str
