"""Running the systems: what windows do to interfaces, and what incidents must know."""

from datetime import datetime

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.deadlines import CHINA_TIME
from ministry.domain.duties import DUTY, duty_stream
from ministry.domain.incidents import (
    INCIDENT,
    Incident,
    IncidentCommand,
    ReportIncident,
)
from ministry.domain.incidents import Situation as IncidentSituation
from ministry.domain.interface_conditions import CONDITIONS, SetConditions, conditions_stream
from ministry.domain.maintenance import WINDOW, Begin, Finish, Situation, Window, WindowCommand
from ministry.read_models.maintenance_windows import ends_of
from ministry.read_models.provider_directory import all_regions

OPEN = "none"


async def keep_window(session: Session, window_id: str, command: WindowCommand) -> Window | Refusal:
    """Decide one command on a window; its beginning closes interfaces, its end opens them."""
    regions = tuple(row.region for row in await session.query(all_regions()))
    situation = Situation(session.now.astimezone(CHINA_TIME), window_id, regions)
    stream = f"maintenance-{window_id}"
    outcome = await session.decide(WINDOW, stream, command, situation)
    if isinstance(outcome, Refusal) or outcome.announced is None:
        return outcome
    if isinstance(command, Begin | Finish):
        closed = outcome.announced.closes if isinstance(command, Begin) else OPEN
        for region in outcome.announced.regions:
            refused = await _set_maintenance(session, region, closed)
            if refused is not None:
                return refused
    return outcome


async def _set_maintenance(session: Session, region: str, closed: str) -> Refusal | None:
    """Close or open one bureau's interface; what else holds there stays."""
    stream = conditions_stream(region)
    held = (await session.state(CONDITIONS, stream)).setting
    command = SetConditions(region, maintenance=closed)
    if held is not None:
        command = SetConditions(
            region,
            closed,
            held.upload_hours,
            held.waiting_files_max,
            held.password_checks_max,
            held.ip_comparison,
            held.changes_max,
        )
    outcome = await session.decide(CONDITIONS, stream, command, None)
    return outcome if isinstance(outcome, Refusal) else None


async def handle_incident(
    session: Session, incident_id: str, command: IncidentCommand
) -> Incident | Refusal:
    """Decide one command on an incident, with who is on duty and what window it falls into."""
    contact: str | None = None
    window_end: datetime | None = None
    if isinstance(command, ReportIncident):
        entered = (await session.state(DUTY, duty_stream(command.system))).entered
        contact = entered.contact if entered else None
        if command.began_at.tzinfo is not None:
            rows = await session.query(ends_of(session.log, command.regions, command.began_at))
            ends = [datetime.fromisoformat(row.ends_at) for row in rows]
            window_end = max(ends, default=None)
    situation = IncidentSituation(session.now, incident_id, contact, window_end)
    return await session.decide(INCIDENT, f"incident-{incident_id}", command, situation)
