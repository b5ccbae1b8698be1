"""A bureau's inspection of an app that is connected, distributed or preinstalled.

Stream `appinspection-<id>`. Flow: FLOW-21, 10. Rules: A105-012, A105-015, A105-017, A105-018.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.app_listings import (
    AppInspectionPerformed,
    AppRemovalOrdered,
    AppRemoved,
    AppSponsorFiled,
    Listing,
)
from beian.events.base import Event
from beian.events.orders import RectificationOrdered
from beian.records_apps import PublishedApp
from beian.regulations.app_filing import SUFFIXES, is_campaign, is_in_transition
from beian.regulations.numbers import APP_RECTIFICATION_DAYS
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

UNFILED: Final = "Unfiled"
FILED: Final = "Filed"
DRAFT: Final = "Draft"
REMOVED: Final = "Removed"
CHANNELS: Final = ("distribution", "connection", "preinstallation")


@dataclass(frozen=True, slots=True)
class InspectApp:
    """Say what was found with an enterprise."""

    officer: str
    isp_id: int
    channel: str
    kind: str
    name: str
    package: str
    app_number: str | None = None
    began_on: date | None = None
    wrong_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderAppRectification:
    """Order the enterprise to see to the filing of the app."""

    officer: str
    due: date
    text: str


@dataclass(frozen=True, slots=True)
class OrderAppRemoval:
    """Order the enterprise to take the app off."""

    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteAppFiled:
    """Note that the app's sponsor submitted its filing."""

    application_id: str


@dataclass(frozen=True, slots=True)
class ReportAppRemoved:
    """Report that the app was taken off."""

    isp_id: int
    reason: str


type InspectionCommand = (
    InspectApp | OrderAppRectification | OrderAppRemoval | NoteAppFiled | ReportAppRemoved
)


@dataclass(frozen=True, slots=True)
class InspectionContext:
    """What the bureau knows."""

    inspection_id: str
    region: str
    today: date
    filed: PublishedApp | None = None
    """What the nation has under the number that was shown."""


@dataclass(frozen=True, slots=True)
class AppInspection:
    """An app as it was found, and what became of it."""

    phase: str = ""
    """Of an unfiled app as FLOW-21 names it; Filed for one that was in order."""
    found: AppInspectionPerformed | None = None
    ordered: tuple[str, ...] = ()
    """What was ordered: rectification, removal."""


def decide(
    state: AppInspection, command: InspectionCommand, context: InspectionContext
) -> Decision:
    """Say what happens about an inspected app."""
    if isinstance(command, InspectApp):
        return _inspect(state, command, context)
    if state.found is None:
        return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
    match command:
        case NoteAppFiled(application_id=application_id):
            if state.phase not in {UNFILED, REMOVED}:
                return _wrong(state)
            inspection_id = context.inspection_id
            return [AppSponsorFiled(inspection_id=inspection_id, application_id=application_id)]
        case ReportAppRemoved():
            return _removed(state, state.found, command, context)
        case _:
            return _order(state, state.found, command, context)


@enforces("A105-012", "A105-015", "A105-017", "A105-018")
def _inspect(state: AppInspection, command: InspectApp, context: InspectionContext) -> Decision:
    if state.found is not None:
        return _wrong(state)
    if command.channel not in CHANNELS or command.kind not in SUFFIXES:
        return Refusal(Reason.INVALID_FIELD, Reason.INVALID_FIELD.text, "channel", "A105-018")
    filed = context.filed
    is_filed = filed is not None and filed.name == command.name and filed.kind == command.kind
    finding = "filed" if is_filed else "unfiled"
    if not is_filed and is_in_transition(command.began_on, context.today):
        finding = "in_transition"
    performed = AppInspectionPerformed(
        inspection_id=context.inspection_id,
        isp_id=command.isp_id,
        channel=command.channel,
        kind=command.kind,
        name=command.name,
        package=command.package,
        app_number=command.app_number,
        began_on=command.began_on.isoformat() if command.began_on else None,
        finding=finding,
        wrong_fields=command.wrong_fields,
        is_campaign=is_campaign(context.today),
        officer=command.officer,
        performed_on=context.today.isoformat(),
        rules=("A105-012", "A105-015" if command.began_on else "A105-017"),
    )
    if finding != "unfiled" or not performed.is_campaign:
        return [performed]
    due = context.today + timedelta(days=APP_RECTIFICATION_DAYS)
    order = OrderAppRectification(command.officer, due, Reason.APP_NOT_FILED.text)
    return [performed, _rectification(performed, order, context)]


@enforces("A105-018")
def _order(
    state: AppInspection,
    found: AppInspectionPerformed,
    command: OrderAppRectification | OrderAppRemoval,
    context: InspectionContext,
) -> Decision:
    if state.phase != UNFILED:
        return _wrong(state)
    if isinstance(command, OrderAppRectification):
        if command.due < context.today:
            return Refusal(Reason.INVALID_FIELD, Reason.INVALID_FIELD.text, "due")
        return [_rectification(found, command, context)]
    ordered = AppRemovalOrdered(
        inspection_id=context.inspection_id,
        isp_id=found.isp_id,
        app_number=found.app_number,
        package=found.package,
        reason=command.reason,
        officer=command.officer,
        rules=("A105-012", "A105-018"),
    )
    return [ordered]


def _rectification(
    found: AppInspectionPerformed, order: OrderAppRectification, context: InspectionContext
) -> RectificationOrdered:
    return RectificationOrdered(
        order_id=f"{context.inspection_id}.rectification",
        of=context.inspection_id,
        filing_number=found.app_number,
        isp_id=found.isp_id,
        basis="app_unfiled",
        due=order.due.isoformat(),
        text=order.text,
        officer=order.officer,
        rules=("A105-018",),
    )


def _removed(
    state: AppInspection,
    found: AppInspectionPerformed,
    command: ReportAppRemoved,
    context: InspectionContext,
) -> Decision:
    if state.phase == REMOVED:
        return []
    if state.phase != UNFILED:
        return _wrong(state)
    if command.isp_id != found.isp_id:
        return Refusal(Reason.NOT_ALLOWED, Reason.NOT_ALLOWED.text, "isp_id")
    removed = AppRemoved(
        region=context.region,
        listing=Listing(
            listing_id=context.inspection_id,
            isp_id=found.isp_id,
            app_number=found.app_number,
            name=found.name,
            package=found.package,
        ),
        reason=command.reason,
        inspection_id=context.inspection_id,
        removed_on=context.today.isoformat(),
        rules=("A105-018",),
    )
    return [removed]


def _wrong(state: AppInspection) -> Refusal:
    return Refusal(Reason.WRONG_STATE, f"APP检查当前状态为 {state.phase or '未检查'}")


def evolve(state: AppInspection, event: Event) -> AppInspection:
    """Return the inspection after `event`."""
    match event:
        case AppInspectionPerformed(finding=finding):
            return replace(state, phase=UNFILED if finding == "unfiled" else FILED, found=event)
        case RectificationOrdered():
            return replace(state, ordered=(*state.ordered, "rectification"))
        case AppRemovalOrdered():
            return replace(state, ordered=(*state.ordered, "removal"))
        case AppSponsorFiled():
            return replace(state, phase=DRAFT)
        case AppRemoved():
            return replace(state, phase=REMOVED)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an app's inspection")


INSPECTIONS: Final[Decider[AppInspection, InspectionCommand, InspectionContext]] = Decider(
    AppInspection(), decide, evolve
)
