"""The filing of an app at a bureau: what can be asked, what the rules know, where it stands.

Stream `app-<application id>`, at the bureau of who sent it and at the home bureau; apps.py
decides. Flow: FLOW-21.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from beian.app_forms import Form
from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppConflictDetected,
    AppDisplayChecked,
    AppFilingApproved,
    AppFilingForwarded,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppRecordReported,
    AppResultDelivered,
    AppResultForwarded,
    AppReviewStarted,
    NewAppSubject,
)
from beian.events.base import Event
from beian.events.filing import AutoCheckFailed, ReviewOverdue
from beian.records import Filing, UniqueKey
from beian.records_apps import AppForm, PublishedApp
from beian.regulations.reasons import Reason
from province.domain.app_check import Known

DRAFT: Final = "Draft"
SUBMITTED: Final = "Submitted"
FILED: Final = "Filed"
CANCELLED: Final = "Cancelled"
ACCESS_PROVIDER: Final = "access_provider"
DISTRIBUTION_PLATFORM: Final = "distribution_platform"
ROLES: Final = (ACCESS_PROVIDER, DISTRIBUTION_PLATFORM)


@dataclass(frozen=True, slots=True)
class SubmitApp:
    """Submit the filing of an app through the system of a provider or a platform."""

    isp_id: int
    role: str
    form: Form


@dataclass(frozen=True, slots=True)
class TakeApp:
    """Take what an enterprise of the network submitted."""

    submitted: AppFilingSubmitted


@dataclass(frozen=True, slots=True)
class RejectForConflict:
    """Return what the ministry found to be filed or under way already."""

    conflict: AppConflictDetected


@dataclass(frozen=True, slots=True)
class StartAppReview:
    """Review what the ministry routed here."""

    routed: AppFilingRouted


@dataclass(frozen=True, slots=True)
class ApproveApp:
    """Approve the filing: the number follows at once."""

    officer: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnApp:
    """Return the filing, with reasons."""

    officer: str
    reasons: tuple[Reason, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NoteAppOverdue:
    """Note that twenty working days went by."""


@dataclass(frozen=True, slots=True)
class TakeAppResult:
    """Take what the home bureau decided about a filing that was sent from here."""

    result: AppResultForwarded


@dataclass(frozen=True, slots=True)
class ChangeApp:
    """Change the data of a filed app."""

    officer: str
    form: Form
    effective_on: date


@dataclass(frozen=True, slots=True)
class CancelApp:
    """Cancel the filing of an app, as its sponsor asks or by decision."""

    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckAppDisplay:
    """Say what the app shows: its number in a prominent place, the link below it."""

    officer: str
    shown_number: str | None = None
    link: str | None = None


type AppCommand = (
    SubmitApp
    | TakeApp
    | RejectForConflict
    | StartAppReview
    | ApproveApp
    | ReturnApp
    | NoteAppOverdue
    | TakeAppResult
    | ChangeApp
    | CancelApp
    | CheckAppDisplay
)


@dataclass(frozen=True, slots=True)
class AppIssue:
    """What an approval gives, reserved beforehand."""

    app_number: str
    subject_number: str
    sponsor_name: str
    sponsor_kind: int | None
    new_subject: NewAppSubject | None = None
    """Of a sponsor that was not filed before."""
    filing: Filing | None = None
    """The new subject, with its number and id."""
    notices: tuple[tuple[str, str], ...] = ()
    """Channel and template of the texts to the sponsor."""


@dataclass(frozen=True, slots=True)
class AppContext:
    """What the bureau knows at this moment."""

    application_id: str
    region: str
    today: date
    review_due: date
    due_assumed: bool = False
    is_admitted: bool = True
    is_capable: bool = True
    """The enterprise system is able to report apps."""
    is_suspended: bool = False
    known: Known = field(default_factory=Known)
    issue: AppIssue | None = None
    """Only for ApproveApp."""


@dataclass(frozen=True, slots=True)
class AppFiling:
    """The filing as this bureau has it."""

    phase: str = DRAFT
    """As FLOW-21 names it; a draft lies with the enterprise."""
    application_id: str = ""
    isp_id: int = 0
    provider_region: str = ""
    home_region: str = ""
    form: AppForm | None = None
    certificate: UniqueKey | None = None
    subject_number: str | None = None
    review_due: str | None = None
    """None where it is not reviewed here."""
    is_overdue: bool = False
    app: PublishedApp | None = None
    sponsor: tuple[str, int | None] = ("", None)
    issued_on: str = ""
    reasons: tuple[str, ...] = ()
    display: tuple[str, ...] | None = None
    """What the last look at the app found missing; None before the first."""

    @property
    def is_under_review(self) -> bool:
        """Whether this bureau has to decide about it."""
        return self.phase == SUBMITTED and self.review_due is not None


def evolve(state: AppFiling, event: Event) -> AppFiling:
    """Return the filing after `event`."""
    match event:
        case AppFilingSubmitted() | AppReviewStarted():
            return _submitted(state, event)
        case AutoCheckFailed() | AppFilingReturned():
            return replace(state, phase=DRAFT, reasons=event.reasons, review_due=None)
        case AppFilingForwarded(home_region=home, certificate=certificate):
            return replace(state, home_region=home, certificate=certificate)
        case ReviewOverdue():
            return replace(state, is_overdue=True)
        case AppFilingApproved():
            return replace(state, phase=FILED)
        case AppRecordReported(app=app):
            return replace(
                state,
                app=app,
                sponsor=(event.sponsor_name, event.sponsor_kind),
                issued_on=event.issued_on,
                subject_number=app.subject_number,
            )
        case AppResultDelivered():
            return _after_result(state, event)
        case _:
            return _after_issue(state, event)


def _submitted(state: AppFiling, event: AppFilingSubmitted | AppReviewStarted) -> AppFiling:
    begun = replace(
        state,
        phase=SUBMITTED,
        application_id=event.application_id,
        isp_id=event.isp_id,
        form=event.form,
        review_due=None,
        is_overdue=False,
        reasons=(),
    )
    if isinstance(event, AppFilingSubmitted):
        return replace(begun, provider_region=event.region)
    return replace(
        begun,
        provider_region=event.provider_region,
        home_region=event.home_region,
        certificate=event.certificate,
        subject_number=event.subject_number,
        review_due=event.review_due,
    )


def _after_issue(state: AppFiling, event: Event) -> AppFiling:
    match event:
        case AppChanged():
            return replace(state, form=event.form)
        case AppCancelled():
            return replace(state, phase=CANCELLED)
        case AppDisplayChecked(findings=findings):
            return replace(state, display=findings)
        case _:
            return state  # what an approval gives besides stands in the report


def _after_result(state: AppFiling, result: AppResultDelivered) -> AppFiling:
    if state.phase != SUBMITTED:
        return state
    if result.approved:
        return replace(state, phase=FILED, app=result.app)
    return replace(state, phase=DRAFT, reasons=result.reasons)


def app_stream(application_id: str) -> str:
    """Return the stream of an app's filing."""
    return f"app-{application_id}"
