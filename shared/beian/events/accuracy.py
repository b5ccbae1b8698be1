"""Accuracy of filing information (准确率): samples, what they found, tables and reports. FLOW-16.

Streams at the verification center: `checkstandard-national`, `checkplan-national`,
`samplecheck-<batch id>`, `accuracyreport-<period>`, `emptyshell-<filing number>`,
`pilotcheck-<isp id>.<month>`, `penaltycount-<region>.<order id>`; at the
ministry `accuracyreport-<period>`; at a bureau `qualityview-<period>`. A month is YYYY-MM, a
quarter YYYYQn; shares are in thousandths.
"""

from beian.events.base import ALL, MINISTRY, Event, Ruled, event


@event("checkstandard")
class CheckStandardPublished(Ruled, frozen=True, kw_only=True):
    """The center published a version of its check standard (核查标准): how samples are sized."""

    version: int
    """From 1; the highest published one holds."""
    sample_permille: int
    """Of the sites of each province and provider together, rounded up."""
    sample_min: int
    """Sites of each province and provider together, at least; all where there are fewer."""
    phone_permille: int
    """Of the sample, rounded up: whose sponsors are called as well."""
    phone_attempts_max: int
    """Calls without an answer after which a contact counts as wrong."""
    text: str
    """What people read of it."""
    published_on: str
    """YYYY-MM-DD."""


@event("checkplan")
class CheckPlanSet(Event, frozen=True, kw_only=True):
    """From now on samples are drawn from this seed, and sponsors answer calls like this."""

    seed: str
    is_answered: bool
    """Whether made-up sponsors answer; else somebody enters each answer."""
    no_answer_permille: int
    """Of the calls, that nobody answers."""
    wrong_permille: int
    """Of the calls, whose answer differs from what is filed."""


class SampledProvider(Event, frozen=True, kw_only=True):
    """Who gives a sampled site access."""

    isp_id: int
    region: str
    """Of its bureau."""


class SampledSite(Event, frozen=True, kw_only=True):
    """A filed site of a check, with what its data say already."""

    filing_number: str
    """The site's."""
    application_id: str
    home_region: str
    providers: tuple[SampledProvider, ...]
    is_drawn: bool
    """Whether the sample has it; else its data were found wrong without it: no rate counts it."""
    is_called: bool
    defects: tuple[str, ...]
    """What the data check found: subject, subject_person, site_person, or finding."""


class Share(Event, frozen=True, kw_only=True):
    """A province's sites (or a provider's) in a check: what the rates are made from."""

    region: str
    isp_id: int | None = None
    """None of a province."""
    filed: int
    """Filed sites to draw from: of a month its new ones, of a quarter all."""
    sampled: int
    accurate: int
    reachable_filed: int
    """Filed sites with access here that answer."""
    reachable_unfiled: int
    """Found here, neither dismissed nor disposed of."""


@event("samplecheck")
class SampleDrawn(Ruled, frozen=True, kw_only=True):
    """The center drew the sample of a month or a quarter, reproducibly from its seed."""

    batch_id: str
    """monthly-<month>, or quarterly-<quarter>."""
    kind: str
    """monthly, or quarterly."""
    period: str
    standard_version: int
    phone_attempts_max: int
    seed: str
    sites: tuple[SampledSite, ...]
    shares: tuple[Share, ...]
    """Before anything was checked: nothing is accurate yet."""
    answers_due: str
    """The last day on which answers are taken, YYYY-MM-DD."""


@event("samplecheck")
class PhoneCheckAnswered(Event, frozen=True, kw_only=True):
    """The sponsor of a sampled site was called: what came of it."""

    batch_id: str
    filing_number: str
    attempt: int
    """From 1."""
    answer: str
    """match, no_answer, or differs."""
    fields: tuple[str, ...] = ()
    """What differs."""
    is_made_up: bool = False


class CheckedSite(Event, frozen=True, kw_only=True):
    """A site of a completed check."""

    filing_number: str
    home_region: str
    isp_ids: tuple[int, ...]
    is_drawn: bool
    is_called: bool
    attempts: int
    result: str
    """accurate, or inaccurate."""
    defects: tuple[str, ...]


@event("samplecheck")
class MonthlyCheckCompleted(Ruled, frozen=True, kw_only=True):
    """The check of a month's new filings is done."""

    batch_id: str
    period: str
    standard_version: int
    seed: str
    sample_size: int
    sites: tuple[CheckedSite, ...]
    provinces: tuple[Share, ...]
    providers: tuple[Share, ...]


@event("samplecheck")
class QuarterlyCheckCompleted(Ruled, frozen=True, kw_only=True):
    """The check of all filings of a quarter, by province and by provider, is done."""

    batch_id: str
    period: str
    standard_version: int
    seed: str
    sample_size: int
    sites: tuple[CheckedSite, ...]
    provinces: tuple[Share, ...]
    providers: tuple[Share, ...]


class PenaltyCount(Event, frozen=True, kw_only=True):
    """Penalties that one bureau imposed in a period."""

    region: str
    count: int
    fines: int
    """Yuan."""


class PilotLine(Event, frozen=True, kw_only=True):
    """A pilot provider's electronic verification in a month."""

    isp_id: int
    region: str
    submissions: int
    """Filings whose identities were checked."""
    accurate: int
    sheets: int
    """Electronic sheets checked."""
    accurate_sheets: int


@event("accuracyreport", to=lambda e: ALL if e.issuer == "ministry" else MINISTRY)
class AccuracyReportPublished(Ruled, frozen=True, kw_only=True):
    """Accuracy and filing rate of a period: the center's report, or the ministry's circular."""

    issuer: str
    """verification-center, or ministry (通报)."""
    kind: str
    """monthly, or quarterly."""
    period: str
    standard_version: int
    provinces: tuple[Share, ...]
    """All 31."""
    providers: tuple[Share, ...]
    penalties: tuple[PenaltyCount, ...]
    pilots: tuple[PilotLine, ...]
    inaccurate_sites: int
    empty_shells: int
    """Known and not cleared."""
    published_on: str
    """YYYY-MM-DD."""


@event("qualityview")
class ProviderQualityNoted(Event, frozen=True, kw_only=True):
    """The bureau noted what the circular says of its province and its providers."""

    kind: str
    period: str
    standard_version: int
    province: Share
    providers: tuple[Share, ...]
    published_on: str


@event("emptyshell")
class EmptyShellFound(Event, frozen=True, kw_only=True):
    """A filed site with nothing behind it, or a subject without sites (空壳)."""

    filing_number: str
    kind: str
    """site, or subject."""
    home_region: str
    found_on: str
    """YYYY-MM-DD."""


@event("emptyshell")
class EmptyShellCleared(Event, frozen=True, kw_only=True):
    """An empty shell is none any more: it was cancelled, or has something again."""

    filing_number: str
    kind: str
    home_region: str
    how: str
    """cancelled, or alive."""
    cleared_on: str


@event("pilotcheck")
class ElectronicSheetChecked(Event, frozen=True, kw_only=True):
    """The data of a pilot provider's electronic verification sheet were checked."""

    isp_id: int
    month: str
    filing_number: str
    wrong_fields: tuple[str, ...]


@event("pilotcheck", to=MINISTRY)
class PilotMonthChecked(Ruled, frozen=True, kw_only=True):
    """A pilot provider's month was compared with its floors."""

    isp_id: int
    region: str
    month: str
    checked: int
    """Identities."""
    accurate: int
    sheets: int
    accurate_sheets: int


@event("penaltycount")
class PenaltyCounted(Event, frozen=True, kw_only=True):
    """The center counted a bureau's penalty for its statistics."""

    order_id: str
    region: str
    kind: str
    amount: int
    """Yuan; 0 where there is no fine."""
    imposed_on: str
    """YYYY-MM-DD."""
