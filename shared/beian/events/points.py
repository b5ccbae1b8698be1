"""Verification points (现场核验点) of providers: registered, numbered, inspected. FLOW-05.

Streams: `point-<id>` at the provider and at the bureau; `slip-bureau`, the numbers a bureau has
allotted; `slips-<isp id>`, the numbers a provider has got.
"""

from beian.events.base import Event, Ruled, event


class Contact(Event, frozen=True, kw_only=True):
    """Who is asked about a point."""

    name: str
    phone: str
    qq: str | None = None


@event("point", to=lambda e: e.region)
class VerificationPointRegistered(Event, frozen=True, kw_only=True):
    """A provider filed the verification-point form (现场核验点报备单) with the bureau."""

    point_id: str
    isp_id: int
    region: str
    unit_name: str
    addresses: tuple[str, ...]
    """Each down to the house number."""
    filing_contact: Contact
    site_contact: Contact
    sealed: bool


@event("point", to=lambda e: str(e.isp_id))
class VerificationPointRejected(Ruled, frozen=True, kw_only=True):
    """The bureau sent the form back; it may be handed in anew."""

    point_id: str
    isp_id: int
    reason: str
    officer: str


class NumberedAddress(Event, frozen=True, kw_only=True):
    """An address and the number slip that belongs there."""

    address: str
    slip_number: str


@event("point", to=lambda e: str(e.isp_id))
class VerificationPointNumbered(Ruled, frozen=True, kw_only=True):
    """The bureau allotted each address of a form a number slip (编号单) of its own."""

    point_id: str
    isp_id: int
    region: str
    slips: tuple[NumberedAddress, ...]
    officer: str


@event("slip")
class SlipNumbersAllotted(Event, frozen=True, kw_only=True):
    """The bureau used up serial numbers of slips."""

    point_id: str
    count: int


@event("point", to=lambda e: str(e.isp_id))
class VerificationPointInspected(Ruled, frozen=True, kw_only=True):
    """The bureau inspected a point on site."""

    point_id: str
    isp_id: int
    result: str
    """in_order, or finding."""
    remark: str
    officer: str
    inspected_on: str
    """YYYY-MM-DD."""


@event("point", to=lambda e: str(e.isp_id))
class VerificationPointCorrected(Ruled, frozen=True, kw_only=True):
    """What an inspection found is corrected."""

    point_id: str
    isp_id: int
    remark: str
    officer: str


@event("point", to=lambda e: str(e.isp_id))
class VerificationPointWithdrawn(Ruled, frozen=True, kw_only=True):
    """The bureau took a form's numbers back: photos may not quote them any more."""

    point_id: str
    isp_id: int
    region: str
    slip_numbers: tuple[str, ...]
    reason: str
    officer: str


@event("slips")
class NumberSlipNoted(Event, frozen=True, kw_only=True):
    """The provider noted a number slip it got, or that it is none any more."""

    isp_id: int
    region: str
    slip_number: str
    address: str
    is_valid: bool
