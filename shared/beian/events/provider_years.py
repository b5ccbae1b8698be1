"""A provider's year as its bureau counts it in the inspection of its licence. R05-004.

Stream: `provideryear-<isp id>.<year>`.
"""

from beian.events.base import Ruled, event


@event("provideryear")
class ProviderYearSummarized(Ruled, frozen=True, kw_only=True):
    """The bureau summed up a provider's year, as far as it was known then."""

    isp_id: int
    year: int
    points: int
    """As the center's report has them (记分)."""
    penalties: int
    fines: int
    """Yuan."""
    sampled: int
    """Sites in the center's quarterly checks."""
    accurate: int
    findings: int
    """What inspections found at the provider."""
    summarized_on: str
    """YYYY-MM-DD."""
