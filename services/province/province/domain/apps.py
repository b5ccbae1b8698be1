"""The filing of an app at a bureau: taken from an enterprise, reviewed at home, in force.

Stream `app-<application id>`, at the bureau of who sent it and at the home bureau. Only the home
bureau approves, changes and cancels. Flow: FLOW-21. Rules: A105-001 to A105-008, A105-011,
A105-014, A105-016. Readings A-43, A-44, A-53.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import msgspec

from beian.app_forms import Form, record_of, refuse_form
from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppConflictDetected,
    AppFilingApproved,
    AppFilingForwarded,
    AppFilingNumberIssued,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppInfoSupplemented,
    AppRecordReported,
    AppResultDelivered,
    AppResultForwarded,
    AppReviewStarted,
    NewAppSubject,
)
from beian.events.base import Event
from beian.events.filing import (
    AutoCheckFailed,
    ECertificateIssued,
    FilingNumberIssued,
    FilingPasswordIssued,
    ReviewOverdue,
    SponsorNotified,
)
from beian.records import Filing, UniqueKey
from beian.records_apps import AppForm, PublishedApp
from beian.regulations.app_filing import needs_capability
from beian.regulations.numbers import APP_CHANGE_DAYS_MIN
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.app_check import Known, certificate_of, defects_of, home_of, keys_of

DRAFT: Final = "Draft"
SUBMITTED: Final = "Submitted"
FILED: Final = "Filed"
CANCELLED: Final = "Cancelled"
ACCESS_PROVIDER: Final = "access_provider"
DISTRIBUTION_PLATFORM: Final = "distribution_platform"
ROLES: Final = (ACCESS_PROVIDER, DISTRIBUTION_PLATFORM)
_PLANNED: Final = ("name", "domains", "addresses", "categories")
"""What ORDER292, article 11, names: a change of it is planned 30 days ahead."""
_OTHER_APP: Final = ("kind", "packages", "subject", "subject_number")
"""What makes another app or another sponsor of it: file anew."""


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

    @property
    def is_under_review(self) -> bool:
        """Whether this bureau has to decide about it."""
        return self.phase == SUBMITTED and self.review_due is not None


def decide(state: AppFiling, command: AppCommand, context: AppContext) -> Decision:  # noqa: PLR0911 - one per command
    """Say what happens to the filing, or why nothing may."""
    match command:
        case SubmitApp(isp_id=isp_id, role=role, form=form):
            submitted = AppFilingSubmitted(
                application_id=context.application_id,
                isp_id=isp_id,
                region=context.region,
                role=role,
                form=record_of(form),
            )
            return _refuse_system(submitted, context) or _submit(state, submitted, context)
        case TakeApp(submitted):
            return _submit(state, submitted, context)
        case RejectForConflict(conflict):
            return _reject(state, conflict)
        case StartAppReview(routed):
            return _start_review(state, routed, context)
        case NoteAppOverdue():
            return _note_overdue(state)
        case TakeAppResult(result):
            return _take_result(state, result)
        case ApproveApp() | ReturnApp():
            return _judge(state, command, context)
        case ChangeApp() | CancelApp():
            return _after_issue(state, command, context)


@enforces("A105-006", "A105-014")
def _refuse_system(submitted: AppFilingSubmitted, context: AppContext) -> Refusal | None:
    """Refuse a system that may not submit apps here; any provider and any platform may."""
    if submitted.role not in ROLES:
        return Refusal(Reason.INVALID_FIELD, f"角色应为 {'、'.join(ROLES)}", "role", "A105-006")
    if not context.is_admitted:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id", "A105-006")
    if needs_capability(context.today) and not context.is_capable:
        return Refusal(
            Reason.CAPABILITY_MISSING, Reason.CAPABILITY_MISSING.text, "isp_id", "A105-014"
        )
    if context.is_suspended:
        return Refusal(Reason.PERMISSION_SUSPENDED, Reason.PERMISSION_SUSPENDED.text, "isp_id")
    return None


@enforces("A105-003", "A105-005", "A105-016")
def _submit(state: AppFiling, submitted: AppFilingSubmitted, context: AppContext) -> Decision:
    if state.phase != DRAFT:
        is_same = state.phase == SUBMITTED and state.form == submitted.form
        return [] if is_same else _wrong(state)
    system = _refuse_system(submitted, context)
    defects = defects_of(submitted.form, context.known)
    reasons = tuple(dict.fromkeys(one.reason.value for one in defects))
    if system is not None:
        reasons = (system.reason.value, *reasons)
    home = home_of(submitted.form)
    if reasons or home is None:
        reasons = reasons or (Reason.INCOMPLETE.value,)
        text = "；".join(f"{one.reason.text}（{one.what}）" for one in defects) or None
        failed = AutoCheckFailed(
            application_id=submitted.application_id, findings=(), reasons=reasons
        )
        return [submitted, failed, _told(submitted, reasons, text)]
    return [
        submitted,
        AppFilingForwarded(
            application_id=submitted.application_id,
            isp_id=submitted.isp_id,
            provider_region=context.region,
            home_region=home,
            form=submitted.form,
            unique_keys=keys_of(submitted.form),
            certificate=certificate_of(submitted.form),
        ),
    ]


def _told(
    of: AppFilingSubmitted | AppFiling,
    reasons: tuple[str, ...],
    text: str | None,
    app: PublishedApp | None = None,
) -> AppResultDelivered:
    return AppResultDelivered(
        application_id=of.application_id,
        isp_id=of.isp_id,
        approved=app is not None,
        reasons=reasons,
        text=text,
        app=app,
    )


def _reject(state: AppFiling, conflict: AppConflictDetected) -> Decision:
    if state.phase != SUBMITTED:
        return []
    returned = _returned(state, conflict.reasons, conflict.found, None, conflict.rules)
    return [returned, _told(state, conflict.reasons, conflict.found)]


def _returned(
    state: AppFiling,
    reasons: tuple[str, ...],
    text: str,
    officer: str | None,
    rules: tuple[str, ...],
) -> AppFilingReturned:
    return AppFilingReturned(
        application_id=state.application_id,
        isp_id=state.isp_id,
        provider_region=state.provider_region,
        home_region=state.home_region,
        reasons=reasons,
        text=text,
        officer=officer,
        rules=rules,
    )


@enforces("A105-002", "A105-008")
def _start_review(state: AppFiling, routed: AppFilingRouted, context: AppContext) -> Decision:
    if routed.home_region != context.region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-002")
    if state.review_due is not None and state.phase != DRAFT:
        return []
    return [
        AppReviewStarted(
            application_id=routed.application_id,
            isp_id=routed.isp_id,
            provider_region=routed.provider_region,
            home_region=routed.home_region,
            form=routed.form,
            certificate=routed.certificate,
            subject_number=routed.subject_number,
            review_due=context.review_due.isoformat(),
            due_assumed=context.due_assumed,
        )
    ]


@enforces("A105-008")
def _note_overdue(state: AppFiling) -> Decision:
    if not state.is_under_review or state.is_overdue or state.review_due is None:
        return []
    return [ReviewOverdue(application_id=state.application_id, review_due=state.review_due)]


def _take_result(state: AppFiling, result: AppResultForwarded) -> Decision:
    if state.phase != SUBMITTED:
        return []
    return [_told(state, result.reasons, result.text, result.app)]


@enforces("A105-002", "A105-008")
def _judge(state: AppFiling, command: ApproveApp | ReturnApp, context: AppContext) -> Decision:
    if state.phase != SUBMITTED:
        return _wrong(state)
    if not state.is_under_review:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-002")
    if not command.officer.strip():
        return Refusal(Reason.INCOMPLETE, "请写明审核人", "officer", "A105-008")
    if isinstance(command, ApproveApp):
        assert context.issue is not None, "what an approval gives is reserved"
        return _approve(state, command, context.issue, context.today.isoformat())
    if not command.reasons:
        return Refusal(Reason.REASON_MISSING, Reason.REASON_MISSING.text, "reasons", "A105-008")
    reasons = tuple(one.value for one in command.reasons)
    text = command.text or "；".join(one.text for one in command.reasons)
    returned = _returned(state, reasons, text, command.officer, ("A105-008",))
    return [returned, *_told_here(state, reasons, text, None)]


def _told_here(
    state: AppFiling, reasons: tuple[str, ...], text: str | None, app: PublishedApp | None
) -> Sequence[Event]:
    """Tell the enterprise where this is its bureau as well; else the ministry passes it on."""
    is_local = state.provider_region == state.home_region
    return [_told(state, reasons, text, app)] if is_local else []


@enforces("A105-008", "A105-016")
def _approve(state: AppFiling, command: ApproveApp, issue: AppIssue, today: str) -> Decision:
    assert state.form is not None, "what is reviewed has its form"
    app = PublishedApp(
        app_number=issue.app_number,
        kind=state.form.kind,
        name=state.form.name,
        subject_number=issue.subject_number,
    )
    application_id = state.application_id
    return [
        AppFilingApproved(
            application_id=application_id,
            officer=command.officer,
            text=command.text,
            rules=("A105-002", "A105-008"),
        ),
        *_new_subject(application_id, issue),
        AppFilingNumberIssued(
            application_id=application_id,
            app_number=issue.app_number,
            subject_number=issue.subject_number,
            issued_on=today,
        ),
        *_supplemented(application_id, issue),
        *(
            SponsorNotified(application_id=application_id, channel=channel, template=template)
            for channel, template in issue.notices
        ),
        AppRecordReported(
            application_id=application_id,
            isp_id=state.isp_id,
            provider_region=state.provider_region,
            home_region=state.home_region,
            app=app,
            sponsor_name=issue.sponsor_name,
            sponsor_kind=issue.sponsor_kind,
            issued_on=today,
            new_subject=issue.new_subject,
        ),
        *_told_here(state, (), command.text, app),
    ]


def _new_subject(application_id: str, issue: AppIssue) -> Sequence[Event]:
    """Give a sponsor that was not filed its number, password and e-certificate."""
    if issue.new_subject is None or issue.filing is None:
        return []
    number = issue.subject_number
    return [
        FilingNumberIssued(
            application_id=application_id, filing_number=number, filing=issue.filing
        ),
        FilingPasswordIssued(
            application_id=application_id,
            filing_number=number,
            verifier=issue.new_subject.verifier,
        ),
        ECertificateIssued(
            application_id=application_id,
            filing_number=number,
            certificate=issue.new_subject.e_certificate,
            sha256=issue.new_subject.certificate_sha256,
        ),
    ]


def _supplemented(application_id: str, issue: AppIssue) -> Sequence[Event]:
    if issue.new_subject is not None:
        return []
    return [
        AppInfoSupplemented(
            application_id=application_id,
            subject_number=issue.subject_number,
            app_number=issue.app_number,
            rules=("A105-016",),
        )
    ]


@enforces("A105-011")
def _after_issue(
    state: AppFiling, command: ChangeApp | CancelApp, context: AppContext
) -> Decision:
    if state.phase == CANCELLED and isinstance(command, CancelApp):
        return []
    if state.phase != FILED or state.app is None:
        return _wrong(state)
    if state.home_region != context.region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-011")
    if not command.officer.strip():
        return Refusal(Reason.INCOMPLETE, "请写明经办人", "officer", "A105-011")
    if isinstance(command, ChangeApp):
        return _change(state, state.app, command, context)
    if not command.reason.strip():
        return Refusal(Reason.REASON_MISSING, "请写明注销原因", "reason", "A105-011")
    app = msgspec.structs.replace(state.app, is_cancelled=True)
    cancelled = AppCancelled(
        application_id=state.application_id,
        app_number=app.app_number,
        reason=command.reason,
        officer=command.officer,
        cancelled_on=context.today.isoformat(),
        rules=("A105-011",),
    )
    return [cancelled, _reported(state, app)]


def _change(
    state: AppFiling, app: PublishedApp, command: ChangeApp, context: AppContext
) -> Decision:
    assert state.form is not None, "what is filed has its form"
    form = record_of(command.form)
    form = msgspec.structs.replace(
        form, subject=state.form.subject, subject_number=state.form.subject_number
    )
    fields = tuple(
        name
        for name in AppForm.__struct_fields__
        if getattr(form, name) != getattr(state.form, name)
    )
    if not fields:
        return Refusal(Reason.UNCHANGED, Reason.UNCHANGED.text, rule="A105-011")
    other = next((name for name in fields if name in _OTHER_APP), None)
    if other is not None:
        return Refusal(Reason.INVALID_FIELD, "应作为新的APP备案", other, "A105-011")
    refusal = refuse_form(form) or _refuse_defects(form, context)
    if refusal is not None:
        return refusal
    earliest = context.today + timedelta(days=APP_CHANGE_DAYS_MIN)
    is_planned = any(name in _PLANNED for name in fields)
    changed = AppChanged(
        application_id=state.application_id,
        app_number=app.app_number,
        form=form,
        fields=fields,
        effective_on=command.effective_on.isoformat(),
        is_late=is_planned and command.effective_on < earliest,
        officer=command.officer,
        rules=("A105-011",),
    )
    renamed = msgspec.structs.replace(app, name=form.name)
    return [changed, _reported(state, renamed)]


def _refuse_defects(form: AppForm, context: AppContext) -> Refusal | None:
    """Refuse what the automatic check would send back; the subject is filed."""
    defects = defects_of(form, replace(context.known, subject_is_filed=True))
    for one in defects:
        return Refusal(one.reason, f"{one.reason.text}（{one.what}）", rule=one.rule)
    return None


def _reported(state: AppFiling, app: PublishedApp) -> AppRecordReported:
    name, kind = state.sponsor
    return AppRecordReported(
        application_id=state.application_id,
        isp_id=state.isp_id,
        provider_region=state.provider_region,
        home_region=state.home_region,
        app=app,
        sponsor_name=name,
        sponsor_kind=kind,
        issued_on=state.issued_on,
        new_subject=None,
    )


def _wrong(state: AppFiling) -> Refusal:
    if state.phase == SUBMITTED:
        return Refusal(Reason.DUPLICATE_IN_PROGRESS, Reason.DUPLICATE_IN_PROGRESS.text)
    return Refusal(Reason.WRONG_STATE, f"APP备案当前状态为 {state.phase}")


def evolve(state: AppFiling, event: Event) -> AppFiling:
    """Return the filing after `event`."""
    match event:
        case AppFilingSubmitted():
            return replace(
                state,
                phase=SUBMITTED,
                application_id=event.application_id,
                isp_id=event.isp_id,
                provider_region=event.region,
                form=event.form,
                review_due=None,
                is_overdue=False,
                reasons=(),
            )
        case AppFilingForwarded():
            return replace(state, home_region=event.home_region, certificate=event.certificate)
        case AutoCheckFailed() | AppFilingReturned():
            return replace(state, phase=DRAFT, reasons=event.reasons, review_due=None)
        case AppReviewStarted():
            return replace(
                state,
                phase=SUBMITTED,
                application_id=event.application_id,
                isp_id=event.isp_id,
                provider_region=event.provider_region,
                home_region=event.home_region,
                form=event.form,
                certificate=event.certificate,
                subject_number=event.subject_number,
                review_due=event.review_due,
                is_overdue=False,
                reasons=(),
            )
        case ReviewOverdue():
            return replace(state, is_overdue=True)
        case AppFilingApproved():
            return replace(state, phase=FILED)
        case AppRecordReported():
            return replace(
                state,
                app=event.app,
                sponsor=(event.sponsor_name, event.sponsor_kind),
                issued_on=event.issued_on,
                subject_number=event.app.subject_number,
            )
        case AppResultDelivered():
            return _after_result(state, event)
        case AppChanged():
            return replace(state, form=event.form)
        case AppCancelled():
            return replace(state, phase=CANCELLED)
        case _:
            return state  # what an approval gives besides: it stands in the report


def _after_result(state: AppFiling, result: AppResultDelivered) -> AppFiling:
    if state.phase != SUBMITTED:
        return state
    if result.approved:
        return replace(state, phase=FILED, app=result.app)
    return replace(state, phase=DRAFT, reasons=result.reasons)


APPS: Final[Decider[AppFiling, AppCommand, AppContext]] = Decider(AppFiling(), decide, evolve)


def app_stream(application_id: str) -> str:
    """Return the stream of an app's filing."""
    return f"app-{application_id}"
