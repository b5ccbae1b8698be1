"""The filing of an app at a bureau: taken from an enterprise, reviewed at home, in force.

Only the home bureau approves, changes and cancels. Flow: FLOW-21. Rules: A105-002, A105-003,
A105-005, A105-006, A105-008, A105-014, A105-016. Readings A-43, A-53.
"""

from collections.abc import Sequence
from typing import Final

from beian.app_forms import record_of
from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.apps import (
    AppConflictDetected,
    AppFilingForwarded,
    AppFilingReturned,
    AppFilingRouted,
    AppFilingSubmitted,
    AppResultDelivered,
    AppResultForwarded,
    AppReviewStarted,
)
from beian.events.filing import AutoCheckFailed, ReviewOverdue
from beian.events.pre_approval import PreApprovalDocumentMissing
from beian.regulations.app_filing import needs_capability
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.app_check import Defect, certificate_of, defects_of, home_of, keys_of
from province.domain.app_filing import (
    DRAFT,
    ROLES,
    SUBMITTED,
    AppCommand,
    AppContext,
    AppFiling,
    ApproveApp,
    CancelApp,
    ChangeApp,
    CheckAppDisplay,
    NoteAppOverdue,
    RejectForConflict,
    ReturnApp,
    StartAppReview,
    SubmitApp,
    TakeApp,
    TakeAppResult,
    evolve,
)
from province.domain.app_issue import after_issue, approve, check_display, told, told_here


def decide(state: AppFiling, command: AppCommand, context: AppContext) -> Decision:
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
            return after_issue(state, command, context)
        case CheckAppDisplay():
            return check_display(state, command, context)


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
        return _failed(submitted, reasons or (Reason.INCOMPLETE.value,), defects)
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


def _failed(
    submitted: AppFilingSubmitted, reasons: tuple[str, ...], defects: Sequence[Defect]
) -> Decision:
    """Send back what the automatic check found wrong, with every reason."""
    application_id = submitted.application_id
    missing = (
        PreApprovalDocumentMissing(
            application_id=application_id, category=one.what, rules=(one.rule,)
        )
        for one in defects
        if one.reason is Reason.PREAPPROVAL_MISSING
    )
    result = AppResultDelivered(
        application_id=application_id,
        isp_id=submitted.isp_id,
        approved=False,
        reasons=reasons,
        text="；".join(f"{one.reason.text}（{one.what}）" for one in defects) or None,
        app=None,
    )
    failed = AutoCheckFailed(
        application_id=application_id,
        findings=(),
        reasons=reasons,
        rules=tuple(dict.fromkeys(one.rule for one in defects)) or ("A105-014",),
    )
    return [submitted, *missing, failed, result]


def _reject(state: AppFiling, conflict: AppConflictDetected) -> Decision:
    if state.phase != SUBMITTED:
        return []
    returned = _returned(state, conflict.reasons, conflict.found, None, conflict.rules)
    return [returned, told(state, conflict.reasons, conflict.found)]


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
    overdue = ReviewOverdue(
        application_id=state.application_id, review_due=state.review_due, rules=("A105-008",)
    )
    return [overdue]


def _take_result(state: AppFiling, result: AppResultForwarded) -> Decision:
    if state.phase != SUBMITTED:
        return []
    return [told(state, result.reasons, result.text, result.app)]


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
        return approve(state, command, context.issue, context.today.isoformat())
    if not command.reasons:
        return Refusal(Reason.REASON_MISSING, Reason.REASON_MISSING.text, "reasons", "A105-008")
    reasons = tuple(one.value for one in command.reasons)
    text = command.text or "；".join(one.text for one in command.reasons)
    returned = _returned(state, reasons, text, command.officer, ("A105-008",))
    return [returned, *told_here(state, reasons, text, None)]


def _wrong(state: AppFiling) -> Refusal:
    if state.phase == SUBMITTED:
        return Refusal(Reason.DUPLICATE_IN_PROGRESS, Reason.DUPLICATE_IN_PROGRESS.text)
    return Refusal(Reason.WRONG_STATE, f"APP备案当前状态为 {state.phase}")


APPS: Final[Decider[AppFiling, AppCommand, AppContext]] = Decider(AppFiling(), decide, evolve)
