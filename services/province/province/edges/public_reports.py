"""Reports of the public (公众举报): of unfiled sites, untrue data, irregular access, and others.

Open to everybody; nothing of the person who reports is asked for, kept or shown, and nothing of a
case but how far it is. Rules: R05-006, R14-021, O33-018.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, IdInPath, Text
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of, meta_of
from province.application.cases import decide_case
from province.domain.case import Case, case_stream
from province.domain.case_leads import LeadSource, ReportKind, ReportViolation
from province.domain.cases import CASE
from province.domain.report_channels import CHANNELS, STREAM
from province.edges.hosted import Here

router = APIRouter(prefix="/public-reports", tags=["public reports"])

STATUS: Final = {
    "Reported": "received",
    "Transferred": "transferred",
    "Open": "under_investigation",
    "EvidenceRequested": "under_investigation",
    "Dismissed": "not_confirmed",
    "Closed": "dealt_with",
}
"""What the public is told of a case's phase; of all others: confirmed."""

type KitHere = Annotated[Kit, Depends(kit_of)]


class PublicReport(BaseModel):
    """What somebody saw. Do not write who you are."""

    model_config = ConfigDict(extra="forbid")

    kind: ReportKind
    text: Text = Field(min_length=1, max_length=2000)
    domain: Text | None = Field(default=None, max_length=255, description="A host or an address.")
    filing_number: Text | None = Field(default=None, max_length=64)
    isp_id: int | None = Field(default=None, ge=1, le=LONG_MAX, description="The provider.")


class Reference(BaseModel):
    """Under which reference a report is followed up, and how far that is."""

    case: str
    status: str
    transferred_to: str | None = Field(default=None, description="The leading bureau's region.")


class ChannelsView(BaseModel):
    """Where reports may also be made."""

    phone: str
    fax: str
    mailbox: str


@router.post("", response_model=Reference, status_code=HTTPStatus.CREATED)
async def report(
    said: PublicReport, kit: KitHere, meta: Annotated[Meta, Depends(meta_of)], here: Here
) -> Reference | Response:
    """Report a site or a provider; the reference says how the bureau follows it up."""
    command = ReportViolation(
        source=LeadSource.PUBLIC_REPORT,
        kind=said.kind,
        text=said.text,
        domain=said.domain,
        filing_number=said.filing_number,
        isp_id=said.isp_id,
    )
    case_id = kit.identifiers.event_id(kit.clock.now())

    async def body(session: Session) -> Case | Refusal:
        return await decide_case(here.bureau, session, case_id, command)

    outcome = await kit.transact(here.bureau.log, meta, body)
    return problem(outcome) if isinstance(outcome, Refusal) else _reference(outcome)


@router.get("/channels", response_model=ChannelsView)
async def show_channels(kit: KitHere, here: Here) -> ChannelsView | Response:
    """Show the phone, fax and mailbox that the bureau published."""
    known = await kit.log.state(here.bureau.log, CHANNELS, STREAM)
    if known.phone is None or known.fax is None or known.mailbox is None:
        return problem(Refusal(Reason.NOT_FOUND, "本局尚未公布举报渠道"))
    return ChannelsView(phone=known.phone, fax=known.fax, mailbox=known.mailbox)


@router.get("/{case_id}", response_model=Reference)
async def follow_up(case_id: IdInPath, kit: KitHere, here: Here) -> Reference | Response:
    """Show how far a report is followed up, and nothing else of it."""
    state = await kit.log.state(here.bureau.log, CASE, case_stream(case_id))
    if not state.phase:
        return problem(Refusal(Reason.NOT_FOUND, "没有此举报", "case_id"))
    return _reference(state)


def _reference(state: Case) -> Reference:
    return Reference(
        case=state.case_id,
        status=STATUS.get(state.phase, "confirmed"),
        transferred_to=state.transferred_to,
    )
