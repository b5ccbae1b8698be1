"""The simulated provincial system: takes test files of systems on trial, and keeps them apart.

A file is read exactly as a bureau reads it (`parse_upload`); what it says goes nowhere else.
"""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.rules import enforces
from beian.service import Kit, audited, kit_of, meta_of
from beian.wire.files import UploadFile, parse_upload
from verification_center.domain.commissioning import (
    TAKEN,
    TRIALS,
    TakeSubmission,
    commissioning_stream,
)

FILE_NAME = "test.xml"
router = APIRouter(prefix="/api", tags=["commissionings"], dependencies=[Depends(audited)])


class Taken(BaseModel):
    """What the simulated system says of a file."""

    simulated: bool = True
    code: int = Field(description="0: taken; else the code the whole file gets.")
    operations: tuple[str, ...]
    records: int
    detail: str | None


@router.post("/commissionings/{isp_id}/uploads", response_model=Taken)
@enforces("R14-025")
async def take_test_file(
    isp_id: Annotated[int, Path(ge=1, le=LONG_MAX)],
    request: Request,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> Taken | Response:
    """Take a test file (the XML of isp_upload, unsealed): nothing of it is ever filed."""
    content = await request.body()
    command = _read(content)

    async def body(session: Session) -> object:
        return await session.decide(TRIALS, commissioning_stream(isp_id), command, None)

    outcome = await kit.transact(VERIFICATION_CENTER_LOG, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return Taken(
        code=command.code,
        operations=command.operations,
        records=command.records,
        detail=command.detail,
    )


def _read(content: bytes) -> TakeSubmission:
    sha256 = hashlib.sha256(content).hexdigest()
    file = parse_upload(content, FILE_NAME)
    if isinstance(file, UploadFile):
        return TakeSubmission(sha256, TAKEN, file.operations, len(file.records), None)
    return TakeSubmission(sha256, file.code, (), 0, file.detail)
