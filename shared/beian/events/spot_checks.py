"""Spot checks of a bureau (抽查), what follows from a mismatch, inspections of providers. FLOW-16.

Streams at the bureau: `spotcheckrun-<id>`, `spotcheck-<id>`, `investigation-<isp id>`,
`inspectedprovider-<id>`, `checkresult-<check id>`; `checkresult-<check id>` at the ministry;
`evidencerequest-<id>` at the enterprise system.
"""

from beian.events.base import MINISTRY, VERIFICATION_CENTER, Event, Ruled, event


@event("spotcheckrun")
class SpotCheckDrawn(Ruled, frozen=True, kw_only=True):
    """A run was drawn, reproducibly from its seed: which sites are asked about, and how."""

    run_id: str
    channel: str
    """phone, sms, or on_site."""
    seed: str
    population: int
    """Filed sites of the bureau's subjects to draw from."""
    sample: tuple[str, ...]
    """Filing numbers of the sites."""
    officer: str


@event("spotcheck")
class SpotCheckOpened(Event, frozen=True, kw_only=True):
    """A filed site is asked about."""

    check_id: str
    run_id: str | None
    filing_number: str
    """The site's."""
    channel: str
    isp_id: int
    """Who submitted the filing."""
    provider_region: str
    attempts: int = 1


@event(("spotcheck", "inspectedprovider"))
class SpotCheckPerformed(Ruled, frozen=True, kw_only=True):
    """A spot check or an inspection was done: what was answered, and what came of it."""

    check_id: str
    filing_number: str | None
    """None: of a provider as a whole."""
    channel: str
    attempt: int
    answer: str
    outcome: str
    """confirmed, unreachable, or mismatch; of an inspection passed, or findings."""
    findings: tuple[str, ...]
    officer: str
    performed_on: str
    """YYYY-MM-DD."""


@event("spotcheck")
class SpotCheckRepeated(Event, frozen=True, kw_only=True):
    """Nobody answered: the site is asked about again."""

    check_id: str
    attempt: int


@event("spotcheck", to=VERIFICATION_CENTER)
class SpotCheckMismatchFound(Ruled, frozen=True, kw_only=True):
    """A spot check found other facts than are filed."""

    check_id: str
    filing_number: str
    isp_id: int
    region: str
    """Of the bureau that checked."""
    fields: tuple[str, ...]
    is_untrue: bool
    """Whether false data or forged papers were given; else the data are inaccurate."""


@event("spotcheck")
class CorrectionOrdered(Ruled, frozen=True, kw_only=True):
    """The providers of an inaccurate site were told to have it corrected (XGTZ)."""

    check_id: str
    notices: tuple[str, ...]
    officer: str


@event("spotcheck")
class CorrectionConfirmed(Ruled, frozen=True, kw_only=True):
    """An approved change put right what a spot check had found."""

    check_id: str
    officer: str


@event("spotcheck")
class UntrueSiteEnded(Ruled, frozen=True, kw_only=True):
    """An untrue site was cancelled, and its closure ordered at every provider."""

    check_id: str
    filing_number: str
    officer: str


@event("spotcheck", to=MINISTRY)
class CheckResultShared(Ruled, frozen=True, kw_only=True):
    """The home bureau shared a check's result with the bureau of the provider, elsewhere."""

    check_id: str
    filing_number: str
    isp_id: int
    provider_region: str
    home_region: str
    outcome: str
    findings: tuple[str, ...]


@event("checkresult", to=lambda e: e.provider_region)
class CheckResultForwarded(Ruled, frozen=True, kw_only=True):
    """The ministry handed a check's result to the bureau of the provider."""

    check_id: str
    filing_number: str
    isp_id: int
    provider_region: str
    home_region: str
    outcome: str
    findings: tuple[str, ...]


@event("checkresult")
class CheckResultNoted(Ruled, frozen=True, kw_only=True):
    """A check's result stands in the quality record of this bureau's provider."""

    check_id: str
    filing_number: str
    isp_id: int
    home_region: str
    outcome: str
    findings: tuple[str, ...]


@event("investigation")
class InvestigationOpened(Ruled, frozen=True, kw_only=True):
    """The bureau investigates a provider."""

    isp_id: int
    of: str
    """What it is about: a spot check, or what the officer names."""
    filing_number: str | None
    officer: str
    reason: str


@event("investigation")
class SubmissionPermissionSuspended(Ruled, frozen=True, kw_only=True):
    """The provider may submit nothing to this bureau for the time of its investigation."""

    isp_id: int
    region: str


@event("investigation")
class InvestigationClosed(Ruled, frozen=True, kw_only=True):
    """An investigation ended."""

    isp_id: int
    of: str
    is_confirmed: bool
    """Whether the untrue submission was established."""
    officer: str
    conclusion: str


@event("investigation")
class SubmissionPermissionRestored(Ruled, frozen=True, kw_only=True):
    """No investigation is open any more: the provider may submit to this bureau again."""

    isp_id: int
    region: str


@event("investigation")
class IntegrityCircularPublished(Ruled, frozen=True, kw_only=True):
    """The bureau circulated what stands in the integrity register of a provider."""

    isp_id: int
    records: int
    text: str
    officer: str


@event("inspectedprovider", to=lambda e: str(e.isp_id))
class EvidenceRequested(Ruled, frozen=True, kw_only=True):
    """The bureau asked a provider for the retained material of some filings."""

    inspection_id: str
    isp_id: int
    region: str
    filing_numbers: tuple[str, ...]
    due: str
    officer: str


@event("evidencerequest", to=lambda e: e.region)
class EvidenceBundleProvided(Event, frozen=True, kw_only=True):
    """The enterprise system handed over what it retains of a filing."""

    inspection_id: str
    isp_id: int
    region: str
    filing_number: str
    is_found: bool
    documents: tuple[str, ...]
    """Names of what is retained."""
    has_sheet: bool
    """Whether the verification sheet is there."""
    is_verified: bool
    """Whether face-to-face or electronic verification is evidenced."""


@event("inspectedprovider")
class EvidenceBundleNoted(Event, frozen=True, kw_only=True):
    """The bureau noted the retained material of a filing, or that there is none."""

    inspection_id: str
    filing_number: str
    is_found: bool
    documents: tuple[str, ...]
    has_sheet: bool
    is_verified: bool
