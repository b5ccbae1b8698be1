"""Filed records of this bureau: what is in force, and the bureau's own cancellation (注销备案).

Shows numbers, ids and names of sites, no person. What is cancelled here needs no request.
"""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text, keepable
from beian.regulations.filing_numbers import subject_of
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of, meta_of
from province.application.bureau import Bureau
from province.application.cancelling import Order, cancel_by_bureau
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.outline import normal_number, outline_of_filed
from province.domain.service_end import RecordServiceEnd
from province.edges.hosted import Here

router = APIRouter(tags=["records"], dependencies=[Depends(audited)])

KINDS: Final = {"subject": SUBJECT, "site": SITE, "access": ACCESS}
NAMES: Final = {kind: name for name, kind in KINDS.items()}
NUMBER_MAX: Final = 64

type KitHere = Annotated[Kit, Depends(kit_of)]
type NumberInPath = Annotated[
    str,
    AfterValidator(keepable),
    Path(max_length=NUMBER_MAX, description="A subject's number, or a site's (…-1)."),
]


class CancellationOrder(BaseModel):
    """What the bureau cancels, and why."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["subject", "site", "access"] = Field(
        description="The subject with all its sites; the site whose number the path has; "
        "an access of it, with its only one the site itself."
    )
    access_id: int | None = Field(
        default=None, ge=1, le=LONG_MAX, description="Jrid; of an access only."
    )
    reason: int = Field(ge=1, le=999, description="Of the table of reasons (注销理由, zxly).")
    officer: Text = Field(default="通信管理局", min_length=1, max_length=128)
    text: Text = Field(min_length=1, max_length=1024, description="The ground of the decision.")


class ServiceEnd(BaseModel):
    """When a site's service ended."""

    model_config = ConfigDict(extra="forbid")

    ended_on: date
    source: Text = Field(min_length=1, max_length=128, description="Who said so, or saw it.")


class AccessView(BaseModel):
    """Whose access it is."""

    access_id: int
    isp_id: int


class SiteView(BaseModel):
    """A site in force."""

    site_id: int | None
    filing_number: str
    name: str
    domains: list[str]
    accesses: list[AccessView]


class CancelledView(BaseModel):
    """What is filed no longer."""

    kind: str
    record_id: int
    filing_number: str


class RecordView(BaseModel):
    """A filed record as it is now."""

    filing_number: str
    subject_id: int | None
    status: Literal["in_force", "cancelled"]
    issued_on: str
    changed_on: str
    cancelled_on: str | None
    sites: list[SiteView]
    cancelled: list[CancelledView]


@router.get("/records/{filing_number}", response_model=RecordView)
async def read_record(
    filing_number: NumberInPath, kit: KitHere, here: Here
) -> RecordView | Response:
    """Show a record that this bureau keeps, by its subject's number or a site's."""
    record = await _record(kit, here.bureau, filing_number)
    return problem(_not_found()) if record is None else _view(record)


@router.post("/records/{filing_number}/cancellation", response_model=RecordView)
async def cancel_record(
    filing_number: NumberInPath,
    order: CancellationOrder,
    kit: KitHere,
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
) -> RecordView | Response:
    """Cancel a subject, a site or an access by the bureau's own decision (R14-122).

    Ministry, bureaus and every provider concerned hear of it (ZXSJ).
    """
    number = normal_number(filing_number)
    if number is None:
        return problem(_not_found())
    asked = Order(
        number, KINDS[order.kind], order.access_id, order.reason, order.officer, order.text
    )

    async def body(session: Session) -> object:
        return await cancel_by_bureau(here.bureau, session, asked)

    deciding = Meta(
        actor=f"officer:{order.officer}",
        correlation_id=meta.correlation_id,
        causation_id=meta.causation_id,
        traceparent=meta.traceparent,
        caused_at=meta.caused_at,
    )
    outcome = await kit.transact(here.bureau.log, deciding, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    record = await _record(kit, here.bureau, number)
    assert record is not None, "what was cancelled is kept"
    return _view(record)


@router.post("/records/{filing_number}/service-end", response_model=RecordView)
async def record_end_of_service(
    filing_number: NumberInPath,
    end: ServiceEnd,
    kit: KitHere,
    meta: Annotated[Meta, Depends(meta_of)],
    here: Here,
) -> RecordView | Response:
    """Note on which day a site's service ended: its filing is cancelled on that day (O33-016)."""
    number = normal_number(filing_number)
    if number is None:
        return problem(_not_found())
    command = RecordServiceEnd(number, end.ended_on.isoformat(), end.source)

    async def body(session: Session) -> object:
        stream = record_stream(subject_of(number))
        return await session.decide(RECORD, stream, command, None)

    outcome = await kit.transact(here.bureau.log, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    record = await _record(kit, here.bureau, number)
    assert record is not None, "what was noted is kept"
    return _view(record)


async def _record(kit: Kit, bureau: Bureau, text: str) -> Filed | None:
    number = normal_number(text)
    if number is None:
        return None
    return await kit.log.state(bureau.log, RECORD, record_stream(subject_of(number)))


def _not_found() -> Refusal:
    return Refusal(Reason.NOT_FOUND, "本局没有此备案号", "filing_number")


def _view(record: Filed) -> RecordView:
    outline = outline_of_filed(record)
    sites = [
        SiteView(
            site_id=site.site_id,
            filing_number=site.filing_number,
            name=site.name,
            domains=list(site.domains),
            accesses=[
                AccessView(access_id=one.access_id, isp_id=one.isp_id) for one in site.accesses
            ],
        )
        for site in outline.sites
    ]
    return RecordView(
        filing_number=record.filing_number,
        subject_id=outline.subject_id,
        status="cancelled" if outline.is_cancelled else "in_force",
        issued_on=record.issued_on,
        changed_on=record.changed_on,
        cancelled_on=record.cancelled_on,
        sites=sites,
        cancelled=[
            CancelledView(
                kind=NAMES[part.kind], record_id=part.record_id, filing_number=part.filing_number
            )
            for part in outline.cancelled
        ],
    )
