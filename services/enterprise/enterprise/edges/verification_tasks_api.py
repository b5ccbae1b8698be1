"""The bureau's tasks to verify self-filed records (HSRW), and their answers (HSJG)."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.enterprise import FilePrepared
from beian.http.problems import RESPONSES, problem
from beian.http.texts import LONG_MAX, Text
from beian.identifiers import stream_name
from beian.records_changes import VerificationAnswer, VerifiedFiling
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.files import parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import AES, Sealed, seal
from beian.wire.upload_operations import write_icp_upload
from enterprise.application import Provider
from enterprise.domain.exchange import EXCHANGE, Exchange, PrepareFile
from enterprise.domain.verification_tasks import answer_to
from enterprise.edges.desk import Answer, AtDesk, Desk
from enterprise.read_models.files import download, upload

router: Final = APIRouter(prefix="/{isp_id}/api", tags=["notices"], responses=RESPONSES)

TASKS: Final = "ICP/HSRW/Baxx"
TASK_FILES_MAX: Final = 200
NO_TASK: Final = Refusal(Reason.NOT_FOUND, "没有此核实任务", "subject_id")

type SubjectId = Annotated[int, Path(ge=1, le=LONG_MAX)]


class TaskAnswer(BaseModel):
    """What verifying a self-filed record gave."""

    model_config = ConfigDict(extra="forbid")

    passed: bool
    verifier: Text = Field(min_length=1, max_length=128)
    opinion: Text = Field(min_length=1, max_length=1024)
    errors: Text | None = Field(default=None, min_length=1, max_length=4000)


@router.get("/verification-tasks")
async def list_tasks(desk: AtDesk) -> list[dict[str, Any]]:
    """List the records to be verified, the newest first, and the answers that were sealed."""
    sealed = await _answers(desk)
    return [
        {
            "subject_id": subject_id,
            "task": msgspec.to_builtins(task),
            "answers": [one for one in sealed if one["file_name"].startswith(_prefix(subject_id))],
        }
        for subject_id, task in (await _tasks(desk)).items()
    ]


@router.post(
    "/verification-tasks/{subject_id}/answer",
    status_code=HTTPStatus.ACCEPTED,
    response_model=None,
)
async def answer_task(subject_id: SubjectId, body: TaskAnswer, desk: AtDesk) -> Answer:
    """Seal an answer (HSJG) for the bureau; it goes up next. 409 while another file does."""
    task = (await _tasks(desk)).get(subject_id)
    if task is None:
        return problem(NO_TASK)
    answer = answer_to(
        task,
        isp_id=desk.provider.isp_id,
        today=day_of(desk.kit.clock.now()),
        passed=body.passed,
        verifier=body.verifier,
        opinion=body.opinion,
        errors=body.errors,
    )
    if isinstance(answer, Refusal):
        return problem(answer)
    return await _prepare(desk, subject_id, answer)


async def _prepare(desk: Desk, subject_id: int, answer: VerificationAnswer) -> Answer:
    stream = stream_name("wire", desk.provider.isp_id)
    exchange = await desk.kit.log.state(desk.log, EXCHANGE, stream)
    name = f"{_prefix(subject_id)}{exchange.prepared + 1}.xml"
    sealed = await asyncio.to_thread(_sealed, desk.provider, answer, name)
    if isinstance(sealed, Refusal):
        return problem(sealed)

    async def body(session: Session) -> Exchange | Refusal:
        payload = await session.store_blob(sealed.beian_info.encode("ascii"))
        file = FilePrepared(
            isp_id=desk.provider.isp_id,
            file_name=name,
            payload=payload,
            beian_info_hash=sealed.beian_info_hash,
            encrypt_algorithm=AES,
            draft_ids=(),
        )
        return await session.decide(EXCHANGE, stream, PrepareFile(file), desk.provider.isp_id)

    outcome = await desk.kit.transact(desk.log, desk.meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"subject_id": subject_id, "file_name": name}


def _sealed(provider: Provider, answer: VerificationAnswer, name: str) -> Sealed | Refusal:
    """Write and seal an answer; a Refusal where it is none by the schema."""
    xml = write_icp_upload({"ICP/HSJG": [answer]}, {}, reporting_unit=provider.isp_id)
    parsed = parse_upload(xml, name)
    if isinstance(parsed, WireRefusal):
        return Refusal(Reason.INVALID_FIELD, f"内容不符合接口规范：{parsed.detail}", parsed.xpath)
    account = provider.account
    return seal(xml, name, key=account.aes_key, iv=account.aes_offset, encrypt=True)


async def _tasks(desk: Desk) -> dict[int, VerifiedFiling]:
    """Return the tasks by Ztid, the newest first."""
    table = download.c
    query = (
        select(table.content)
        .where(table.log == desk.log, table.block.contains("ICP/HSRW"))
        .order_by(table.position.desc())
        .limit(TASK_FILES_MAX)
    )
    async with desk.kit.log.engine.connect() as connection:
        contents = (await connection.execute(query)).scalars().all()
    tasks: dict[int, VerifiedFiling] = {}
    for content in contents:
        read = await _read(desk, content)
        for task in read.contents.get(TASKS, ()) if read is not None else ():
            tasks.setdefault(task.subject.subject_id, task)
    return tasks


async def _answers(desk: Desk) -> list[dict[str, Any]]:
    table = upload.c
    query = (
        select(table.file_name, table.state, table.data_sequence, table.msg_code, table.prepared_at)
        .where(table.log == desk.log, table.file_name.startswith("hsjg"))
        .order_by(table.position)
    )
    async with desk.kit.log.engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(query)).mappings()]


async def _read(desk: Desk, content: str) -> DownloadFile | None:
    xml = await desk.kit.log.blob(desk.log, content)
    assert xml is not None, "a fetched file is stored with its event"
    read = await asyncio.to_thread(read_download, xml)
    return None if isinstance(read, WireRefusal) else read


def _prefix(subject_id: int) -> str:
    return f"hsjg{subject_id}n"
