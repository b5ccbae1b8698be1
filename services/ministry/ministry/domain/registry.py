"""An application and its filing as the ministry sees them: checked, routed, recorded, published.

Decides what follows from an application that a bureau sent up and from the result its home
bureau reported. The keys are keys.py's, what stands against them conflicts.py's; review,
number and password are the home bureau's.

Flows: FLOW-00, FLOW-02. Rules: O33-001, R14-005, R14-091, R14-099, R14-100.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import (
    BUREAU_CANCELLATION,
    LICENCE_CONVERSION,
    NEW_FILING,
    Conflict,
    ConflictCheckPassed,
    ConflictClaimReleased,
    ConflictDetected,
    FilingDeliveredToHomeBureau,
    FilingPublished,
    FilingRecordReported,
    FilingRecordSynchronized,
    FilingResultForwarded,
    FilingReturned,
)
from beian.events.records import ChangedRecordForwarded
from beian.events.sites import CancelledPart
from beian.filed_sites import outlined, published
from beian.records import Filing, Opinion, UniqueKey
from beian.records_changes import RequestedChange
from beian.regulations.certificates import is_personal
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class CheckApplication:
    """An application passed a bureau's automatic check and came up."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    unique_keys: tuple[UniqueKey, ...]
    sent_by: str | None
    """The region whose bureau sent it; None if no bureau did."""
    filing: Filing | None = None
    """A new filing, where the subject lives in another province than the provider."""
    operation: str = NEW_FILING
    change: RequestedChange | None = None
    """What a change asks for, where the record lies in another province than the provider."""


@dataclass(frozen=True, slots=True)
class RecordIssue:
    """The home bureau reported an issued filing."""

    report: FilingRecordReported
    sent_by: str | None


@dataclass(frozen=True, slots=True)
class RecordReturn:
    """A bureau returned an application."""

    returned: FilingReturned
    sent_by: str | None


type RegistryCommand = CheckApplication | RecordIssue | RecordReturn


@dataclass(frozen=True, slots=True)
class Context:
    """What was found out beforehand."""

    conflicts: tuple[Conflict, ...] = ()
    """Only for CheckApplication."""
    today: date = date.min
    """Network time's day: the date of a return that nobody reviewed."""
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Only for RecordIssue: by region, who gives a site of the filing access besides the sender."""


@dataclass(frozen=True, slots=True)
class NotReceived:
    pass


@dataclass(frozen=True, slots=True)
class Conflicting:
    """A key is held elsewhere: the application ended here."""


@dataclass(frozen=True, slots=True)
class AtHomeBureau:
    """Checked, its keys claimed, with the home bureau for review."""

    isp_id: int
    provider_region: str
    home_region: str
    unique_keys: tuple[UniqueKey, ...]


@dataclass(frozen=True, slots=True)
class Synchronized:
    """The issued filing is in the national register."""

    filing_number: str
    cancelled: frozenset[tuple[int, int]] = frozenset()
    """Kind and id of what was cancelled of it."""
    licence_number: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The application ended without a number."""


type Registration = NotReceived | Conflicting | AtHomeBureau | Synchronized | Returned


def decide(state: Registration, command: RegistryCommand, context: Context) -> Decision:
    """Say what happens at the ministry, or why nothing may. A repeated message adds nothing."""
    match command:
        case CheckApplication():
            return _check(state, command, context)
        case RecordIssue():
            return _record_issue(state, command, context)
        case RecordReturn():
            return _record_return(state, command, context)
        case _:
            assert_never(command)


@enforces("R14-091", "R14-099", "R14-100")
def _check(state: Registration, command: CheckApplication, context: Context) -> Decision:
    if not isinstance(state, NotReceived):
        return []
    if command.sent_by != command.provider_region:
        return _wrong_bureau(command.sent_by)
    is_local = command.provider_region == command.home_region
    is_complete = command.filing is not None or command.change is not None
    if not is_local and not is_complete:
        return Refusal(Reason.INCOMPLETE, "an application to be routed comes with its filing")
    if context.conflicts:
        return [
            ConflictDetected(
                application_id=command.application_id,
                provider_region=command.provider_region,
                home_region=command.home_region,
                conflicts=context.conflicts,
                rules=("R14-099", "R14-100"),
            )
        ]
    passed = ConflictCheckPassed(
        application_id=command.application_id,
        isp_id=command.isp_id,
        provider_region=command.provider_region,
        home_region=command.home_region,
        unique_keys=command.unique_keys,
    )
    if is_local:
        return [passed]
    delivered = FilingDeliveredToHomeBureau(
        application_id=command.application_id,
        isp_id=command.isp_id,
        provider_region=command.provider_region,
        home_region=command.home_region,
        filing=command.filing,
        unique_keys=command.unique_keys,
        operation=command.operation,
        change=command.change,
    )
    return [passed, delivered]


@enforces("O33-001", "R14-099")
def _record_issue(state: Registration, command: RecordIssue, context: Context) -> Decision:
    report = command.report
    match state:
        case Synchronized(filing_number=number) if number == report.filing_number:
            return _record_cancellation(state, command)
        case AtHomeBureau(home_region=home) if home == command.sent_by == report.home_region:
            return [*_entered(report), *_forwarded(report), *_told(report, context)]
        case AtHomeBureau():
            return _wrong_bureau(command.sent_by)
        case Synchronized() | Returned():
            return Refusal(Reason.ALREADY_DECIDED, "the application has another result")
        case NotReceived() | Conflicting():
            return Refusal(
                Reason.WRONG_STATE, "nothing is issued without conflict detection", rule="R14-099"
            )


@enforces("R14-096")
def _told(report: FilingRecordReported, context: Context) -> list[Event]:
    """Hand a changed record on to the bureaus of its other providers."""
    if report.changed_on is None or report.cancelled:
        return []
    return [
        ChangedRecordForwarded(
            application_id=report.application_id,
            region=region,
            isp_ids=context.others[region],
            filing_number=report.filing_number,
            filing=report.filing,
            certificate=report.certificate,
            issued_on=report.issued_on,
            changed_on=report.changed_on,
        )
        for region in sorted(context.others)
    ]


@enforces("R14-122")
def _record_cancellation(state: Synchronized, command: RecordIssue) -> Decision:
    """Record what the home bureau cancelled by itself of a filing; once."""
    report = command.report
    if report.operation == LICENCE_CONVERSION:
        return _record_conversion(state, command)
    if report.operation != BUREAU_CANCELLATION:
        return []
    if command.sent_by != report.home_region:
        return _wrong_bureau(command.sent_by)
    return [] if _parts(report.cancelled) <= state.cancelled else _entered(report)


@enforces("R14-118")
def _record_conversion(state: Synchronized, command: RecordIssue) -> Decision:
    """Record that a licence number came or went; once."""
    if command.sent_by != command.report.home_region:
        return _wrong_bureau(command.sent_by)
    if command.report.licence_number == state.licence_number:
        return []
    return _entered(command.report)


def _parts(cancelled: Iterable[CancelledPart]) -> frozenset[tuple[int, int]]:
    return frozenset((part.kind, part.record_id) for part in cancelled)


@enforces("R14-102")
def _entered(report: FilingRecordReported) -> list[Event]:
    filing = report.filing
    return [
        FilingRecordSynchronized(
            application_id=report.application_id,
            isp_id=report.isp_id,
            home_region=report.home_region,
            filing_number=report.filing_number,
            sites=tuple(outlined(site) for site in filing.sites),
            unique_keys=report.unique_keys,
            verifier=report.verifier,
            subject_id=filing.subject.subject_id,
            is_individual=is_personal(filing.subject.certificate.type),
            freed_keys=report.freed_keys,
            removed_sites=report.removed_sites,
            cancelled=report.cancelled,
            is_cancelled=report.is_cancelled,
            licence_number=report.licence_number,
        ),
        _published(report),
    ]


def _forwarded(report: FilingRecordReported) -> list[Event]:
    """Pass the result on to the provider's bureau, with the record if there is one to hand on."""
    if report.provider_region == report.home_region:
        return []
    return [
        FilingResultForwarded(
            application_id=report.application_id,
            isp_id=report.isp_id,
            provider_region=report.provider_region,
            home_region=report.home_region,
            approved=True,
            opinion=report.opinion,
            filing=None if report.cancelled else report.filing,
            certificate=None if report.cancelled else report.certificate,
            issued_on=report.issued_on,
            changed_on=report.changed_on,
        )
    ]


@enforces("O292-010", "R14-005", "R14-151")
def _published(report: FilingRecordReported) -> FilingPublished:
    """Give out the public fields (A-48) and no others: no certificate, no phone, no e-mail."""
    return FilingPublished(
        application_id=report.application_id,
        filing_number=report.filing_number,
        sponsor_name=report.filing.subject.name,
        sponsor_kind=report.filing.subject.kind,
        home_region=report.home_region,
        sites=tuple(published(site) for site in report.filing.sites),
        approved_on=report.issued_on,
        freed_keys=report.freed_keys,
        removed_sites=report.removed_sites,
        certificate=report.certificate,
        certificate_sha256=report.certificate_sha256,
        licence_number=report.licence_number,
    )


@enforces("O33-001", "R14-099")
def _record_return(state: Registration, command: RecordReturn, context: Context) -> Decision:
    returned = command.returned
    match state:
        case Conflicting() | Returned():
            return []  # the provider's bureau closes what conflict detection ended
        case AtHomeBureau(home_region=home) if home == command.sent_by:
            return _ended(state, returned, context.today)
        case AtHomeBureau():
            return _wrong_bureau(command.sent_by)
        case Synchronized():
            return Refusal(Reason.ALREADY_DECIDED, "the application has its number")
        case NotReceived():
            return Refusal(Reason.NOT_FOUND, "the application never came up")


def _ended(state: AtHomeBureau, returned: FilingReturned, today: date) -> list[Event]:
    happened: list[Event] = [
        ConflictClaimReleased(application_id=returned.application_id, unique_keys=state.unique_keys)
    ]
    if state.provider_region != state.home_region:
        happened.append(
            FilingResultForwarded(
                application_id=returned.application_id,
                isp_id=state.isp_id,
                provider_region=state.provider_region,
                home_region=state.home_region,
                approved=False,
                opinion=returned.opinion or _opinion_of(returned, today),
                filing=None,
                certificate=None,
                issued_on=None,
                findings=() if returned.opinion else returned.findings,
            )
        )
    return happened


def _opinion_of(returned: FilingReturned, today: date) -> Opinion:
    """Put the reasons of a return that nobody reviewed into words."""
    named = (Reason(reason).text for reason in returned.reasons if reason in Reason)
    return Opinion(approved=False, reviewed_at=today.isoformat(), text="；".join(named))


def _wrong_bureau(sent_by: str | None) -> Refusal:
    return Refusal(Reason.WRONG_BUREAU, f"not for {sent_by} to say", rule="O33-001")


def evolve(state: Registration, event: Event) -> Registration:
    """Return the registration after `event`."""
    match event:
        case ConflictCheckPassed() as passed:
            return AtHomeBureau(
                isp_id=passed.isp_id,
                provider_region=passed.provider_region,
                home_region=passed.home_region,
                unique_keys=passed.unique_keys,
            )
        case ConflictDetected():
            return Conflicting()
        case FilingRecordSynchronized() as entered:
            before = state.cancelled if isinstance(state, Synchronized) else frozenset()
            cancelled = before | _parts(entered.cancelled)
            return Synchronized(entered.filing_number, cancelled, entered.licence_number)
        case ConflictClaimReleased():
            return Returned()
        case (
            FilingDeliveredToHomeBureau()
            | FilingPublished()
            | FilingResultForwarded()
            | ChangedRecordForwarded()
        ):
            return state  # told to others; the state is that of the event before
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a registration")


REGISTRY: Decider[Registration, RegistryCommand, Context] = Decider(NotReceived(), decide, evolve)
