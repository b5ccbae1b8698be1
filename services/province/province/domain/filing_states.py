"""Where an application stands at a bureau, and how each event moves it.

State changes only here, in `evolve`.
"""

from dataclasses import dataclass, replace

from beian.events.base import Event
from beian.events.filing import (
    NEW_FILING,
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    ECertificateIssued,
    FilingApproved,
    FilingChangeIssued,
    FilingForwardedToMinistry,
    FilingNumberIssued,
    FilingPasswordIssued,
    FilingRecordReported,
    FilingResultDelivered,
    FilingReturned,
    ReviewOverdue,
    ReviewStarted,
    SponsorNotified,
)
from beian.records import ECertificate, Filing, Finding, Opinion, UniqueKey
from beian.records_changes import Cancellation, RequestedChange


@dataclass(frozen=True, slots=True)
class Application:
    """What a bureau knows of an application, wherever it stands."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    filing: Filing | None
    """None for a change whose record this bureau does not keep, or has not looked at yet."""
    unique_keys: tuple[UniqueKey, ...] = ()
    data_sequence: int = 0
    """Of the upload it came with; 0 where another bureau took it."""
    record: int = 0
    operation: str = NEW_FILING
    change: RequestedChange | None = None

    @property
    def is_local(self) -> bool:
        """The provider's bureau is the home bureau as well."""
        return self.provider_region == self.home_region

    @property
    def is_cancellation(self) -> bool:
        """It asks for the end of something filed."""
        return self.change is not None and isinstance(self.change.change, Cancellation)

    @property
    def reviewed(self) -> Filing:
        """What is reviewed: the new filing, or the filed one as it is to be."""
        assert self.filing is not None, "what is reviewed is known"
        return self.filing


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing has been heard of it here."""


@dataclass(frozen=True, slots=True)
class Received:
    """Taken from the wire, not checked."""

    application: Application


@dataclass(frozen=True, slots=True)
class SentBack:
    """The automatic check failed. The end."""


@dataclass(frozen=True, slots=True)
class AwaitingMinistry:
    """Checked; the ministry detects conflicts, and routes it if the subject lives elsewhere."""

    application: Application


@dataclass(frozen=True, slots=True)
class UnderReview:
    """With the reviewers of its home bureau: this one."""

    application: Application
    review_due: str
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Approved:
    """Approved; its number follows."""

    application: Application
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class Numbered:
    """It has its number, or the change is in force; `application.filing` has the bureau's ids."""

    application: Application
    opinion: Opinion
    filing_number: str
    certificate: ECertificate | None = None
    is_delivered: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """Returned by review or for a conflict."""

    application: Application
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    opinion: Opinion | None
    is_delivered: bool = False


@dataclass(frozen=True, slots=True)
class DecidedElsewhere:
    """The home bureau's result came back and lies in the download queue. The end here."""

    application: Application
    approved: bool


type FilingState = (
    Unknown
    | Received
    | SentBack
    | AwaitingMinistry
    | UnderReview
    | Approved
    | Numbered
    | Returned
    | DecidedElsewhere
)


def evolve(  # noqa: C901, PLR0911, PLR0912 - one line per event
    state: FilingState, event: Event
) -> FilingState:
    """Return the state after `event`. It happened: there is nothing to check or refuse."""
    match event:
        case ApplicationReceived():
            return Received(
                Application(
                    event.application_id,
                    event.isp_id,
                    event.provider_region,
                    event.home_region,
                    event.filing,
                    data_sequence=event.data_sequence,
                    record=event.record,
                    operation=event.operation,
                    change=event.change,
                )
            )
        case ReviewStarted():
            return UnderReview(_reviewed(state, event), event.review_due)
        case AutoCheckPassed():
            known = replace(_application(state), unique_keys=event.unique_keys)
            return AwaitingMinistry(known)
        case AutoCheckFailed():
            return SentBack()
        case FilingApproved():
            return Approved(_application(state), event.opinion)
        case FilingReturned():
            return Returned(_application(state), event.reasons, event.findings, event.opinion)
        case FilingNumberIssued():
            known = replace(_application(state), filing=event.filing)
            return Numbered(known, _opinion(state), event.filing_number)
        case FilingChangeIssued():
            known = replace(_application(state), filing=event.filing)
            return Numbered(known, _opinion(state), event.filing_number)
        case ECertificateIssued():
            assert isinstance(state, Numbered)
            return replace(state, certificate=event.certificate)
        case ReviewOverdue():
            assert isinstance(state, UnderReview)
            return replace(state, is_overdue=True)
        case FilingResultDelivered():
            return _delivered(state, event)
        case (
            FilingForwardedToMinistry()
            | FilingPasswordIssued()
            | SponsorNotified()
            | FilingRecordReported()
        ):
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a bureau's filing")


def _reviewed(state: FilingState, event: ReviewStarted) -> Application:
    if not isinstance(state, Unknown | SentBack):
        return replace(state.application, filing=event.filing)
    return Application(
        event.application_id,
        event.isp_id,
        event.provider_region,
        event.home_region,
        event.filing,
        event.unique_keys,
        operation=event.operation,
        change=event.change,
    )


def _application(state: FilingState) -> Application:
    assert not isinstance(state, Unknown | SentBack)
    return state.application


def _opinion(state: FilingState) -> Opinion:
    assert isinstance(state, Approved)
    return state.opinion


def _delivered(state: FilingState, event: FilingResultDelivered) -> FilingState:
    match state:
        case Numbered() | Returned():
            return replace(state, is_delivered=True)
        case _:
            return DecidedElsewhere(_application(state), event.approved)
