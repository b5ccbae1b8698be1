"""Full synchronisation (SJTB) of a domain reporting unit with the register. Interface §14 (53).

On an operator's request, in pages of a thousand records, each a unit of work.
"""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Response
from msgspec.structs import replace

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.events.domains import DomainReported
from beian.events.exchange import DownloadFileQueued
from beian.exchange.files import EXCHANGE, QueueFile, stream_of
from beian.http.problems import problem
from beian.identifiers import MINISTRY_LOG
from beian.records_domains import DomainReport
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.regulations.reasons import Reason
from beian.regulations.regions import MINISTRY_LETTERS
from beian.service import Kit, audited, kit_of, meta_of
from beian.wire.download_blocks import split, write_download
from beian.wire.downloads import download_file_name
from ministry.domain.domain_filing import DOMAIN_RECORD, InRegister, domain_stream
from ministry.edges.live import Parts, parts_of
from ministry.read_models.domain_records import domains_reported_by

BLOCK: Final = "SJTB/YM"
PATH: Final = "SJTB/YM/Ymxx"
SYNCHRONIZATION: Final = 9
"""The last digit of the number in such a file's name; answers have the upload's number alone."""

router = APIRouter(prefix="/api", tags=["public"], dependencies=[Depends(audited)])


@router.post("/providers/{isp_id}/synchronization", response_model=None)
async def synchronize_provider(
    isp_id: int,
    kit: Annotated[Kit, Depends(kit_of)],
    parts: Annotated[Parts, Depends(parts_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Lay all domains that a unit reported ready for it, in files of SJTB."""
    if isp_id not in parts.interface.accounts:
        return problem(Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id"))
    names: list[str] = []
    records, after = 0, 0
    while True:
        page = await kit.transact(MINISTRY_LOG, meta, partial(_lay_page, isp_id, after))
        assert not isinstance(page, Refusal), "whoever has an account can be sent a file"
        some, reported, last = page
        names += some
        records += reported
        if last is None:
            break
        after = last
    laid_ready = [{"kind": "YM", "records": records, "file_names": names}]
    return {"isp_id": isp_id, "laid_ready": laid_ready}


async def _lay_page(isp_id: int, after: int, session: Session) -> tuple[list[str], int, int | None]:
    """Lay a page ready; return the files' names, how many records, and where the next begins."""
    rows = await session.query(domains_reported_by(isp_id, after, UPLOAD_RECORDS_MAX))
    reports: list[DomainReport] = []
    for row in rows:
        report = await _report(session, row.domain)
        if report is not None:
            reports.append(report)
    names = [await _queue(session, isp_id, content) for _, content in split(reports, _write)]
    is_full = len(rows) == UPLOAD_RECORDS_MAX
    return names, len(reports), rows[-1].record_id if is_full else None


async def _report(session: Session, domain: str) -> DomainReport | None:
    """Return what stands in the register with both ids; None for a record without the unit's.

    A change does not name the unit's id: it is that of the addition.
    """
    stream = domain_stream(domain)
    state = await session.state(DOMAIN_RECORD, stream)
    if not isinstance(state, InRegister):
        return None
    added = [one for one in await session.events(stream) if isinstance(one, DomainReported)]
    isp_record_id = added[-1].report.isp_record_id
    if isp_record_id is None:
        return None
    return replace(state.report, record_id=state.record_id, isp_record_id=isp_record_id)


def _write(reports: Any) -> bytes:  # noqa: ANN401 - any sequence of reports
    return write_download({PATH: reports})


async def _queue(session: Session, isp_id: int, content: bytes) -> str:
    exchange = await session.state(EXCHANGE, stream_of(isp_id))
    number = int(f"{exchange.laid_ready + 1}{SYNCHRONIZATION}")
    name = download_file_name(session.now, MINISTRY_LETTERS, number)
    queued = DownloadFileQueued(
        isp_id=isp_id,
        file_name=name,
        block=BLOCK,
        content=await session.store_blob(content),
        content_size=len(content),
        application_ids=(),
    )
    await session.decide(EXCHANGE, stream_of(isp_id), QueueFile(queued), None)
    return name
