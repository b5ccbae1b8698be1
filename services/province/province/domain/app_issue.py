"""What an approval gives an app, and what happens to a filed app: change and cancellation. PURE.

Rules: A105-008, A105-011, A105-016. Reading A-44.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import msgspec

from beian.app_forms import record_of, refuse_form
from beian.decider import Decision
from beian.errors import Refusal
from beian.events.apps import (
    AppCancelled,
    AppChanged,
    AppDisplayChecked,
    AppFilingApproved,
    AppFilingNumberIssued,
    AppInfoSupplemented,
    AppRecordReported,
    AppResultDelivered,
    NewAppSubject,
)
from beian.events.base import Event
from beian.events.filing import (
    ECertificateIssued,
    FilingNumberIssued,
    FilingPasswordIssued,
    SponsorNotified,
)
from beian.records_apps import AppForm, PublishedApp
from beian.regulations.numbers import APP_CHANGE_DAYS_MIN
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.app_check import defects_of
from province.domain.app_filing import (
    CANCELLED,
    FILED,
    AppContext,
    AppFiling,
    AppIssue,
    ApproveApp,
    CancelApp,
    ChangeApp,
    CheckAppDisplay,
)

_PLANNED: Final = ("name", "domains", "addresses", "categories")
"""What ORDER292, article 11, names: a change of it is planned 30 days ahead."""
_OTHER_APP: Final = ("kind", "packages", "subject", "subject_number")
"""What makes another app or another sponsor of it: file anew."""


def told(
    of: AppFiling,
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


def told_here(
    state: AppFiling, reasons: tuple[str, ...], text: str | None, app: PublishedApp | None
) -> Sequence[Event]:
    """Tell the enterprise where this is its bureau as well; else the ministry passes it on."""
    is_local = state.provider_region == state.home_region
    return [told(state, reasons, text, app)] if is_local else []


@enforces("A105-008", "A105-016")
def approve(state: AppFiling, command: ApproveApp, issue: AppIssue, today: str) -> Decision:
    assert state.form is not None, "what is reviewed has its form"
    app = PublishedApp(
        app_number=issue.app_number,
        kind=state.form.kind,
        name=state.form.name,
        subject_number=issue.subject_number,
    )
    application_id = state.application_id
    in_force = replace(state, sponsor=(issue.sponsor_name, issue.sponsor_kind), issued_on=today)
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
        _reported(in_force, app, issue.new_subject),
        *told_here(state, (), command.text, app),
    ]


def _new_subject(application_id: str, issue: AppIssue) -> Sequence[Event]:
    """Give a sponsor that was not filed its number, password and e-certificate."""
    if issue.new_subject is None or issue.filing is None:
        return []
    number = issue.subject_number
    return [
        FilingNumberIssued(
            application_id=application_id,
            filing_number=number,
            filing=issue.filing,
            rules=("A105-008", "R14-101"),
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
def after_issue(state: AppFiling, command: ChangeApp | CancelApp, context: AppContext) -> Decision:
    if state.phase == CANCELLED and isinstance(command, CancelApp):
        return []
    if state.phase != FILED or state.app is None:
        return Refusal(Reason.WRONG_STATE, f"APP备案当前状态为 {state.phase}")
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


@enforces("A105-009")
def check_display(state: AppFiling, command: CheckAppDisplay, context: AppContext) -> Decision:
    """Look whether a filed app shows its number, and the link to the filing system below it."""
    if state.phase != FILED or state.app is None:
        return Refusal(Reason.WRONG_STATE, f"APP备案当前状态为 {state.phase}")
    findings = []
    if (command.shown_number or "").strip() != state.app.app_number:
        findings.append("number_missing")
    if not (command.link or "").strip():
        findings.append("link_missing")
    checked = AppDisplayChecked(
        application_id=state.application_id,
        app_number=state.app.app_number,
        findings=tuple(findings),
        officer=command.officer,
        checked_on=context.today.isoformat(),
        rules=("A105-009",),
    )
    return [checked]


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


def _reported(
    state: AppFiling, app: PublishedApp, new_subject: NewAppSubject | None = None
) -> AppRecordReported:
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
        new_subject=new_subject,
    )
