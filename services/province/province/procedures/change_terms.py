"""The day on which a change takes effect, declared by who asked for it."""

from datetime import date
from typing import Final

from sqlalchemy import select

from beian.eventlog import Session
from beian.events.filing import NEW_FILING
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.change_terms import TERM, Context, DeclareEffect
from province.read_models.applications import application


async def _context(_bureau: Bureau, session: Session, key: str, _command: DeclareEffect) -> Context:
    table = application.c
    question = select(table.received_at).where(
        table.log == session.log, table.application_id == key, table.operation != NEW_FILING
    )
    rows = await session.query(question)
    return Context(date.fromisoformat(rows[0].received_at[:10]) if rows else None)


def _key(_bureau: Bureau, command: DeclareEffect) -> str:
    return command.application_id


PROCEDURE: Final = Procedure[Bureau](
    kind="changeterm",
    path="change-terms",
    decider=TERM,
    acts=(Act("open", DeclareEffect, "Declare from which day on changed data hold", opens=True),),
    context=_context,
    key_of=_key,
)
