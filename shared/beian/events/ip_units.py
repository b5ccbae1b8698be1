"""IP filing units (IP地址备案单位): who reports addresses, and by whom it is reached. FLOW-19.

Stream: `ipunit-unit`, in the log of the unit.
"""

from beian.events.base import Event, event


class Branch(Event, frozen=True, kw_only=True):
    """A branch of a unit, which reports what is used in its province."""

    region: str
    isp_id: int
    name: str


@event("ipunit", to=lambda e: e.region)
class IpUnitRegistered(Event, frozen=True, kw_only=True):
    """The unit registered with its basic data (R14-070)."""

    isp_id: int
    region: str
    kind: str
    """basic_operator, public_interest, or isp."""
    obtains: bool
    """It gets addresses from an international registry (R14-007)."""
    assigns: bool
    """It assigns addresses to others (R14-007)."""
    management_rule: str
    """Title of its rule for the management of addresses."""
    responsible: str
    phone: str
    email: str
    branches: tuple[Branch, ...]


@event("ipunit")
class IpUnitContactChangeNoted(Event, frozen=True, kw_only=True):
    """The responsible person or the contact changed: to be reported in time (R14-071)."""

    responsible: str
    phone: str
    email: str
    changed_on: str
    """YYYY-MM-DD."""
    due: str
    """The last day that is in time, YYYY-MM-DD."""
    due_assumed: bool


@event("ipunit", to=lambda e: e.region)
class IpUnitContactChanged(Event, frozen=True, kw_only=True):
    """The unit reported the changed person or contact."""

    isp_id: int
    region: str
    responsible: str
    phone: str
    email: str
    reported_on: str
    """YYYY-MM-DD."""
