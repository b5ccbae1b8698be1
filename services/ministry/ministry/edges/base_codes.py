"""The code tables of the enterprise interface: what they say, and saying a row anew."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, IdInPath, Text
from beian.identifiers import MINISTRY_LOG
from beian.regulations.base_codes import CodeChange, code_tables, path_of, tables
from beian.service import Kit, audited, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.base_codes import BASE_CODES, STREAM, BaseCodes, ChangeCode

router = APIRouter(prefix="/api/base-codes", tags=["code tables"])
type CodeInPath = Annotated[int, Path(ge=1, le=LONG_MAX)]


class CodeSaid(BaseModel):
    """How a row is called from now on; its id and what it means to the checks stay."""

    model_config = ConfigDict(extra="forbid")

    name: Text = Field(min_length=1, max_length=32)
    remark: Text | None = Field(default=None, min_length=1, max_length=128)


@router.get("")
async def list_tables() -> dict[str, Any]:
    """Name the code tables that JCDM carries."""
    return {"tables": list(tables())}


@router.get("/{table}")
async def read_table(table: IdInPath, kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """Show every row of a table as it stands."""
    if table not in tables():
        raise HTTPException(404, "没有此代码表")
    state: BaseCodes = await kit.log.state(MINISTRY_LOG, BASE_CODES, STREAM)
    changes = {key: CodeChange(one.name, one.remark) for key, one in state.changed.items()}
    rows = code_tables(changes)[path_of(table)]
    return {"table": table, "version": state.version, "rows": msgspec.to_builtins(rows)}


@router.put("/{table}/{code}", response_model=None, dependencies=[Depends(audited)])
async def say_anew(
    table: IdInPath,
    code: CodeInPath,
    said: CodeSaid,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Say a row of a table anew: every bureau hands it on to its providers (JCDM)."""
    command = ChangeCode(table, code, said.name, said.remark)
    outcome = await Controls(kit.log).change_code(meta, command)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"version": outcome.version}
