"""The filing of an app at the enterprise: entered, checked against originals, submitted.

Stream `app-<application id>`. Nothing goes to the bureau while a difference is open, nor from a
system that cannot report apps. Flow: FLOW-21, 1 to 3. Rules: A105-001, A105-004, A105-006,
A105-007, A105-014, A105-016.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from beian.app_forms import Form, record_of, refuse_form
from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.apps import (
    AppDraftSubmitted,
    AppFilingSubmitted,
    AppResultDelivered,
    AppResultReceived,
)
from beian.events.base import Event
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.events.pre_approval import PreApprovalDocumentAttached
from beian.records_apps import AppForm, PublishedApp
from beian.regulations.app_filing import needs_capability
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.app_systems import ACCESS_PROVIDER, DISTRIBUTION_PLATFORM
from enterprise.domain.states import ON_BEHALF, SPONSOR_SELF

DRAFT: Final = "Draft"
SUBMITTED: Final = "Submitted"
FILED: Final = "Filed"


@dataclass(frozen=True, slots=True)
class EnterApp:
    """Enter the data of an app, by its sponsor or on its behalf."""

    form: Form
    submitted_by: str = SPONSOR_SELF


@dataclass(frozen=True, slots=True)
class CorrectApp:
    """Enter the data anew, after a difference or a return."""

    form: Form


@dataclass(frozen=True, slots=True)
class Presented:
    """What an original says."""

    name: str
    certificate_number: str


@dataclass(frozen=True, slots=True)
class VerifyApp:
    """Compare what was entered with the originals and with the network resources."""

    responsible: Presented
    subject: Presented | None = None
    """Of a sponsor whose identity was entered."""
    domains: tuple[str, ...] = ()
    """Those that the sponsor proved to be its own."""
    addresses: tuple[str, ...] = ()
    """Those that its access provider confirmed."""


@dataclass(frozen=True, slots=True)
class SubmitAppFiling:
    """Send the filing to the bureau."""

    role: str = ACCESS_PROVIDER


@dataclass(frozen=True, slots=True)
class TakeAppResult:
    """Take what became of the filing."""

    result: AppResultDelivered


type AppCommand = EnterApp | CorrectApp | VerifyApp | SubmitAppFiling | TakeAppResult


@dataclass(frozen=True, slots=True)
class AppContext:
    """What the enterprise knows at this moment."""

    application_id: str
    isp_id: int
    region: str
    today: date
    roles: tuple[str, ...] = ()
    """In which its system can report apps; none: it cannot."""


@dataclass(frozen=True, slots=True)
class AppDraft:
    """The filing as the enterprise has it."""

    phase: str = ""
    form: AppForm | None = None
    submitted_by: str = ""
    is_matched: bool = False
    mismatches: tuple[str, ...] = ()
    app: PublishedApp | None = None
    reasons: tuple[str, ...] = ()
    """Why it came back the last time."""
    text: str | None = None


def decide(state: AppDraft, command: AppCommand, context: AppContext) -> Decision:
    """Say what happens to the filing, or why nothing may."""
    match command:
        case EnterApp(form=form, submitted_by=submitted_by):
            return _enter(state, record_of(form), submitted_by, context)
        case CorrectApp(form=form):
            if state.phase != DRAFT:
                return _wrong(state)
            entered = record_of(form)
            if entered == state.form:
                return Refusal(Reason.UNCHANGED, Reason.UNCHANGED.text)
            return _entered(entered, state.submitted_by, context)
        case VerifyApp():
            return _verify(state, command, context)
        case SubmitAppFiling():
            return _submit(state, command, context)
        case TakeAppResult(result):
            return _take(state, result)


@enforces("A105-001", "A105-004")
def _enter(state: AppDraft, form: AppForm, submitted_by: str, context: AppContext) -> Decision:
    if state.phase:
        return _wrong(state)
    if submitted_by not in {SPONSOR_SELF, ON_BEHALF}:
        return Refusal(Reason.INVALID_FIELD, "由主办者或代为填报", "submitted_by", "A105-004")
    return _entered(form, submitted_by, context)


def _entered(form: AppForm, submitted_by: str, context: AppContext) -> Decision:
    refusal = refuse_form(form)
    if refusal is not None:
        return refusal
    return [
        AppDraftSubmitted(
            application_id=context.application_id, form=form, submitted_by=submitted_by
        )
    ]


@enforces("A105-005", "A105-007")
def _verify(state: AppDraft, command: VerifyApp, context: AppContext) -> Decision:
    if state.phase != DRAFT or state.form is None:
        return _wrong(state)
    fields = tuple(_differences(state.form, command))
    if fields:
        return [InformationMismatched(draft_id=context.application_id, fields=fields)]
    if state.is_matched:
        return []
    attached = [
        PreApprovalDocumentAttached(
            application_id=context.application_id,
            category=one.category,
            number=one.number,
            documents=(),
            approved_on=one.issued_on,
        )
        for one in state.form.approvals
    ]
    return [InformationMatched(draft_id=context.application_id), *attached]


def _differences(form: AppForm, command: VerifyApp) -> Iterator[str]:
    """Yield the fields in which originals, resources and data differ by as much as a character."""
    person = form.responsible
    yield from _of_holder(
        "responsible", command.responsible, person.name, person.certificate_number
    )
    subject = form.subject
    if subject is not None:
        presented = command.subject or Presented("", "")
        number = subject.certificate.number
        yield from _of_holder("subject", presented, subject.name, number)
    for name, entered, proved in (
        ("domains", form.domains, command.domains),
        ("addresses", form.addresses, command.addresses),
    ):
        yield from (f"{name}.{one}" for one in entered if one not in proved)


def _of_holder(
    whose: str, presented: Presented, name: str | None, number: str | None
) -> Iterator[str]:
    if presented.name != name:
        yield f"{whose}.name"
    if number is not None and presented.certificate_number != number:
        yield f"{whose}.certificate_number"


@enforces("A105-001", "A105-006", "A105-007", "A105-014")
def _submit(state: AppDraft, command: SubmitAppFiling, context: AppContext) -> Decision:
    if state.phase == SUBMITTED:
        return []
    if state.phase != DRAFT or state.form is None:
        return _wrong(state)
    if command.role not in {ACCESS_PROVIDER, DISTRIBUTION_PLATFORM}:
        return Refusal(Reason.INVALID_FIELD, "由接入服务提供者或分发平台上报", "role", "A105-006")
    if needs_capability(context.today) and command.role not in context.roles:
        return Refusal(
            Reason.CAPABILITY_MISSING, Reason.CAPABILITY_MISSING.text, "role", "A105-014"
        )
    if state.mismatches:
        text = f"{Reason.INFORMATION_MISMATCH.text}：{'、'.join(state.mismatches)}"
        return Refusal(Reason.INFORMATION_MISMATCH, text, state.mismatches[0], "A105-007")
    if not state.is_matched:
        return Refusal(
            Reason.VERIFICATION_MISSING, Reason.VERIFICATION_MISSING.text, rule="A105-007"
        )
    return [
        AppFilingSubmitted(
            application_id=context.application_id,
            isp_id=context.isp_id,
            region=context.region,
            role=command.role,
            form=state.form,
        )
    ]


def _take(state: AppDraft, result: AppResultDelivered) -> Decision:
    if state.phase != SUBMITTED:
        return []
    return [
        AppResultReceived(
            application_id=result.application_id,
            approved=result.approved,
            reasons=result.reasons,
            text=result.text,
            app=result.app,
        )
    ]


def _wrong(state: AppDraft) -> Refusal:
    return Refusal(Reason.WRONG_STATE, f"APP备案当前状态为 {state.phase or '未填报'}")


def evolve(state: AppDraft, event: Event) -> AppDraft:
    """Return the filing after `event`."""
    match event:
        case AppDraftSubmitted():
            return replace(
                state,
                phase=DRAFT,
                form=event.form,
                submitted_by=event.submitted_by,
                is_matched=False,
                mismatches=(),
            )
        case InformationMatched():
            return replace(state, is_matched=True, mismatches=())
        case InformationMismatched(fields=fields):
            return replace(state, is_matched=False, mismatches=fields)
        case AppFilingSubmitted():
            return replace(state, phase=SUBMITTED, reasons=(), text=None)
        case AppResultReceived():
            phase = FILED if event.approved else DRAFT
            return replace(
                state, phase=phase, reasons=event.reasons, text=event.text, app=event.app
            )
        case _:
            return state  # a consent document: the form says so too


APPS: Final[Decider[AppDraft, AppCommand, AppContext]] = Decider(AppDraft(), decide, evolve)
