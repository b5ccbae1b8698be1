"""An app's filing as the ministry sees it: conflicts, routing, the national record, publication.

Stream `app-<application id>`. The keys are keys.py's; review and number are the home bureau's.
Flow: FLOW-21, 3, 4 and 6. Rules: A105-002, A105-003, A105-008. Reading A-43.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.apps import (
    AppClaimReleased,
    AppConflictDetected,
    AppFilingForwarded,
    AppFilingReturned,
    AppFilingRouted,
    AppRecordReported,
    AppRecordSynchronized,
    AppResultForwarded,
    NewAppSubject,
)
from beian.events.base import Event
from beian.events.filing import FilingPublished, FilingRecordSynchronized
from beian.records import UniqueKey
from beian.records_apps import PublishedApp
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from ministry.domain.keys import Claimed, Key, Registered

CHECKED: Final = "Submitted"
CONFLICTING: Final = "Conflicting"
RETURNED: Final = "Returned"
REGISTERED: Final = "Filed"
CANCELLED: Final = "Cancelled"


@dataclass(frozen=True, slots=True)
class CheckApp:
    """An app's filing passed a bureau's automatic check and came up."""

    forwarded: AppFilingForwarded
    sent_by: str | None
    """The region whose bureau sent it."""


@dataclass(frozen=True, slots=True)
class RecordApp:
    """The home bureau reported what is filed of an app."""

    report: AppRecordReported
    sent_by: str | None


@dataclass(frozen=True, slots=True)
class RecordAppReturn:
    """The home bureau returned the filing."""

    returned: AppFilingReturned
    sent_by: str | None


type AppCommand = CheckApp | RecordApp | RecordAppReturn


@dataclass(frozen=True, slots=True)
class Found:
    """What the national register says to a filing; only for CheckApp."""

    holders: Mapping[UniqueKey, Key] = field(default_factory=dict)
    unreported: tuple[str, ...] = ()
    """Domains that stand neither in the register of domains nor in a filing."""
    blacklisted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppRegistration:
    """Where the filing stands in the nation."""

    phase: str = ""
    application_id: str = ""
    isp_id: int = 0
    provider_region: str = ""
    home_region: str = ""
    unique_keys: tuple[UniqueKey, ...] = ()
    """What it claimed, or holds."""
    app: PublishedApp | None = None


def decide(state: AppRegistration, command: AppCommand, context: Found) -> Decision:
    """Say what happens at the ministry; a repeated message adds nothing."""
    match command:
        case CheckApp():
            return _check(state, command, context)
        case RecordApp():
            return _record(state, command)
        case RecordAppReturn():
            return _release(state, command)


@enforces("A105-002", "A105-003")
def _check(state: AppRegistration, command: CheckApp, found: Found) -> Decision:
    forwarded = command.forwarded
    if command.sent_by != forwarded.provider_region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-002")
    if state.phase in {CHECKED, REGISTERED, CANCELLED}:
        return []
    against = tuple(_against(forwarded, found))
    if against:
        return [
            AppConflictDetected(
                application_id=forwarded.application_id,
                provider_region=forwarded.provider_region,
                reasons=tuple(dict.fromkeys(reason.value for reason, _, _ in against)),
                found="；".join(text for _, _, text in against),
                rules=tuple(dict.fromkeys(rule for _, rule, _ in against)),
            )
        ]
    holder = found.holders.get(forwarded.certificate) if forwarded.certificate else None
    return [
        AppFilingRouted(
            application_id=forwarded.application_id,
            isp_id=forwarded.isp_id,
            provider_region=forwarded.provider_region,
            home_region=forwarded.home_region,
            form=forwarded.form,
            unique_keys=forwarded.unique_keys,
            certificate=forwarded.certificate,
            subject_number=(
                holder.filing_number
                if isinstance(holder, Registered)
                else forwarded.form.subject_number
            ),
        )
    ]


def _against(forwarded: AppFilingForwarded, found: Found) -> Iterator[tuple[Reason, str, str]]:
    """Yield what keeps the filing from its review: reason, rule, words."""
    for key in forwarded.unique_keys:
        match found.holders.get(key):
            case Claimed(application_id=other) if other != forwarded.application_id:
                yield Reason.DUPLICATE_IN_PROGRESS, "A105-006", f"{key.shown}正在办理备案"
            case Registered(filing_number=number, application_id=other) if (
                other != forwarded.application_id
            ):
                yield Reason.ALREADY_EXISTS, "A105-006", f"{key.shown}已备案：{number}"
            case _:
                pass  # free, or its own
    holder = found.holders.get(forwarded.certificate) if forwarded.certificate else None
    if isinstance(holder, Claimed) and holder.application_id != forwarded.application_id:
        text = "该主办者的主体正在办理备案"
        yield Reason.DUPLICATE_IN_PROGRESS, "A105-006", text
    for name in found.unreported:
        yield Reason.DOMAIN_NOT_REPORTED, "A105-003", f"域名{name}未报备"
    for what in found.blacklisted:
        yield Reason.BLACKLISTED, "R14-017", f"{what}在黑名单中"


@enforces("A105-002", "A105-008")
def _record(state: AppRegistration, command: RecordApp) -> Decision:
    report = command.report
    if state.home_region and command.sent_by != state.home_region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-002")
    if state.phase not in {CHECKED, REGISTERED}:
        if state.app == report.app:
            return []
        return Refusal(Reason.WRONG_STATE, "nothing is issued without conflict detection")
    if state.app == report.app:
        return []
    synchronized = AppRecordSynchronized(
        application_id=report.application_id, home_region=report.home_region, app=report.app
    )
    is_new = state.phase == CHECKED
    return [synchronized, _published(report), *(_forwarded(report) if is_new else ())]


@enforces("A105-008", "O292-010")
def _published(report: AppRecordReported) -> FilingPublished:
    """Give out the public fields of an app, and its new sponsor's e-certificate."""
    new = report.new_subject
    return FilingPublished(
        application_id=report.application_id,
        filing_number=report.app.subject_number,
        sponsor_name=report.sponsor_name,
        sponsor_kind=report.sponsor_kind,
        home_region=report.home_region,
        sites=(),
        approved_on=report.issued_on,
        apps=(report.app,),
        certificate=new.e_certificate if new else None,
        certificate_sha256=new.certificate_sha256 if new else None,
    )


def _forwarded(report: AppRecordReported) -> list[Event]:
    if report.provider_region == report.home_region:
        return []
    return [
        AppResultForwarded(
            application_id=report.application_id,
            isp_id=report.isp_id,
            provider_region=report.provider_region,
            home_region=report.home_region,
            approved=True,
            reasons=(),
            text=None,
            app=report.app,
        )
    ]


def _release(state: AppRegistration, command: RecordAppReturn) -> Decision:
    returned = command.returned
    if state.phase != CHECKED:
        return []
    if command.sent_by != state.home_region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="A105-002")
    released = AppClaimReleased(application_id=returned.application_id)
    if returned.provider_region == returned.home_region:
        return [released]
    forwarded = AppResultForwarded(
        application_id=returned.application_id,
        isp_id=returned.isp_id,
        provider_region=returned.provider_region,
        home_region=returned.home_region,
        approved=False,
        reasons=returned.reasons,
        text=returned.text,
        app=None,
    )
    return [released, forwarded]


def evolve(state: AppRegistration, event: Event) -> AppRegistration:
    """Return the registration after `event`."""
    match event:
        case AppFilingRouted():
            claimed = event.unique_keys
            if event.certificate is not None and event.subject_number is None:
                claimed = (*claimed, event.certificate)
            return AppRegistration(
                phase=CHECKED,
                application_id=event.application_id,
                isp_id=event.isp_id,
                provider_region=event.provider_region,
                home_region=event.home_region,
                unique_keys=claimed,
            )
        case AppConflictDetected():
            return replace(state, phase=CONFLICTING)
        case AppClaimReleased():
            return replace(state, phase=RETURNED, unique_keys=())
        case AppRecordSynchronized(app=app):
            phase = CANCELLED if app.is_cancelled else REGISTERED
            return replace(state, phase=phase, app=app)
        case _:
            return state  # told to others


@enforces("A105-008", "R14-102")
def synchronized_with_app(
    report: AppRecordReported, new: NewAppSubject
) -> FilingRecordSynchronized:
    """Enter a subject that was filed with its first app: it has no site yet."""
    return FilingRecordSynchronized(
        application_id=report.application_id,
        isp_id=report.isp_id,
        home_region=report.home_region,
        filing_number=report.app.subject_number,
        sites=(),
        unique_keys=(new.certificate,),
        verifier=new.verifier,
        subject_id=new.subject_id,
        is_individual=new.is_individual,
    )


APPS: Final[Decider[AppRegistration, AppCommand, Found]] = Decider(
    AppRegistration(), decide, evolve
)


def app_stream(application_id: str) -> str:
    """Return the stream of an app's filing."""
    return f"app-{application_id}"
