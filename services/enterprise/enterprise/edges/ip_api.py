"""The provider's address blocks over HTTP, `/{isp_id}/api/ip-blocks…`: parse, ask, answer."""

from datetime import date
from http import HTTPStatus
from ipaddress import IPv4Address
from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import RowMapping

from beian.errors import Refusal
from beian.http.problems import RESPONSES, problem
from beian.http.texts import LONG_MAX, Text
from beian.records_ip import IpReported
from beian.regulations.addresses import Range, to_dotted
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from enterprise.domain.ip_block import (
    Block,
    BlockState,
    ChangeBlock,
    NoteDataChange,
    ObtainedBlock,
    WithdrawBlock,
)
from enterprise.edges.desk import Answer, AtDesk
from enterprise.edges.ip_desk import (
    change_block,
    enter_block,
    obtain_block,
    refuse_unwritable,
)
from enterprise.edges.views import PAGE_MAX
from enterprise.read_models.ip_blocks import blocks

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["IP data"], responses=RESPONSES)

ADDRESSES: Final = ("first", "last", "gateway")
"""Fields that are dotted here and integers on the wire."""

type Unit = Annotated[int | None, Field(ge=1, le=LONG_MAX)]
type Code = Annotated[int | None, Field(ge=0, le=LONG_MAX)]
type Words = Annotated[Text | None, Field(max_length=1024)]
type Number = Annotated[int, Path(ge=1, le=LONG_MAX)]


class BlockBody(BaseModel):
    """A record of IP data; which fields it needs, its kind says. Names as in `beian.records_ip`."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["source", "assignment", "broadcast", "own"]
    first: IPv4Address
    last: IPv4Address
    source_unit: Unit = None
    broadcaster: Unit = None
    applicant: Unit = None
    mode: Code = None
    receiver: Unit = None
    usage: Code = None
    assigned_on: Words = None
    redirects: Code = None
    user_name: Words = None
    user_kind: Code = None
    user_class: Code = None
    user_industry: Code = None
    province: Code = None
    city: Code = None
    county: Code = None
    address: Words = None
    contact_name: Words = None
    contact_phone: Words = None
    contact_email: Words = None
    gateway: IPv4Address | None = None
    gateway_location: Words = None
    source_type: Code = None
    source_name: Words = None
    remark: Words = None

    def report(self) -> IpReported | Refusal:
        """Return the record, or what it lacks."""
        said = self.model_dump(exclude_none=True, exclude={"obtained_on"})
        said |= {name: int(said[name]) for name in ADDRESSES if name in said}
        try:
            made: IpReported = msgspec.convert(said, IpReported.__value__)
        except msgspec.ValidationError as error:
            return Refusal(Reason.INVALID_FIELD, f"缺少或不应有的内容：{error}", "kind")
        surplus = said.keys() - set(made.__struct_fields__) - {"kind"}
        if surplus:
            detail = f"此类数据没有：{'、'.join(sorted(surplus))}"
            return Refusal(Reason.INVALID_FIELD, detail, min(surplus))
        return made


class NewBlockBody(BlockBody):
    """A record, and since when the provider has its addresses."""

    obtained_on: date | None = Field(
        default=None, description="Day 0 of the 20 working days to report it; else today."
    )


class ObtainedBody(BaseModel):
    """Addresses that were obtained."""

    model_config = ConfigDict(extra="forbid")

    first: IPv4Address
    last: IPv4Address
    obtained_on: date | None = Field(default=None, description="Day 0; today if not said.")


class ChangedBody(BaseModel):
    """Since when a block's data are others."""

    model_config = ConfigDict(extra="forbid")

    changed_on: date | None = Field(default=None, description="Day 0; today if not said.")


@router.post("/ip-blocks", status_code=HTTPStatus.CREATED, response_model=None)
async def report_block(body: NewBlockBody, desk: AtDesk) -> Answer:
    """Report a source, an assignment, a broadcast or a user's own addresses to the bureau."""
    report = body.report()
    if isinstance(report, Refusal):
        return problem(report)
    return _answer(await enter_block(desk.kit, desk.provider, desk.meta, report, body.obtained_on))


@router.post("/ip-blocks/obtained", status_code=HTTPStatus.CREATED, response_model=None)
async def enter_obtained(body: ObtainedBody, desk: AtDesk) -> Answer:
    """Enter addresses that were obtained: to be reported within 20 working days."""
    addresses = Range(int(body.first), int(body.last))
    if addresses.first > addresses.last:
        return problem(Refusal(Reason.INVALID_FIELD, "起始地址大于终止地址", "first"))
    outcome = await obtain_block(desk.kit, desk.provider, desk.meta, addresses, body.obtained_on)
    return _answer(outcome)


@router.post("/ip-blocks/{number}/report", response_model=None)
async def report_obtained(number: Number, body: BlockBody, desk: AtDesk) -> Answer:
    """Report addresses that were entered as obtained."""
    report = body.report()
    if isinstance(report, Refusal):
        return problem(report)
    return _answer(await enter_block(desk.kit, desk.provider, desk.meta, report, None, number))


@router.post("/ip-blocks/{number}/data-change", response_model=None)
async def note_change(number: Number, body: ChangedBody, desk: AtDesk) -> Answer:
    """Note that a registered block's data changed: to be reported within 5 working days."""
    today = day_of(desk.kit.clock.now())
    command = NoteDataChange(number, body.changed_on or today)
    return _answer(await change_block(desk.kit, desk.provider, desk.meta, command))


@router.put("/ip-blocks/{number}", response_model=None)
async def report_change(number: Number, body: BlockBody, desk: AtDesk) -> Answer:
    """Report a block's data anew; refused while an earlier report is not answered."""
    report = body.report()
    if isinstance(report, Refusal):
        return problem(report)
    report = msgspec.structs.replace(report, isp_record_id=number)
    refusal = refuse_unwritable(report, desk.provider.isp_id)
    if refusal is not None:
        return problem(refusal)
    command = ChangeBlock(number, report)
    return _answer(await change_block(desk.kit, desk.provider, desk.meta, command))


@router.delete("/ip-blocks/{number}", response_model=None)
async def withdraw_block(number: Number, desk: AtDesk) -> Answer:
    """Take a block out, at the bureau too if it is registered there."""
    command = WithdrawBlock(number)
    return _answer(await change_block(desk.kit, desk.provider, desk.meta, command))


@router.get("/ip-blocks")
async def list_blocks(
    desk: AtDesk,
    after: Annotated[int, Query(ge=0, le=LONG_MAX, description="Number of the last seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE_MAX,
) -> list[dict[str, Any]]:
    """List the provider's blocks with the bureau's last answers."""
    async with desk.kit.log.engine.connect() as connection:
        found = await connection.execute(blocks(desk.log, after=after, limit=limit))
        rows = found.mappings().all()
    return [_row(row) for row in rows]


def _answer(outcome: BlockState | Refusal) -> Answer:
    if isinstance(outcome, Refusal):
        return problem(outcome)
    if isinstance(outcome, ObtainedBlock):
        return {"number": outcome.number, "standing": "obtained", "due": outcome.due}
    if not isinstance(outcome, Block):
        return {"standing": "withdrawn"}
    return {
        "number": outcome.number,
        "pending": outcome.pending,
        "record_id": outcome.record_id,
        "report": _shown(msgspec.to_builtins(outcome.report)),
    }


def _row(row: RowMapping) -> dict[str, Any]:
    return {
        "number": row["number"],
        "standing": row["standing"],
        "record_id": row["record_id"],
        "file_name": row["file_name"],
        "due": row["due"],
        "is_overdue": row["is_overdue"],
        "findings": msgspec.json.decode(row["findings"]),
        "report": _shown(msgspec.json.decode(row["report"])),
    }


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """Return a record with dotted addresses, without what it does not say."""
    said = {name: value for name, value in report.items() if value is not None}
    return {name: to_dotted(v) if name in ADDRESSES else v for name, v in said.items()}
