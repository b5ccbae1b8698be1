"""What lies between a bureau and its providers: files to be processed, files to be fetched.

Read models of the streams `exchange-<isp id>`; province and ministry both keep them.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.codec import time_text
from beian.events.exchange import (
    DownloadFileAcknowledged,
    DownloadFileDelivered,
    DownloadFileQueued,
    ResultCodeMet,
    UploadAccepted,
    UploadProcessed,
)

metadata = MetaData(schema="state")

waiting_upload = Table(
    "waiting_upload_v1",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("data_sequence", BigInteger, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("beian_info_hash", Text, nullable=False),
    Column("encrypt_algorithm", Integer, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text, nullable=True),
)
"""Accepted uploads nobody has read through yet, in order of `position`."""

download_file = Table(
    "download_file_v1",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("file_name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("block", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text, nullable=True),
    Column("deliveries", Integer, nullable=False),
    Column("acknowledged", Boolean, nullable=False),
)
"""Every file that was ever laid ready: an acknowledged name is acknowledged for ever."""


code_met = Table(
    "code_met_v1",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_id", BigInteger, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("code", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("first_met", Text, nullable=False),
    Column("detail", Text, nullable=True),
    Column("data_sequence", BigInteger, nullable=True),
)
"""The result codes each provider was answered with, once for each place."""


def project_waiting(recorded: Recorded) -> Iterable[Change]:
    """Keep an accepted upload until it is processed."""
    match recorded.event:
        case UploadAccepted() as upload:
            yield Put(
                waiting_upload,
                {
                    "log": recorded.log,
                    "isp_id": upload.isp_id,
                    "data_sequence": upload.data_sequence,
                    "position": recorded.position,
                    "payload": upload.payload,
                    "file_name": upload.file_name,
                    "beian_info_hash": upload.beian_info_hash,
                    "encrypt_algorithm": upload.encrypt_algorithm,
                    "correlation_id": recorded.correlation_id,
                    "traceparent": recorded.traceparent,
                },
            )
        case UploadProcessed(isp_id=isp_id, data_sequence=number):
            key = {"log": recorded.log, "isp_id": isp_id, "data_sequence": number}
            yield Remove(waiting_upload, key)
        case _:
            pass  # only the two ends of an upload's waiting


def project_downloads(recorded: Recorded) -> Iterable[Change]:
    """Follow each file from the queue to its acknowledgement."""
    match recorded.event:
        case DownloadFileQueued() as file:
            yield Put(
                download_file,
                {
                    **_key(recorded, file.isp_id, file.file_name),
                    "position": recorded.position,
                    "block": file.block,
                    "content": file.content,
                    "correlation_id": recorded.correlation_id,
                    "traceparent": recorded.traceparent,
                    "deliveries": 0,
                    "acknowledged": False,
                },
            )
        case DownloadFileDelivered(isp_id=isp_id, file_name=name, delivery=number):
            yield Patch(download_file, _key(recorded, isp_id, name), {"deliveries": number})
        case DownloadFileAcknowledged(isp_id=isp_id, file_name=name):
            yield Patch(download_file, _key(recorded, isp_id, name), {"acknowledged": True})
        case _:
            pass  # a deferred file stays in the queue: its order is the stream's business


def project_codes(recorded: Recorded) -> Iterable[Change]:
    """Keep each code a provider has met."""
    match recorded.event:
        case ResultCodeMet() as met:
            yield Put(
                code_met,
                {
                    "log": recorded.log,
                    "isp_id": met.isp_id,
                    "place": met.place,
                    "code": met.code,
                    "position": recorded.position,
                    "first_met": time_text(recorded.network_time),
                    "detail": met.detail,
                    "data_sequence": met.data_sequence,
                },
            )
        case _:
            pass  # nothing else is a code


def _key(recorded: Recorded, isp_id: int, file_name: str) -> dict[str, object]:
    return {"log": recorded.log, "isp_id": isp_id, "file_name": file_name}


WAITING_UPLOADS = ReadModel("waiting_upload", 1, (waiting_upload,), project_waiting)
DOWNLOAD_FILES = ReadModel("download_file", 1, (download_file,), project_downloads)
CODES_MET = ReadModel("code_met", 1, (code_met,), project_codes)
