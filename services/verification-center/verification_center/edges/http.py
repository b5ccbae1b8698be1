"""What was checked, and the registry it is checked against."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import RowMapping

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.http.texts import Text, keepable
from beian.service import Kit, audited, kit_of, meta_of
from verification_center.application import Registry
from verification_center.domain.authority import SetEntry
from verification_center.read_models import checks, registry

ANSWERS_MAX = 200
ENTRIES_MAX = 1000
POSITION_MAX = 2**53 - 1

router = APIRouter(prefix="/api", tags=["identity checks"], dependencies=[Depends(audited)])
type NumberInPath = Annotated[str, Path(), AfterValidator(keepable)]
type Limit = Annotated[int, Query(ge=1, le=ANSWERS_MAX)]
type KitOf = Annotated[Kit, Depends(kit_of)]
type MetaOf = Annotated[Meta, Depends(meta_of)]


class Named(BaseModel):
    """Whose a certificate is."""

    model_config = ConfigDict(extra="forbid")

    name: Text


class Entry(Named):
    """A made-up person or unit of the registry."""

    certificate_type: int
    number: Text


class Entries(BaseModel):
    """Entries to be set together, all or none."""

    model_config = ConfigDict(extra="forbid")

    entries: list[Entry] = Field(max_length=ENTRIES_MAX)


@router.get("/checks")
async def get_checks(
    kit: KitOf,
    result: Literal["match", "mismatch"] | None = None,
    filing_number: Annotated[str | None, Query(max_length=64)] = None,
    before: Annotated[int | None, Query(ge=1, le=POSITION_MAX)] = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """List identity checks, the newest first; go on with `before` = the last one's position."""
    number = None if filing_number is None else _storable(filing_number)
    query = checks.last_checks(result=result, number=number, before=before, limit=limit)
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
        counted = (await connection.execute(checks.totals())).all()
    return {
        "simulated": True,
        "totals": {row[0]: row[1] for row in counted},
        "checks": [_check(row) for row in rows],
    }


@router.get("/checks/{application_id}")
async def get_check(application_id: str, kit: KitOf) -> dict[str, Any]:
    """Show the identity check of one application."""
    async with kit.log.engine.connect() as connection:
        query = checks.check_of(_storable(application_id))
        row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "该申请没有身份信息核查记录")
    return _check(row)


@router.get("/registry")
async def get_registry(
    kit: KitOf, name: Annotated[str, Query(max_length=128)] = "", limit: Limit = 50
) -> dict[str, Any]:
    """List entries of the registry whose name begins with `name`."""
    async with kit.log.engine.connect() as connection:
        query = registry.entries(name=_storable(name), limit=limit)
        rows = (await connection.execute(query)).mappings().all()
    return {"simulated": True, "entries": [dict(row) for row in rows]}


@router.put("/registry/{certificate_type}/{number}", response_model=None)
async def put_entry(
    certificate_type: int, number: NumberInPath, named: Named, kit: KitOf, meta: MetaOf
) -> dict[str, Any] | Response:
    """Let the registry say that this certificate is this person's or unit's."""
    return await _set(kit, meta, [SetEntry(certificate_type, number, named.name)])


@router.put("/registry", response_model=None)
async def put_entries(entries: Entries, kit: KitOf, meta: MetaOf) -> dict[str, Any] | Response:
    """Set several entries, all or none."""
    commands = [SetEntry(one.certificate_type, one.number, one.name) for one in entries.entries]
    return await _set(kit, meta, commands)


async def _set(kit: Kit, meta: Meta, commands: list[SetEntry]) -> dict[str, Any] | Response:
    outcome = await Registry(kit.log).set_entries(meta, commands)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"changed": outcome}


def _check(row: RowMapping) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name != "log"}
    return {**shown, "persons": msgspec.json.decode(row["persons"])}


def _storable(text: str) -> str:
    """Return the text without what no text of the database can have."""
    return text.replace("\x00", "")
