"""Why an upload, or a call, of a provider was refused: each layer, place, value and rule."""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path

from beian.eventlog import EventLog, Recorded
from beian.events.exchange import DownloadFileQueued, UploadAccepted, UploadProcessed
from beian.exchange.calls import Account
from beian.exchange.files import stream_of
from beian.http.texts import LONG_MAX
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of
from beian.wire.download_bajg import IdResult, RecordResult
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.explaining import Explanation, Judged, explain_received, with_findings
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.edges.hosted import Here

ADDED = 1
"""Czlx of an addition: its result names the enterprise's id, the others the bureau's."""

router = APIRouter(tags=["uploads"], dependencies=[Depends(audited)])

type Long = Annotated[int, Path(ge=1, le=LONG_MAX)]


@router.get("/uploads/{isp_id}/{data_sequence}/explanation")
async def explain_upload(
    isp_id: Long, data_sequence: Long, kit: Annotated[Kit, Depends(kit_of)], here: Here
) -> dict[str, Any]:
    """Explain an upload: layers, first that failed, XPath, line, column, found, wanted, rule.

    Of a number under which nothing was taken, the last call that was refused since the start.
    """
    log = here.bureau.log
    events = await kit.log.read_stream(log, stream_of(isp_id))
    accepted = _accepted(events, data_sequence)
    if accepted is None:
        refused = here.refused.upload(isp_id, data_sequence)
        if refused is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, Reason.NOT_FOUND.text)
        return refused.as_json()
    explanation = await _opened(kit, log, here.accounts.get(isp_id), accepted)
    if explanation.file is None:
        return explanation.as_json()
    processed = _processed(events, data_sequence)
    if processed is None:
        return explanation.as_json()
    # The one result of a file that is refused as a whole says again what its code says.
    judged = () if processed.file_codes else await _results(kit.log, log, events, accepted)
    return with_findings(explanation, judged, processed.file_codes).as_json()


@router.get("/providers/{isp_id}/refused-calls")
async def list_refused_calls(isp_id: Long, here: Here) -> list[dict[str, Any]]:
    """Explain the provider's last refused calls since the process began, the latest first."""
    return [one.as_json() for one in here.refused.of(isp_id)]


def _accepted(events: list[Recorded], data_sequence: int) -> Recorded | None:
    for recorded in events:
        match recorded.event:
            case UploadAccepted(data_sequence=number) if number == data_sequence:
                return recorded
            case _:
                continue
    return None


def _processed(events: list[Recorded], data_sequence: int) -> UploadProcessed | None:
    for recorded in events:
        match recorded.event:
            case UploadProcessed(data_sequence=number) as processed if number == data_sequence:
                return processed
            case _:
                continue
    return None


async def _opened(kit: Kit, log: str, account: Account | None, accepted: Recorded) -> Explanation:
    """Open the payload again, as it was received."""
    upload = accepted.event
    assert isinstance(upload, UploadAccepted)
    payload = await kit.log.blob(log, upload.payload)
    assert payload is not None, "an accepted file's payload lies beside the log"
    provider = await kit.log.state(log, PROVIDER, provider_stream(upload.isp_id))
    return await asyncio.to_thread(
        explain_received,
        payload,
        upload.beian_info_hash,
        encrypt_algorithm=upload.encrypt_algorithm,
        key=account.aes_key if account else None,
        iv=account.aes_offset if account else None,
        switches=provider.switches,
    )


async def _results(
    event_log: EventLog, log: str, events: list[Recorded], accepted: Recorded
) -> list[Judged]:
    """Return what the results say that this upload caused, so far."""
    found: list[Judged] = []
    for recorded in events:
        if recorded.correlation_id != accepted.correlation_id:
            continue
        match recorded.event:
            case DownloadFileQueued(block=block, content=sha256) if block.endswith("/BAJG"):
                content = await event_log.blob(log, sha256)
                assert content is not None, "a file that was laid ready lies beside the log"
                file = await asyncio.to_thread(read_download, content)
                assert isinstance(file, DownloadFile), "what was laid ready is valid"
                found += _judged(file)
            case _:
                continue
    return found


def _judged(file: DownloadFile) -> Iterator[Judged]:
    for path, results in file.contents.items():
        if "/BAJG/" not in path:
            continue
        for result in results:
            match result:
                case RecordResult(findings=findings, operation_type=type_, identifier=identifier):
                    yield Judged(type_, identifier, findings)
                case IdResult(findings=findings, operation_type=type_) as by_id:
                    number = by_id.isp_record_id if type_ == ADDED else by_id.record_id
                    shown = None if number is None else str(number)
                    yield Judged(type_, shown, findings)
                case _:
                    continue  # opinions are of people
