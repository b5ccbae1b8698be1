"""Where a draft stands, from its first entry to open access. States alone; draft.py moves them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from beian.events.access import RevisitPerformed
from beian.events.enterprise import RegistrationForm
from beian.events.evidence import ServiceContractSigned
from beian.records import ECertificate, Filing
from enterprise.domain.collected import Verification

SPONSOR_SELF = "sponsor_self"
ON_BEHALF = "provider_on_behalf"
"""Who entered it (O33-005)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stays with a draft through its states."""

    draft_id: str
    filing: Filing
    """As entered, or as corrected on the spot: without access data and ids."""
    submitted_by: str
    revision: int
    mandate: str | None = None
    open_access: bool = False
    ip_ranges: tuple[str, ...] = ()
    """Addresses preallocated to it, dotted."""
    form: RegistrationForm | None = None
    contract: ServiceContractSigned | None = None
    reseller: str | None = None
    """Through whom the sponsor came, where not directly."""
    untrue: tuple[str, ...] = ()
    """Fields that the provider knows to be untrue or inaccurate."""


@dataclass(frozen=True, slots=True)
class NoDraft:
    """Nothing was entered under this id."""


@dataclass(frozen=True, slots=True)
class PreVerifying:
    """With the provider's staff (预核验中)."""

    draft: Draft
    due: str
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class AwaitingCorrection:
    """Open to the sponsor again, who must change something."""

    draft: Draft
    reasons: tuple[str, ...]
    conflicting: "Ready | None" = None
    """As it was handed in, where it came back only because another holds its keys."""


@dataclass(frozen=True, slots=True)
class AwaitingAppearance:
    """The responsible person may come with the originals until `due`."""

    draft: Draft
    due: str


@dataclass(frozen=True, slots=True)
class OnSite:
    """The responsible person is here (当面核验中)."""

    draft: Draft
    verification: Verification


@dataclass(frozen=True, slots=True)
class Verified:
    """On-site verification passed; the provider enters its access data."""

    draft: Draft
    verification: Verification


@dataclass(frozen=True, slots=True)
class Ready:
    """Complete with access data: may be submitted."""

    draft: Draft
    verification: Verification
    filing: Filing
    is_again: bool = False
    """After a conflict, verified once more."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """With the uploader, then with the bureaus."""

    draft: Draft
    filing: Filing
    """As reported."""
    verification: Verification | None = None
    is_approved: bool = False
    """Whether the bureau said yes; its number comes down in a file of its own."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The filing number is here: access may be opened."""

    draft: Draft
    filing_number: str
    filing: Filing
    """As issued."""
    has_result: bool = False
    is_open: bool = False
    requested: frozenset[tuple[int, int]] = frozenset()
    """Kind and id of what is to be cancelled and is not answered."""
    ended: frozenset[int] = frozenset()
    """Sites that were cancelled, or our access to them, by the bureau's ids."""
    suspended: Mapping[int, str | None] = field(default_factory=dict)
    """Sites whose access stopped for a time, and the order that stopped it, if one did."""
    terminated: frozenset[int] = frozenset()
    """Sites whose access we ended, though they are filed."""
    refuses_update: bool = False
    visit: RevisitPerformed | None = None
    """The last return visit that found something, until a change was applied for."""
    is_listed: bool = False
    """Whether its finding is listed."""
    refused: str | None = None
    """Why access was refused last."""
    certificate: ECertificate | None = None

    @property
    def connected(self) -> frozenset[int]:
        """Sites that may be connected here, by the bureau's ids."""
        return frozenset(site.site_id for site in self.filing.sites if site.site_id) - self.ended

    @property
    def on(self) -> frozenset[int]:
        """Sites that are connected now."""
        if not self.is_open:
            return frozenset()
        return self.connected - self.suspended.keys() - self.terminated

    @property
    def has_ended(self) -> bool:
        """Nothing of the filing may be connected here any more."""
        return bool(self.ended) and not self.connected


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Nobody came within the month: the end. A new draft is needed."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The sponsor gave it up: the end."""

    draft: Draft


type DraftState = (
    NoDraft
    | PreVerifying
    | AwaitingCorrection
    | AwaitingAppearance
    | OnSite
    | Verified
    | Ready
    | Submitted
    | Numbered
    | Lapsed
    | Withdrawn
)


def draft_of(state: DraftState) -> Draft | None:
    """Return the draft a state is the state of; None before the first entry."""
    return None if isinstance(state, NoDraft) else state.draft
