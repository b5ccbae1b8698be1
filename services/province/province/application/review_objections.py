"""What sends an application back, or holds it, as soon as its review begins. Asks no reviewer."""

from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.evidence import awaits_face_check, lacking_evidence
from province.application.investigations import may_submit
from province.domain.evidence import Lacking
from province.domain.filing_states import Application, FilingState, UnderReview
from province.domain.name_authorizations import AUTHORIZATIONS, authorizations_stream
from province.domain.naming import Misnamed, misnamed

UNDER_INQUIRY: Final = "该接入服务提供者正在接受本局调查，暂停受理其报备"


async def objection(bureau: Bureau, session: Session, application: Application) -> Lacking | None:
    """Return why an application goes back at once: its provider, evidence, or a site's name."""
    if not await may_submit(session, application.isp_id):
        return Lacking((Reason.PERMISSION_SUSPENDED,), UNDER_INQUIRY, ("J45-019",))
    found = await lacking_evidence(bureau, session, application)
    if found is not None:
        return found
    wrong = await _misnamed(session, application)
    if wrong is None:
        return None
    return Lacking((wrong.reason,), wrong.text, (wrong.rule,))


async def refuse_unseen(session: Session, state: FilingState) -> Refusal | None:
    """Say whether the person's face was to be recognised first."""
    if isinstance(state, UnderReview) and await awaits_face_check(session, state.application):
        detail = "应当先经人脸识别系统核验"
        return Refusal(Reason.VERIFICATION_MISSING, detail, rule="J45-021")
    return None


async def _misnamed(session: Session, application: Application) -> Misnamed | None:
    """Return a site's name that the sponsor may not use; what is to end may be called anything."""
    if application.is_cancellation:
        return None
    wrong = misnamed(application.reviewed)
    if wrong is None or wrong.reason is not Reason.NAME_AUTHORIZATION_MISSING:
        return wrong
    number = application.reviewed.subject.certificate.number
    registered = await session.state(AUTHORIZATIONS, authorizations_stream(number))
    return misnamed(application.reviewed, registered.words)
