"""The page at `/`: clock, actors, what crosses the levels, the public query. Live by SSE."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from importlib.resources import files
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from beian.http.texts import ID_PATTERN
from beian.regulations.regions import find_province
from beian.service import Kit, kit_of
from ministry.edges.actors import Actors, standing
from ministry.edges.crossings import name_of_log
from ministry.edges.feed import Feed
from ministry.edges.live import Parts, parts_of
from ministry.edges.public_services import (
    published_phones,
    published_policies,
    recovery_status,
)
from ministry.edges.query import ASKED_CHARACTERS_MAX, find_apps, find_filings
from ministry.edges.sim import clock_view

SHOWN: Final = 40
"""Crossings on the page."""
STATE_SECONDS: Final = 1.0
"""How often a watcher is told of clock and actors."""
QUERY_FIELDS: Final = {"domain": "域名", "number": "备案号", "name": "名称"}
LOG_LEVELS: Final = ("ministry", "province", "enterprise", "verification-center")

router = APIRouter(include_in_schema=False)
live = APIRouter(prefix="/api", tags=["public"])

_PAGES: Final = Environment(
    loader=PackageLoader("ministry"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/", response_class=HTMLResponse)
async def portal(
    kit: Annotated[Kit, Depends(kit_of)],
    parts: Annotated[Parts, Depends(parts_of)],
    by: Annotated[str, Query()] = "domain",
    q: Annotated[str, Query()] = "",
    recovery: Annotated[str | None, Query(pattern=ID_PATTERN)] = None,
) -> HTMLResponse:
    """Show the network and answer the public query; works without scripts."""
    field = by if by in QUERY_FIELDS else "domain"
    asked = q.strip()[:ASKED_CHARACTERS_MAX]
    found = await find_filings(kit, field, asked) if asked else None
    apps = await find_apps(kit, field, asked) if asked else []
    await parts.feed.look()
    page = _PAGES.get_template("portal.html").render(
        network=kit.secrets.network,
        is_sim=kit.settings.sim,
        clock=clock_view(kit),
        actors=await actor_views(parts.actors),
        crossings=parts.feed.last(SHOWN),
        fields=QUERY_FIELDS,
        by=field,
        asked=asked,
        found=found,
        apps=apps,
        policies=await published_policies(kit),
        phones=await published_phones(kit),
        recovery=await recovery_status(kit, recovery) if recovery else None,
        style=_text("portal.css"),
        script=_text("portal.js"),
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-store", **_policy()})


@live.get("/events", response_class=StreamingResponse)
async def events(
    kit: Annotated[Kit, Depends(kit_of)],
    parts: Annotated[Parts, Depends(parts_of)],
) -> StreamingResponse:
    """Stream what crosses the levels (`crossing`) and the network's state (`state`), as SSE."""
    return StreamingResponse(
        _stream(kit, parts.actors, parts.feed),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(kit: Kit, actors: Actors, feed: Feed) -> AsyncIterator[bytes]:
    async with feed.watching() as queue:
        while True:
            views = await actor_views(actors)
            yield _message("state", {"clock": clock_view(kit), "actors": views})
            loop = asyncio.get_running_loop()
            until = loop.time() + STATE_SECONDS
            while (left := until - loop.time()) > 0:
                try:
                    async with asyncio.timeout(left):
                        crossing = await queue.get()
                except TimeoutError:
                    break
                yield _message("crossing", crossing.as_dict())


def _message(event: str, data: dict[str, Any]) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (event.encode(), msgspec.json.encode(data))


async def actor_views(actors: Actors) -> Sequence[dict[str, Any]]:
    """Return every actor with its level, name, log and how the log stands."""
    states, addresses = await actors.states(), await actors.addresses()
    return [
        {
            "log": log,
            "level": LOG_LEVELS.index(log.partition(".")[0]),
            "name": name_of_log(log),
            "short": _short(log),
            "url": addresses[log]["url"] if log in addresses else None,
            **standing(states.get(log)),
        }
        for log in actors.logs
    ]


def _short(log: str) -> str:
    """Return one or two characters for the picture."""
    level, _, rest = log.partition(".")
    province = find_province(rest[:6]) if rest else None
    if province is not None:
        return province.short if level == "province" else f"{province.short}企"
    return "部" if level == "ministry" else "核"


def _text(name: str) -> str:
    return (files("ministry") / "templates" / name).read_text("utf-8")


def _policy() -> dict[str, str]:
    """Let the page use what it brings along, and nothing from elsewhere."""
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
