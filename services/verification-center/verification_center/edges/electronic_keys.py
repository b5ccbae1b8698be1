"""Issuing an electronic key (备案电子密钥): the key itself is told here, once, and kept nowhere."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import Text
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.deadlines import day_of
from beian.regulations.electronic_keys import key_text
from beian.service import Kit, audited, kit_of, meta_of
from verification_center.domain.electronic_key import (
    ELECTRONIC_KEY,
    ElectronicKey,
    IssueKey,
    Level,
    Making,
)

REMIT_MAX: Final = 50

router = APIRouter(prefix="/api", tags=["electronic-keys"], dependencies=[Depends(audited)])


class KeyApplication(BaseModel):
    """A department asks for a key."""

    model_config = ConfigDict(extra="forbid")

    department: Text = Field(min_length=1, max_length=100)
    level: Level
    region: Text | None = Field(default=None, max_length=6, description="Of a provincial one.")
    remit: list[int] = Field(
        default_factory=list,
        max_length=REMIT_MAX,
        description="Kinds of special content (nrlx) it sees; empty: all filings.",
    )
    valid_until: date


class IssuedKey(BaseModel):
    """The key, as the department gets it: it is shown once."""

    key_id: str
    key: str
    valid_until: date


@router.post("/electronic-keys", response_model=IssuedKey, status_code=201)
async def issue_key(
    application: KeyApplication,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> IssuedKey | Response:
    """Authorize a department and make its key."""
    key_id = kit.identifiers.event_id(kit.clock.now())
    key = key_text(application.region, key_id, kit.identifiers.provider_password())

    async def body(session: Session) -> ElectronicKey | Refusal:
        command = IssueKey(
            department=application.department,
            level=application.level,
            valid_until=application.valid_until,
            region=application.region,
            remit=tuple(application.remit),
        )
        making = Making(day_of(session.now), key_id, key)
        return await session.decide(ELECTRONIC_KEY, f"electronickey-{key_id}", command, making)

    outcome = await kit.transact(VERIFICATION_CENTER_LOG, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return IssuedKey(key_id=key_id, key=key, valid_until=application.valid_until)
