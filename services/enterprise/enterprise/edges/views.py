"""What the provider's API answers: drafts with their history, the outbox, files up and down."""

from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from beian.eventlog import Recorded
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from beian.identifiers import stream_name
from beian.service import Kit
from enterprise.application import DRAFT_STREAM, Provider
from enterprise.edges.labels import EVENTS, STATES, SUBMITTED_BY
from enterprise.read_models.drafts import draft
from enterprise.read_models.files import download, upload

PAGE_MAX: Final = 500

type View = dict[str, Any]


async def drafts_of(
    engine: AsyncEngine, log: str, *, before: int | None = None, limit: int = PAGE_MAX
) -> list[View]:
    """Return the provider's drafts, the newest first; `before`: `created` of the last one seen."""
    query = select(draft).where(draft.c.log == log).order_by(draft.c.created.desc()).limit(limit)
    if before is not None:
        query = query.where(draft.c.created < before)
    return [_draft(row) for row in await _rows(engine, query)]


async def draft_view(kit: Kit, provider: Provider, draft_id: str) -> View | None:
    """Return one draft with its history, or None."""
    query = select(draft).where(draft.c.log == provider.log, draft.c.draft_id == draft_id)
    rows = await _rows(kit.log.engine, query)
    if not rows:
        return None
    history = await kit.log.read_stream(provider.log, stream_name(DRAFT_STREAM, draft_id))
    return {**_draft(rows[0]), "history": [_event(recorded) for recorded in history]}


async def outbox_of(engine: AsyncEngine, log: str, draft_id: str | None, limit: int) -> list[View]:
    """Return the texts to sponsors, the newest first."""
    query = select(outbox).where(outbox.c.log == log)
    if draft_id is not None:
        query = query.where(outbox.c.application_id == draft_id)
    query = query.order_by(outbox.c.created_at.desc(), outbox.c.id).limit(limit)
    texts = await _rows(engine, query)
    return [
        {"draft_id": row.pop("application_id"), **{k: v for k, v in row.items() if k != "log"}}
        for row in texts
    ]


async def uploads_of(engine: AsyncEngine, log: str, limit: int) -> list[View]:
    """Return the files sealed for the bureau, the newest first."""
    query = select(upload).where(upload.c.log == log).order_by(upload.c.position.desc())
    return [_without_log(row) for row in await _rows(engine, query.limit(limit))]


async def downloads_of(engine: AsyncEngine, log: str, limit: int) -> list[View]:
    """Return the files fetched from the bureau, the newest first."""
    query = select(download).where(download.c.log == log).order_by(download.c.position.desc())
    return [_without_log(row) for row in await _rows(engine, query.limit(limit))]


async def _rows(engine: AsyncEngine, query: Any) -> list[View]:  # noqa: ANN401 - any select
    async with engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(query)).mappings()]


def _draft(row: View) -> View:
    return {
        **_without_log(row),
        "state_text": STATES[row["state"]],
        "submitted_by_text": SUBMITTED_BY[row["submitted_by"]],
    }


def _without_log(row: View) -> View:
    return {name: value for name, value in row.items() if name != "log"}


def _event(recorded: Recorded) -> View:
    return {
        "position": recorded.position,
        "type": recorded.type,
        "text": EVENTS[recorded.type],
        "at": time_text(recorded.network_time),
        "actor": recorded.actor,
        "data": msgspec.json.decode(recorded.data),
    }
