"""Penalty points of providers: given and withdrawn, thresholds, reports, training. FLOW-17.

Streams: `score-<isp id>`, `scorereport-<YYYY-MM>` and `training-<id>` at the verification center,
`scoring-<isp id>` at the bureau of a provider's place.
"""

from beian.events.base import MINISTRY, Event, Ruled, event


@event("score")
class InaccuracyConfirmed(Ruled, frozen=True, kw_only=True):
    """Data of a site that the provider connects were confirmed to be untrue or inaccurate."""

    isp_id: int
    region: str
    """Of the provider's bureau."""
    filing_number: str
    """Of the site; of the subject where its data are wrong."""
    batch: str
    """Of the check that found it."""
    fields: tuple[str, ...]
    """What is wrong."""
    is_untrue: bool
    """Whether false data were given; else they are only inaccurate."""
    confirmed_on: str


@event("score")
class ScoreAdded(Ruled, frozen=True, kw_only=True):
    """Points were registered for a confirmed fact."""

    isp_id: int
    region: str
    entry_id: str
    """The provider's id, a dot, and which entry of it, from 1."""
    basis: str
    points: int
    about: str
    """A filing number, a domain, addresses, or the id of a decision."""
    batch: str
    """Of the check that found it; empty for what is a fact of its own."""
    confirmed_on: str
    """YYYY-MM-DD."""
    year: int
    """To which year's sum they belong: that of the confirmation."""
    cycle: int
    """The cycle that runs."""
    total: int
    """The year's sum with them."""


@event("score")
class ScoreReversed(Ruled, frozen=True, kw_only=True):
    """Points were withdrawn after a review; measures that run are ended by decision alone."""

    isp_id: int
    region: str
    entry_id: str
    points: int
    year: int
    total: int
    officer: str
    reason: str


@event("score", to=lambda e: e.region)
class ScoreThresholdReached(Ruled, frozen=True, kw_only=True):
    """A provider's sum reached 40, 60 or 80 for the first time in the cycle."""

    isp_id: int
    region: str
    thresholds: tuple[int, ...]
    """All that one step reached, the lowest first."""
    total: int
    year: int
    entry_id: str


@event("score", to=lambda e: e.region)
class ScoreCycleReset(Ruled, frozen=True, kw_only=True):
    """A new year began: the provider's points count from nothing again."""

    isp_id: int
    region: str
    ended: int
    """The year that is over."""
    points: int
    """What it came to."""
    cycle: int
    """The year that runs now."""
    is_watched: bool
    """Whether the provider ever reached a threshold: its next year is told too."""


class ScoreRow(Event, frozen=True, kw_only=True):
    """A provider's points in a report."""

    isp_id: int
    region: str
    points: int


@event("scorereport", to=lambda e: e.region or MINISTRY)
class ScoreReportPublished(Ruled, frozen=True, kw_only=True):
    """The points of the year so far, at the end of a month: to the ministry, and each bureau."""

    period: str
    """YYYY-MM."""
    region: str | None
    """Whose bureau it is for; None: the ministry, all provinces."""
    rows: tuple[ScoreRow, ...]


@event("scorereport")
class ScoreReportNoted(Event, frozen=True, kw_only=True):
    """The authority noted the center's report of the points."""

    period: str
    rows: tuple[ScoreRow, ...]


class Attendee(Event, frozen=True, kw_only=True):
    """Who came to a training."""

    organisation: str
    kind: str
    """bureau, provider, preapproval_department, or content_department."""
    isp_id: int | None
    """Of a provider."""
    persons: tuple[str, ...]


@event("training")
class TrainingHeld(Ruled, frozen=True, kw_only=True):
    """The center held a training."""

    training_id: str
    title: str
    material: str
    held_on: str
    attendees: tuple[Attendee, ...]


@event("training", to=lambda e: e.region)
class TrainingPassed(Ruled, frozen=True, kw_only=True):
    """A provider passed the examination of a training."""

    training_id: str
    isp_id: int
    region: str
    passed_on: str


@event("training")
class TrainingNotPassed(Ruled, frozen=True, kw_only=True):
    """A provider was examined and did not pass; it may be examined again."""

    training_id: str
    isp_id: int
    examined_on: str


@event("scoring")
class ScoreThresholdNoted(Ruled, frozen=True, kw_only=True):
    """The bureau noted that its provider reached thresholds: measures follow."""

    isp_id: int
    thresholds: tuple[int, ...]
    total: int
    year: int


@event("scoring")
class ScoreCycleNoted(Event, frozen=True, kw_only=True):
    """The bureau noted that the points of its provider count from nothing again."""

    isp_id: int
    cycle: int


@event("scoring")
class TrainingNoted(Event, frozen=True, kw_only=True):
    """The bureau noted that its provider passed the training."""

    isp_id: int
    training_id: str
    passed_on: str


@event("scoring")
class RectificationNoticeIssued(Ruled, frozen=True, kw_only=True):
    """The bureau told a provider in writing to rectify (整改通知书)."""

    isp_id: int
    notice_id: str
    total: int
    text: str
    issued_on: str


@event("scoring")
class InterviewHeld(Ruled, frozen=True, kw_only=True):
    """The bureau interviewed the head of a provider (约谈)."""

    isp_id: int
    head: str
    officer: str
    held_on: str
    record: str


@event("scoring")
class PublicAnnouncementMade(Ruled, frozen=True, kw_only=True):
    """The bureau announced a provider publicly (向社会公告)."""

    isp_id: int
    text: str
    announced_on: str


@event("scoring")
class TrainingRequired(Ruled, frozen=True, kw_only=True):
    """The bureau made a provider attend training (强制培训)."""

    isp_id: int
    total: int


@event("scoring")
class TrainingConfirmed(Ruled, frozen=True, kw_only=True):
    """The training was passed since 60 was last reached: what stands open is the rectification."""

    isp_id: int
    training_id: str


@event("scoring")
class ReopeningApproved(Ruled, frozen=True, kw_only=True):
    """The bureau accepted the rectification of a trained provider: its interface is opened."""

    isp_id: int
    officer: str
    text: str


@event("scoring")
class ResourceExpansionSuspended(Ruled, frozen=True, kw_only=True):
    """The bureau decided that a basic operator gives a provider no new access resources."""

    isp_id: int
    operator_isp_id: int
    officer: str
    reason: str


@event("scoring")
class ResourceExpansionRestored(Ruled, frozen=True, kw_only=True):
    """The bureau decided that a basic operator may give a provider new access resources again."""

    isp_id: int
    operator_isp_id: int
    officer: str
    reason: str


@event("scoring")
class ContractRenewalRestricted(Ruled, frozen=True, kw_only=True):
    """The contract of a provider may be renewed only with the bureau's approval."""

    isp_id: int
    operator_isp_id: int


@event("scoring")
class ContractRenewalApproved(Ruled, frozen=True, kw_only=True):
    """The bureau approved the renewal of one contract that an operator reported."""

    isp_id: int
    operator_isp_id: int
    contract: str
    officer: str


@event("penalty")
class PenaltyReportNoted(Ruled, frozen=True, kw_only=True):
    """The ministry's telecom administration bureau noted a penalty that a bureau reported."""

    order_id: str
    region: str
    kind: str
    basis: str
    amount: int
    """CNY."""
    filing_number: str | None
    isp_id: int | None
    facts: str
    reported_on: str
