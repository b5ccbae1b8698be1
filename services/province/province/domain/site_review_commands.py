"""What can be asked of a site's annual review."""

from dataclasses import dataclass
from datetime import date

from beian.events.annual_review import SiteReviewOpened
from beian.events.filing import SponsorNotified


@dataclass(frozen=True, slots=True)
class OpenSiteReview:
    """Enter a site into the review of its year, and tell its sponsor."""

    opened: SiteReviewOpened
    told: tuple[SponsorNotified, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitReview:
    """Hand in the review of a site: its provider does, or the sponsor itself."""

    submitted_by: str
    isp_id: int | None = None
    is_accurate: bool = True
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class GiveReviewOpinion:
    """A department says what it thinks of the site in its own field."""

    department: str
    opinion: str
    document_number: str
    officer: str


@dataclass(frozen=True, slots=True)
class CompareObserved:
    """Compare addresses and domains at which the site was seen with its filing."""

    officer: str
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassReview:
    """The bureau concludes that a submitted review passed."""

    officer: str


@dataclass(frozen=True, slots=True)
class NoteReviewOverdue:
    """The last day to submit went by."""


@dataclass(frozen=True, slots=True)
class OrderCorrection:
    """Order to correct after a veto or a missed submission."""

    officer: str
    text: str = "限期改正年度审核中的问题"
    due: date | None = None
    """The last day to correct; without one, thirty days on."""


@dataclass(frozen=True, slots=True)
class AcceptCorrection:
    """The bureau accepts what was corrected."""

    officer: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RefuseCorrection:
    """Nothing was corrected within the limit: the site is closed and its filing cancelled."""

    officer: str


@dataclass(frozen=True, slots=True)
class NoteSiteGone:
    """The site is filed no longer."""


type ReviewCommand = (
    OpenSiteReview
    | SubmitReview
    | GiveReviewOpinion
    | CompareObserved
    | PassReview
    | NoteReviewOverdue
    | OrderCorrection
    | AcceptCorrection
    | RefuseCorrection
    | NoteSiteGone
)
