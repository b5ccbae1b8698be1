"""Evidence in the life of a filing at its home bureau: gathers what the rules must know."""

from beian.eventlog import Session
from beian.events.filing import NEW_FILING
from beian.pilot_list import PILOT_LIST, list_stream
from beian.records_changes import RequestedChange
from beian.regulations.deadlines import day_of
from province.application.bureau import Bureau
from province.application.filed_records import kept
from province.domain.change_evidence import lacking_for_change
from province.domain.electronic_sheet import SHEET, sheet_key
from province.domain.evidence import POLICY, POLICY_STREAM, Lacking, Sight, judge_evidence
from province.domain.face_check import FACE_CHECK, face_stream
from province.domain.filing_states import Application


async def lacking_evidence(
    bureau: Bureau, session: Session, application: Application
) -> Lacking | None:
    """Return what evidence a new filing or a change lacks.

    A self-filed record was verified by its provider (HSJG).
    """
    if application.change is not None:
        return await _lacking_for_change(session, application, application.change)
    if application.operation != NEW_FILING:
        return None
    filing, today = application.reviewed, day_of(session.now)
    listed = await session.state(PILOT_LIST, list_stream(application.isp_id))
    key = sheet_key(application.isp_id, filing.subject.isp_subject_id or 0)
    sheet = await session.state(SHEET, f"sheet-{key}")
    sight = Sight(
        today=today,
        region=bureau.region,
        is_pilot=listed.holds(today),
        has_electronic_sheet=sheet.submitted is not None,
        policy=await session.state(POLICY, POLICY_STREAM),
    )
    return judge_evidence(filing, sight)


async def _lacking_for_change(
    session: Session, application: Application, change: RequestedChange
) -> Lacking | None:
    policy = await session.state(POLICY, POLICY_STREAM)
    if not policy.changes:
        return None
    record = await kept(session, change)
    before = None if record is None else record.filing
    return lacking_for_change(change, before, application.reviewed)


async def awaits_face_check(session: Session, application: Application) -> bool:
    """Say whether the face of a new filing's person is still to be recognised."""
    if application.operation != NEW_FILING:
        return False
    policy = await session.state(POLICY, POLICY_STREAM)
    if not policy.face_recognition:
        return False
    check = await session.state(FACE_CHECK, face_stream(application.application_id))
    return check.phase != "Passed"
