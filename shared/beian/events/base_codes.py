"""Code tables and reporting units: what the ministry changes, what a bureau's providers know.

Streams: `basecode-national` at the ministry, `basecode-<table>.<id>` and `reportingunits-known`
at a bureau. The tables as such are `beian.regulations.base_codes`.
"""

from beian.events.base import ALL, Event, event


@event("basecode", to=ALL)
class BaseCodeChanged(Event, frozen=True, kw_only=True):
    """The ministry says a row of a code table anew; its id and its use stay what they are."""

    version: int
    """Numbers the changes of all tables."""
    table: str
    code: int
    name: str
    remark: str | None = None


@event("basecode")
class BaseCodeNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a change of a code table."""

    version: int
    table: str
    code: int
    name: str
    remark: str | None = None


class KnownUnit(Event, frozen=True, kw_only=True):
    """A reporting unit (报备单位) as the list names it."""

    isp_id: int
    name: str
    region: str


@event("reportingunits")
class ReportingUnitsDistributed(Event, frozen=True, kw_only=True):
    """The bureau told its providers of reporting units that are new or changed."""

    units: tuple[KnownUnit, ...]
    is_due: bool = False
    """Whether this was at the end of the day: it is recorded even if there were none."""
