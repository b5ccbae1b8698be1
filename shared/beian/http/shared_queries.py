"""The HTTP edge of departments' queries (部门查询), the same at the ministry and at a bureau."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.texts import Text
from beian.regulations.deadlines import day_of
from beian.regulations.electronic_keys import read_key
from beian.service import Kit
from beian.shared_queries import HELD_KEY, KIND, AnswerQuery, System, refuse_key

KEY_HEADER: Final = "X-Beian-Key"
KEY_MAX: Final = 200
ANSWERS_MAX: Final = 50
"""Sites in one answer."""

type Key = Annotated[
    str, Header(alias=KEY_HEADER, max_length=KEY_MAX, description="The department's key.")
]
type Find = Callable[[Session, "SharedQuery", Sequence[int]], Awaitable[list[dict[str, Any]]]]
"""Unit of work, query and the key's remit -> the sites found, each with `site_number`."""


class SharedQuery(BaseModel):
    """What a department asks for."""

    model_config = ConfigDict(extra="forbid")

    by: Literal["number", "domain", "name"]
    text: Text = Field(min_length=1, max_length=255)


class SharedSite(BaseModel):
    """A filed site, as content departments share it: no person, no contact."""

    site_number: str
    filing_number: str
    sponsor_name: str
    sponsor_kind: int | None
    home_region: str
    site_name: str
    domains: list[str]
    home_page: str | None
    special_contents: list[int] = Field(description="Kinds of special content (nrlx).")


class SharedAnswer(BaseModel):
    """What the department sees: the filings of its remit."""

    key_id: str
    department: str
    sites: list[SharedSite]


async def answer_query(
    kit: Kit, log: str, meta: Meta, region: str | None, key: str, query: SharedQuery, find: Find
) -> SharedAnswer | Refusal:
    """Answer a query with a key's remit, and record the answer. `region`: None of the ministry."""

    async def body(session: Session) -> SharedAnswer | Refusal:
        system = System(region, day_of(session.now))
        said = read_key(key)
        stream = f"{KIND}-{said.key_id if said else ''}"
        state = await session.state(HELD_KEY, stream)
        refusal = refuse_key(state, key, system)
        if refusal is not None:
            return refusal
        assert state.noted is not None, "a key that is not refused is known"
        found = await find(session, query, state.noted.remit)
        numbers = tuple(str(one["site_number"]) for one in found)
        command = AnswerQuery(key, f"{query.by}:{query.text}", numbers)
        outcome = await session.decide(HELD_KEY, stream, command, system)
        if isinstance(outcome, Refusal):
            return outcome
        noted = state.noted
        return SharedAnswer(
            key_id=noted.key_id,
            department=noted.department,
            sites=[SharedSite(**one) for one in found],
        )

    return await kit.transact(log, meta, body)
