"""Inspections of the bureau's own providers, and the material they hand over. FLOW-16."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.spot_checks import EvidenceBundleProvided
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import day_of, evidence_due
from beian.regulations.numbers import SPOT_CHECKS_MAX
from province.application.bureau import Bureau
from province.domain.admission import ADMISSION, admission_stream
from province.domain.provider import PROVIDER, stream_of
from province.domain.provider_inspections import (
    INSPECTION,
    Inspection,
    InspectionCommand,
    NoteBundle,
    RequestEvidence,
    Situation,
    inspection_stream,
)

_CALENDAR = WorkingCalendar()
_FILED_MAX = 10 * SPOT_CHECKS_MAX
"""Subjects of a provider that are drawn from."""


async def inspect(
    bureau: Bureau, session: Session, key: str, command: InspectionCommand
) -> Inspection | Refusal:
    """Decide one command on an inspection."""
    state = await session.state(INSPECTION, inspection_stream(key))
    isp_id = state.requested.isp_id if state.requested else 0
    filed: tuple[str, ...] = ()
    if isinstance(command, RequestEvidence):
        isp_id = command.isp_id
        found = await bureau.lookups.filed_subjects(session, isp_id, 0, _FILED_MAX)
        filed = tuple(one.number for one in found)
    today = day_of(session.now)
    admission = await session.state(ADMISSION, admission_stream(isp_id))
    provider = await session.state(PROVIDER, stream_of(isp_id))
    situation = Situation(
        today=today,
        key=key,
        region=bureau.region,
        due=evidence_due(today, _CALENDAR).day,
        is_local=provider.admitted is not None,
        filed=filed,
        assessed_years=admission.assessed_years,
    )
    return await session.decide(INSPECTION, inspection_stream(key), command, situation)


async def note_bundle(
    bureau: Bureau, session: Session, provided: EvidenceBundleProvided
) -> Inspection | Refusal | None:
    """Note what an enterprise system handed over; after the conclusion it changes nothing."""
    state = await session.state(INSPECTION, inspection_stream(provided.inspection_id))
    if state.performed is not None:
        return None
    command = NoteBundle(
        provided.filing_number,
        provided.is_found,
        provided.documents,
        provided.has_sheet,
        provided.is_verified,
    )
    return await inspect(bureau, session, provided.inspection_id, command)
