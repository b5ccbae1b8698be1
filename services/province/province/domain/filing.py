"""One application, for a new filing or a change, at its provider's and at its home bureau.

The only place that decides what becomes of an application: taken, sent back, sent up,
reviewed, approved, returned, numbered, its result delivered. A bureau may be the provider's,
the home of the subject, or both; the stream is the same, and shows what this bureau did.

Not here: what the automatic check finds (auto_check.py), who holds a key (ministry), how a
policy reads a filing (review_policy.py), the wire (beian.wire), the bytes of a certificate.

Flow: FLOW-00, FLOW-02. Rules: O292-008, O33-011, O33-012, M64-026, R14-089 to R14-094,
R14-096, R14-100 to R14-103. Readings: A-01 to A-04, A-11.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import (
    ApplicationReceived,
    AutoCheckFailed,
    AutoCheckPassed,
    FilingApproved,
    FilingForwardedToMinistry,
    FilingResultDelivered,
    ReviewOverdue,
    ReviewStarted,
)
from beian.records import Filing, Finding, UniqueKey
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.wire.codes import message
from province.domain.filing_commands import (
    ApproveFiling,
    ConcludeCheck,
    Context,
    FilingCommand,
    IssueChange,
    IssueNumber,
    NoteOverdue,
    ReceiveApplication,
    RecordDelivery,
    ReportCancellation,
    ReportConversion,
    ReturnFiling,
    ReturnForConflict,
    ReturnUnfit,
    ReviewDelivered,
    StartReview,
)
from province.domain.filing_issue import (
    cancellation_reported,
    change_issued,
    conversion_reported,
    new_filing_issued,
)
from province.domain.filing_returns import finding_of, reason_of, returned
from province.domain.filing_states import (
    Application,
    Approved,
    AwaitingMinistry,
    DecidedElsewhere,
    FilingState,
    Numbered,
    Received,
    Returned,
    SentBack,
    UnderReview,
    Unknown,
    evolve,
)

REVIEW_APPROVED: Final = 1001
REVIEW_REFUSED: Final = 1002


def decide(  # noqa: C901, PLR0911, PLR0912 - one line per command
    state: FilingState, command: FilingCommand, context: Context
) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case ReceiveApplication():
            return _receive(state, command)
        case ConcludeCheck():
            return _conclude_check(state, command)
        case StartReview():
            return _start_review(state, command, context)
        case ReviewDelivered():
            return _review_delivered(state, command, context)
        case ReturnForConflict():
            return _return_for_conflict(state, command)
        case ReturnUnfit():
            return _return_unfit(state, command)
        case IssueChange():
            return _issue_change(state, command, context)
        case ApproveFiling():
            return _approve(state, command)
        case ReturnFiling():
            return _return(state, command)
        case IssueNumber():
            return _issue_number(state, context)
        case ReportCancellation():
            return _report_cancellation(state, command, context)
        case ReportConversion():
            return _report_conversion(state, command, context)
        case NoteOverdue():
            return _note_overdue(state)
        case RecordDelivery():
            return _record_delivery(state, command)
        case _:
            assert_never(command)


@enforces("R14-089")
def _receive(state: FilingState, command: ReceiveApplication) -> Decision:
    if not isinstance(state, Unknown):
        return []
    return [
        ApplicationReceived(
            application_id=command.application_id,
            isp_id=command.isp_id,
            data_sequence=command.data_sequence,
            record=command.record,
            operation=command.operation,
            provider_region=command.provider_region,
            home_region=command.home_region,
            filing=command.filing,
            change=command.change,
        )
    ]


@enforces("R14-089", "R14-091", "R14-107")
def _conclude_check(state: FilingState, command: ConcludeCheck) -> Decision:
    match state:
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received(application):
            if command.findings:
                return [
                    AutoCheckFailed(
                        application_id=application.application_id,
                        findings=command.findings,
                        rules=("R14-089",),
                    )
                ]
            return _passed(application, command.unique_keys)
        case _:
            return []


@enforces("R14-004")
def _passed(application: Application, unique_keys: tuple[UniqueKey, ...]) -> Sequence[Event]:
    passed = AutoCheckPassed(
        application_id=application.application_id,
        isp_id=application.isp_id,
        provider_region=application.provider_region,
        home_region=application.home_region,
        unique_keys=unique_keys,
    )
    if application.is_local:
        return [passed]
    forwarded = FilingForwardedToMinistry(
        application_id=application.application_id,
        isp_id=application.isp_id,
        provider_region=application.provider_region,
        home_region=application.home_region,
        filing=application.filing,
        unique_keys=unique_keys,
        operation=application.operation,
        change=application.change,
    )
    return [passed, forwarded]


@enforces("R14-090", "R14-092", "O33-011", "M64-026")
def _start_review(state: FilingState, command: StartReview, context: Context) -> Decision:
    match state:
        case AwaitingMinistry(application) if application.home_region == context.region:
            as_it_is_to_be = command.filing or application.reviewed
            return [_review_of(application, as_it_is_to_be, context)]
        case AwaitingMinistry():
            # The keys are claimed; its home bureau reviews it and the ministry routes it there.
            return []
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received():
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        case _:
            return []


@enforces("R14-091", "R14-092", "O33-011", "M64-026")
def _review_delivered(state: FilingState, command: ReviewDelivered, context: Context) -> Decision:
    if command.home_region != context.region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text)
    if not isinstance(state, Unknown):
        return []
    application = Application(
        command.application_id,
        command.isp_id,
        command.provider_region,
        command.home_region,
        command.filing,
        command.unique_keys,
        operation=command.operation,
        change=command.change,
    )
    return [_review_of(application, command.filing, context)]


def _review_of(application: Application, filing: Filing, context: Context) -> ReviewStarted:
    return ReviewStarted(
        application_id=application.application_id,
        isp_id=application.isp_id,
        provider_region=application.provider_region,
        home_region=application.home_region,
        filing=filing,
        unique_keys=application.unique_keys,
        operation=application.operation,
        change=application.change,
        review_due=context.review_due,
        due_assumed=context.due_assumed,
    )


@enforces("R14-100", "R14-103")
def _return_for_conflict(state: FilingState, command: ReturnForConflict) -> Decision:
    match state:
        case AwaitingMinistry(application):
            findings = tuple(finding_of(conflict) for conflict in command.conflicts)
            reasons = tuple(dict.fromkeys(map(reason_of, command.conflicts)))
            return [returned(application, reasons, findings, None, ("R14-100", "R14-103"))]
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received():
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        case _:
            return []


@enforces("R14-103")
def _return_unfit(state: FilingState, command: ReturnUnfit) -> Decision:
    match state:
        case UnderReview(application) if application.change is not None:
            unfit = (Reason.INACCURATE,)
            return [returned(application, unfit, command.findings, None, ("R14-103",))]
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case UnderReview() | Received() | AwaitingMinistry():
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        case _:
            return []


@enforces("M64-026", "O292-027", "O33-003", "R14-092", "R14-093")
def _approve(state: FilingState, command: ApproveFiling) -> Decision:
    match state:
        case UnderReview(application):
            return [
                FilingApproved(
                    application_id=application.application_id,
                    opinion=command.opinion,
                    rules=("M64-026", "R14-092"),
                )
            ]
        case Approved() | Numbered():
            return []
        case Returned() | DecidedElsewhere() | SentBack():
            return Refusal(Reason.ALREADY_DECIDED, Reason.ALREADY_DECIDED.text)
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received() | AwaitingMinistry():
            return Refusal(Reason.NOT_UNDER_REVIEW, Reason.NOT_UNDER_REVIEW.text)
        case _:
            assert_never(state)


@enforces("O33-012", "O292-027", "O33-003", "R14-094", "M64-026")
def _return(state: FilingState, command: ReturnFiling) -> Decision:
    match state:
        case UnderReview(application):
            if not command.reasons:
                return Refusal(
                    Reason.REASON_MISSING,
                    Reason.REASON_MISSING.text,
                    field="reasons",
                    rule="R14-094",
                )
            refused = Finding(code=REVIEW_REFUSED, message=message(REVIEW_REFUSED))
            rests_on = ("O33-012", "R14-094", *command.rules)
            return [returned(application, command.reasons, (refused,), command.opinion, rests_on)]
        case Returned():
            return []
        case Approved() | Numbered() | DecidedElsewhere() | SentBack():
            return Refusal(Reason.ALREADY_DECIDED, Reason.ALREADY_DECIDED.text)
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received() | AwaitingMinistry():
            return Refusal(Reason.NOT_UNDER_REVIEW, Reason.NOT_UNDER_REVIEW.text)
        case _:
            assert_never(state)


@enforces("O292-008", "R14-093", "R14-101", "R14-102")
def _issue_number(state: FilingState, context: Context) -> Decision:
    match state:
        case Numbered():
            return []
        case Approved(application, opinion):
            assert context.reserved is not None, "a number is reserved before it is issued"
            return new_filing_issued(application, opinion, context.reserved, context.today)
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case _:
            return Refusal(Reason.NOT_APPROVED, Reason.NOT_APPROVED.text, rule="O292-008")


@enforces("R14-104", "R14-105", "R14-107")
def _issue_change(state: FilingState, command: IssueChange, context: Context) -> Decision:
    match state:
        case Numbered():
            return []
        case Approved(application, opinion):
            return change_issued(application, opinion, command.changed, context.today)
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case _:
            return Refusal(Reason.NOT_APPROVED, Reason.NOT_APPROVED.text)


@enforces("R14-122")
def _report_cancellation(
    state: FilingState, command: ReportCancellation, context: Context
) -> Decision:
    if not isinstance(state, Numbered):
        return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    return cancellation_reported(state.application, command.opinion, command.changed, context.today)


@enforces("R14-118")
def _report_conversion(state: FilingState, command: ReportConversion, context: Context) -> Decision:
    if not isinstance(state, Numbered):
        return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
    return conversion_reported(state.application, command.opinion, command.changed, context.today)


@enforces("O33-011", "M64-026")
def _note_overdue(state: FilingState) -> Decision:
    match state:
        case UnderReview(application, review_due, is_overdue=False):
            return [
                ReviewOverdue(
                    application_id=application.application_id,
                    review_due=review_due,
                    rules=("O33-011", "M64-026"),
                )
            ]
        case _:
            return []


@enforces("R14-096", "R14-102", "R14-103")
def _record_delivery(state: FilingState, command: RecordDelivery) -> Decision:
    match state:
        case AwaitingMinistry() | Numbered(is_delivered=False) | Returned(is_delivered=False):
            return [
                FilingResultDelivered(
                    application_id=command.application_id,
                    isp_id=command.isp_id,
                    approved=command.approved,
                    file_names=command.file_names,
                )
            ]
        case Unknown():
            return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
        case Received() | UnderReview() | Approved():
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        case _:
            return []


FILING: Decider[FilingState, FilingCommand, Context] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
