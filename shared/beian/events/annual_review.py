"""The annual review (年度审核) of filed sites: a year at its bureau, and each site's part in it.

Streams: `annualreviewyear-<year>`, `annualreview-<year>-<site id>`; at an enterprise system
`annualreview-<region>.<year>-<site id>`. FLOW-15.
"""

from beian.events.base import Event, Ruled, event


class ReviewedSite(Event, frozen=True, kw_only=True):
    """A filed site of which a review is asked."""

    site_id: int
    site_number: str
    filing_number: str
    name: str


@event("annualreviewyear")
class AnnualReviewOpened(Ruled, frozen=True, kw_only=True):
    """The bureau opened the review of a year: once, in its first quarter."""

    year: int
    region: str
    opened_on: str
    """YYYY-MM-DD."""
    closes_on: str
    """The last day to submit, YYYY-MM-DD."""
    opened_by: str
    """An officer, or timer."""


@event("annualreviewyear")
class AnnualReviewOpeningMissed(Ruled, frozen=True, kw_only=True):
    """The first quarter went by before the bureau could open the review."""

    year: int
    region: str


@event("annualreviewyear")
class AnnualReviewSitesEntered(Event, frozen=True, kw_only=True):
    """The sites of some filings in force entered the year's review."""

    year: int
    after: str
    """The last filing number that was looked at."""
    sites: int
    is_last: bool
    """Whether all filings were looked at."""


@event("annualreviewyear", to=lambda e: str(e.isp_id))
class AnnualReviewAsked(Event, frozen=True, kw_only=True):
    """The bureau asked a provider for the reviews of sites that it gives access."""

    year: int
    region: str
    isp_id: int
    closes_on: str
    sites: tuple[ReviewedSite, ...]


@event("annualreviewyear")
class AnnualReviewWindowEnded(Event, frozen=True, kw_only=True):
    """The last day to submit went by: some sites were looked at for it."""

    year: int
    after: int
    """Position of the last review that was looked at."""
    overdue: int
    """How many had not been submitted."""
    is_last: bool


@event("annualreviewyear")
class AnnualReviewsHandled(Event, frozen=True, kw_only=True):
    """One act dealt with many reviews of the year."""

    year: int
    act: str
    """submitted, passed, or ordered."""
    reviews: int
    by: str


@event("annualreviewyear")
class AnnualReviewClosed(Ruled, frozen=True, kw_only=True):
    """The bureau closed the review of a year."""

    year: int
    officer: str


@event("annualreview")
class SiteReviewOpened(Event, frozen=True, kw_only=True):
    """A site in force at the start of the year is to be reviewed."""

    year: int
    region: str
    filing_number: str
    site_number: str
    site_id: int
    name: str
    isp_ids: tuple[int, ...]
    """Who gives it access."""
    closes_on: str


@event("annualreview", to=lambda e: None if e.received else e.region)
class AnnualReviewSubmitted(Event, frozen=True, kw_only=True):
    """The sponsor submitted the review of a site, through its provider or at the bureau."""

    year: int
    region: str
    """The home bureau's."""
    filing_number: str
    site_number: str
    site_id: int
    isp_id: int | None
    """The provider that handed it in; None: the sponsor itself."""
    submitted_by: str
    is_accurate: bool
    """Whether the sponsor found the filed data right as they are."""
    remark: str | None
    received: bool = False
    """Whether this is the bureau's own record of it."""


@event("annualreview")
class AnnualReviewLateSubmissionNoted(Event, frozen=True, kw_only=True):
    """A review came after the last day: for whoever judges the correction."""

    year: int
    site_number: str
    isp_id: int | None
    submitted_by: str
    is_accurate: bool
    remark: str | None


@event("annualreview")
class AnnualReviewOpinionGiven(Event, frozen=True, kw_only=True):
    """A department gave an opinion that is no veto."""

    year: int
    site_number: str
    department: str
    opinion: str
    """no_objection, or objection."""
    document_number: str
    officer: str


@event("annualreview")
class AnnualReviewVetoed(Ruled, frozen=True, kw_only=True):
    """A department demanded in writing to revoke the qualification or to close the site."""

    year: int
    site_number: str
    department: str
    opinion: str
    """revoke_qualification, or close_site."""
    document_number: str
    officer: str


@event("annualreview")
class AnnualReviewFailed(Ruled, frozen=True, kw_only=True):
    """The review ended as failed: one veto is enough (一票否决)."""

    year: int
    site_number: str
    departments: tuple[str, ...]
    """Whose vetoes."""


@event("annualreview")
class AnnualReviewOverdue(Ruled, frozen=True, kw_only=True):
    """Nothing was submitted by the last day."""

    year: int
    site_number: str
    closes_on: str


@event("annualreview")
class AnnualReviewPassed(Ruled, frozen=True, kw_only=True):
    """The review ended as passed."""

    year: int
    site_number: str
    officer: str


@event("annualreview")
class ReviewedSiteGone(Event, frozen=True, kw_only=True):
    """The site is filed no longer: nothing is left to be reviewed."""

    year: int
    site_number: str


@event("annualreview")
class AnnualReviewRequestReceived(Event, frozen=True, kw_only=True):
    """The enterprise system took a bureau's request to review a site."""

    year: int
    region: str
    isp_id: int
    site: ReviewedSite
    closes_on: str


@event("annualreviewround")
class AnnualReviewRoundBegun(Event, frozen=True, kw_only=True):
    """A bureau asked this provider for reviews; `sites` more than before."""

    year: int
    region: str
    isp_id: int
    site_ids: tuple[int, ...]
    closes_on: str


@event("annualreviewround")
class AnnualReviewRoundSubmitted(Event, frozen=True, kw_only=True):
    """Many reviews of a bureau were submitted at once."""

    year: int
    region: str
    submitted_by: str
    reviews: int


@event("department")
class DepartmentAdmitted(Ruled, frozen=True, kw_only=True):
    """The bureau entered a further department that may veto reviews in its own field."""

    kind: str
    name: str
    officer: str


@event("department")
class DepartmentStruckOut(Ruled, frozen=True, kw_only=True):
    """The bureau struck out a department it had entered."""

    kind: str
    officer: str
