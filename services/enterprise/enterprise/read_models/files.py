"""What went up and what came down: filings that wait, files sent, files fetched, whose they are."""

from collections.abc import Iterable
from typing import Final

import msgspec
from sqlalchemy import ARRAY, BigInteger, Column, Integer, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.eventlog.codec import time_text
from beian.events.enterprise import (
    CancellationRequested,
    DownloadFileReceived,
    FilePrepared,
    FileUploaded,
    FilingDataReceived,
    FilingSubmitted,
    UploadRefused,
)
from enterprise.domain.cancellation import ACCESS, SITE, SUBJECT

VERSION: Final = 4
PREPARED: Final = "prepared"
ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"

metadata = MetaData(schema="state")

waiting_filing = Table(
    f"waiting_filing_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
)
"""Submitted, in no file yet. `size`: bytes of its attachments and documents."""

waiting_cancellation = Table(
    f"waiting_cancellation_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("reason", Integer, nullable=False),
    Column("reason_text", Text),
    Column("password", Text),
    Column("position", BigInteger, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
)
"""Requests for a cancellation, in no file yet. `password`: SHA-256 of ICPmm."""

filed_part = Table(
    f"filed_part_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("record_id", BigInteger, primary_key=True),
    Column("draft_id", Text, nullable=False),
)
"""Which draft a subject, site or access was filed with, by the bureau's ids and Zxlb."""

reported_subject = Table(
    f"reported_subject_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("isp_subject_id", BigInteger, primary_key=True),
    Column("draft_id", Text, nullable=False),
    Column("traceparent", Text),
)
"""Which draft an IspZtid that comes back is of, and the trace it went up with."""

uploaded_draft = Table(
    f"uploaded_draft_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
    Column("position", BigInteger, nullable=False),
)
"""The file in which a draft was sealed last: whose upload an answer about it is an answer to."""

upload = Table(
    f"upload_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("file_name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("data_sequence", BigInteger),
    Column("draft_ids", ARRAY(Text), nullable=False),
    Column("payload", Text, nullable=False),
    Column("msg_code", Integer),
    Column("msg", Text),
    Column("prepared_at", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
)

download = Table(
    f"download_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("file_name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("block", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("received_at", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow filings into files, and files to the bureau and back."""
    match recorded.event:
        case FilingSubmitted() as submitted:
            yield from _submitted(recorded, submitted)
        case CancellationRequested() as requested:
            yield Put(waiting_cancellation, _requested(recorded, requested))
        case FilingDataReceived() as data:
            yield from _filed(recorded, data)
        case FilePrepared() as file:
            for sent in file.cancellations:
                yield Remove(
                    waiting_cancellation, {"log": recorded.log, **msgspec.structs.asdict(sent)}
                )
            for draft_id in file.draft_ids:
                key = {"log": recorded.log, "draft_id": draft_id}
                yield Remove(waiting_filing, key)
                yield Put(uploaded_draft, {**key, **_origin(recorded)})
            yield Put(upload, _upload(recorded, file))
        case FileUploaded(file_name=name, data_sequence=number):
            key = {"log": recorded.log, "file_name": name}
            taken = {"state": ACCEPTED, "data_sequence": number, "msg_code": 0, "msg": None}
            yield Patch(upload, key, taken)
        case UploadRefused(file_name=name, data_sequence=number, msg_code=code, msg=msg):
            key = {"log": recorded.log, "file_name": name}
            values = {"state": REFUSED, "data_sequence": number, "msg_code": code, "msg": msg}
            yield Patch(upload, key, values)
        case DownloadFileReceived() as file:
            yield Put(
                download,
                {
                    "log": recorded.log,
                    "file_name": file.file_name,
                    "position": recorded.position,
                    "block": file.block,
                    "content": file.content,
                    "received_at": time_text(recorded.network_time),
                },
            )
        case _:
            pass  # what happens inside a draft moves no file


def _submitted(recorded: Recorded, submitted: FilingSubmitted) -> Iterable[Change]:
    filing = submitted.filing
    documents = [
        document.size
        for site in filing.sites
        for approval in site.pre_approvals
        for document in approval.documents
    ]
    yield Put(
        waiting_filing,
        {
            "log": recorded.log,
            "draft_id": submitted.draft_id,
            "position": recorded.position,
            "size": sum(documents) + sum(one.content.size for one in filing.attachments),
            "correlation_id": recorded.correlation_id,
            "traceparent": recorded.traceparent,
        },
    )
    yield Put(
        reported_subject,
        {
            "log": recorded.log,
            "isp_subject_id": filing.subject.isp_subject_id,
            "draft_id": submitted.draft_id,
            "traceparent": recorded.traceparent,
        },
    )


def _requested(recorded: Recorded, requested: CancellationRequested) -> dict[str, object]:
    return {
        "log": recorded.log,
        "draft_id": requested.draft_id,
        "kind": requested.kind,
        "record_id": requested.record_id,
        "reason": requested.reason,
        "reason_text": requested.reason_text,
        "password": requested.password,
        **_origin(recorded),
    }


def _filed(recorded: Recorded, data: FilingDataReceived) -> Iterable[Change]:
    parts = [(SUBJECT, data.filing.subject.subject_id)]
    for site in data.filing.sites:
        parts.append((SITE, site.site_id))
        parts += [(ACCESS, access.access_id) for access in site.accesses]
    for kind, record_id in parts:
        if record_id is not None:
            key = {"log": recorded.log, "kind": kind, "record_id": record_id}
            yield Put(filed_part, {**key, "draft_id": data.draft_id})


def _upload(recorded: Recorded, file: FilePrepared) -> dict[str, object]:
    return {
        "log": recorded.log,
        "file_name": file.file_name,
        "state": PREPARED,
        "data_sequence": None,
        "draft_ids": list(file.draft_ids),
        "payload": file.payload,
        "msg_code": None,
        "msg": None,
        "prepared_at": time_text(recorded.network_time),
        **_origin(recorded),
    }


def _origin(recorded: Recorded) -> dict[str, object]:
    return {
        "correlation_id": recorded.correlation_id,
        "traceparent": recorded.traceparent,
        "position": recorded.position,
    }


FILES: Final = ReadModel(
    "enterprise_files",
    VERSION,
    (
        waiting_filing,
        waiting_cancellation,
        filed_part,
        reported_subject,
        uploaded_draft,
        upload,
        download,
    ),
    project,
)
