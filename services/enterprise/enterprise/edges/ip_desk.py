"""Address blocks: what staff enters, how it goes into a file, what the bureau's answers say."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.records_ip import (
    IpAssignment,
    IpBroadcast,
    IpDeletion,
    IpRecord,
    IpReport,
    IpReported,
    IpSource,
    OwnAddresses,
)
from beian.regulations.addresses import Range
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.service import Kit
from beian.wire.download_bajg import IP_RESULT_BLOCKS
from beian.wire.downloads import DownloadFile
from beian.wire.files import parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.upload_operations import write_ip_upload
from enterprise.application import Provider
from enterprise.domain.ip_block import (
    IP_BLOCK,
    Block,
    BlockCommand,
    BlockState,
    ObtainBlock,
    Pending,
    ReportBlock,
    ip_block_stream,
)
from enterprise.domain.ip_results import Sent, answers_of
from enterprise.domain.ip_unit import IP_UNIT, refuse_reporting
from enterprise.domain.ip_unit import STREAM as UNIT_STREAM
from enterprise.read_models.ip_blocks import highest_number, sent_blocks

AHEAD_MAX: Final = timedelta(days=366)
_PARTS: Final[dict[type[IpReport], tuple[str, str, str]]] = {
    IpSource: ("Xzly", "Xgly", "Scly"),
    IpAssignment: ("Xzfp", "Xgfp", "Scfp"),
    IpBroadcast: ("Xzgbjs", "Xggbjs", "Scgbjs"),
    OwnAddresses: ("Zdip", "XgZd", "Sczd"),
}
"""The part of XZBA, XGBA and SCBA for each kind, in the order in which one needs the other."""
_BLOCKS: Final = {Pending.ADD: "XZBA", Pending.CHANGE: "XGBA", Pending.DELETE: "SCBA"}


async def enter_block(
    kit: Kit,
    provider: Provider,
    meta: Meta,
    report: IpReported,
    obtained: date | None,
    number: int | None = None,
) -> BlockState | Refusal:
    """Enter a block; refused where no upload file can hold it.

    `obtained`: since when the provider has the addresses, today if it is not said; a user's own
    count from the day on which they are used. `number`: of addresses that were entered as
    obtained, the next one if it is not said.
    """
    given = number

    async def body(session: Session) -> BlockState | Refusal:
        number = given or await _next_number(provider, session)
        numbered = msgspec.structs.replace(report, isp_record_id=number)
        unit = await session.state(IP_UNIT, UNIT_STREAM)
        refusal = refuse_reporting(unit, numbered, provider.account.region)
        refusal = refusal or refuse_unwritable(numbered, provider.isp_id)
        if refusal is not None:
            return refusal
        today = day_of(session.now)
        command = ReportBlock(number, numbered, _since(numbered, obtained or today, today))
        return await session.decide(IP_BLOCK, ip_block_stream(number), command, today)

    async with provider.entering:
        return await kit.transact(provider.log, meta, body)


async def obtain_block(
    kit: Kit, provider: Provider, meta: Meta, addresses: Range, obtained: date | None
) -> BlockState | Refusal:
    """Enter addresses that were obtained and are still to be reported: their term runs."""

    async def body(session: Session) -> BlockState | Refusal:
        unit = await session.state(IP_UNIT, UNIT_STREAM)
        refusal = refuse_reporting(unit, None, provider.account.region)
        if refusal is not None:
            return refusal
        number, today = await _next_number(provider, session), day_of(session.now)
        since = min(obtained or today, today + AHEAD_MAX)
        command = ObtainBlock(number, addresses.first, addresses.last, since)
        return await session.decide(IP_BLOCK, ip_block_stream(number), command, today)

    async with provider.entering:
        return await kit.transact(provider.log, meta, body)


async def _next_number(provider: Provider, session: Session) -> int:
    (row,) = await session.query(highest_number(provider.log))
    return (row[0] or 0) + 1


def _since(report: IpReported, obtained: date, today: date) -> date:
    """Return day 0 of the term; a day far ahead is none that a term can begin with."""
    since = obtained
    if isinstance(report, OwnAddresses):
        with suppress(ValueError):  # no date: the bureau will say so (2999)
            since = date.fromisoformat(report.assigned_on)
    return min(since, today + AHEAD_MAX)


async def change_block(
    kit: Kit, provider: Provider, meta: Meta, command: BlockCommand
) -> BlockState | Refusal:
    """Carry out a command on a block that is there."""

    async def body(session: Session) -> BlockState | Refusal:
        stream, today = ip_block_stream(command.number), day_of(session.now)
        return await session.decide(IP_BLOCK, stream, command, today)

    return await kit.transact(provider.log, meta, body)


def refuse_unwritable(report: IpReported, isp_id: int) -> Refusal | None:
    """Say why a report cannot stand in an upload file, or None."""
    name = f"IP/XZBA/{_PARTS[type(report)][0]}"
    try:
        xml = write_ip_upload({name: [report]}, reporting_unit=isp_id)
    except ValueError as error:
        return Refusal(Reason.INVALID_FIELD, f"内容不能写入上报文件：{error}")
    parsed = parse_upload(xml, "block.xml")
    if isinstance(parsed, WireRefusal):
        detail = f"内容不符合接口规范：{parsed.detail}"
        return Refusal(Reason.INVALID_FIELD, detail, parsed.xpath)
    return None


def file_of(blocks: Sequence[Block], isp_id: int) -> tuple[bytes, list[Block]]:
    """Return a file of waiting blocks and those that are in it: additions, changes, or deletions.

    A file has one of the three; sources are added before what needs them and deleted after.
    """
    pending = blocks[0].pending
    assert pending is not None, "a waiting block has something to report"
    chosen = [one for one in blocks if one.pending == pending]
    place = list(_BLOCKS).index(pending)
    records: dict[str, list[IpRecord]] = {}
    kinds = reversed(_PARTS) if pending == Pending.DELETE else iter(_PARTS)
    for kind in kinds:
        some = [_record(one) for one in chosen if type(one.report) is kind]
        if some:
            records[f"IP/{_BLOCKS[pending]}/{_PARTS[kind][place]}"] = some
    return write_ip_upload(records, reporting_unit=isp_id), chosen


def _record(block: Block) -> IpRecord:
    if block.pending == Pending.DELETE:
        return IpDeletion(record_id=block.record_id)
    if block.pending == Pending.CHANGE:
        return msgspec.structs.replace(block.report, isp_record_id=None, record_id=block.record_id)
    return msgspec.structs.replace(block.report, isp_record_id=block.number)


async def take_answers(session: Session, file: DownloadFile) -> None:
    """Bring the blocks what a file says of them."""
    results = [
        one for block in IP_RESULT_BLOCKS for one in file.contents.get(f"IP/BAJG/{block}", ())
    ]
    if not results:
        return
    rows: Sequence[Any] = await session.query(sent_blocks(session.log))
    today = day_of(session.now)
    for command in answers_of(results, [Sent(*row) for row in rows]):
        await session.decide(IP_BLOCK, ip_block_stream(command.number), command, today)
