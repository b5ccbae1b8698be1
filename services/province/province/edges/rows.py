"""Rows of a read model, as a route asks for them."""

from typing import Annotated, Any, Final

from fastapi import Query
from sqlalchemy import Select

from beian.service import Kit

LIMIT_MAX: Final = 1000

type Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Rows at most.")]


type Row = dict[str, Any]


async def rows_of(kit: Kit, question: Select[Any]) -> list[Row]:
    """Return the rows that a question finds, by column."""
    async with kit.log.engine.connect() as connection:
        found = (await connection.execute(question)).mappings().all()
    return [dict(row) for row in found]
