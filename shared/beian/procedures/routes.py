"""The HTTP API of procedures: one route for each act, the list of cases, and one case's life."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from inspect import Parameter, Signature
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import RowMapping, select

from beian.errors import Refusal
from beian.eventlog import Meta, Recorded, Session
from beian.eventlog.codec import time_text
from beian.events import Ruled
from beian.http.problems import RESPONSES, problem
from beian.http.texts import LONG_MAX, Text
from beian.procedures.bodies import body_of, needs_nothing, refuse_unkeepable
from beian.procedures.procedure import Act, Procedure
from beian.procedures.read_model import case
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of, meta_of

PAGE_MAX: Final = 200
_SCANNED_AT_ONCE: Final = 500

type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]
type Hosting[H] = Callable[..., H]
"""A dependency: which actor a request is meant for."""
type LogOf[H] = Callable[[H], str]
type KeyInPath = Annotated[Text, Path(min_length=1, max_length=200)]
"""Of a case: an id, or what it is about: a filing number, an account."""
type Given = Any
"""What FastAPI brings, or a decider's state: its type is the procedure's own."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A no that is recorded: the unit of work is kept, and the caller is refused."""

    refusal: Refusal


class CaseView(BaseModel):
    """One case and where it stands."""

    key: str
    phase: str = Field(description="The state's name in the flow's diagram.")
    state: dict[str, Any]


class ListedCase(CaseView):
    """A case in a list."""

    opened: int = Field(description="Log position of its first event; go on with `after` = this.")
    opened_at: str
    changed_at: str


class HappenedView(BaseModel):
    """One event of a case."""

    position: int
    type: str
    actor: str
    network_time: str
    rules: list[str] = Field(description="Ids of the rules the decision rests on.")
    data: dict[str, Any]


class CaseHistory(CaseView):
    """A case with everything that happened to it."""

    events: list[HappenedView]


def routes_of[H](
    procedures: Sequence[Procedure[H]],
    prefix: str,
    host: Hosting[H],
    log_of: LogOf[H],
    dependencies: Sequence[Any] = (),
) -> APIRouter:
    """Return the API of the procedures under a prefix, behind dependencies of all."""
    router = APIRouter(prefix=prefix, responses=RESPONSES, dependencies=[*dependencies])
    for procedure in procedures:
        asking = [] if procedure.public else [Depends(audited)]
        reading = APIRouter(dependencies=asking)
        acting = APIRouter(dependencies=[Depends(audited)])
        _add_reading(reading, procedure, host, log_of)
        for act in procedure.acts:
            _add_act(acting, procedure, act, host, log_of)
        for own in (reading, acting):
            router.include_router(own, prefix=f"/{procedure.path}", tags=[procedure.path])
    return router


def _add_reading[H](
    router: APIRouter, procedure: Procedure[H], host: Hosting[H], log_of: LogOf[H]
) -> None:
    async def list_cases(
        kit: KitHere,
        here: Annotated[Given, Depends(host)],
        phase: Annotated[str | None, Query(max_length=64)] = None,
        after: Annotated[int, Query(ge=0, le=LONG_MAX)] = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 50,
    ) -> list[ListedCase]:
        """List the cases in the order they were opened."""
        return await _listed(kit, log_of(here), procedure, phase, after, limit)

    async def get_case(
        key: KeyInPath, kit: KitHere, here: Annotated[Given, Depends(host)]
    ) -> CaseHistory | Response:
        """Show one case and everything that happened to it."""
        recorded = await kit.log.read_stream(log_of(here), procedure.stream(key))
        if not recorded:
            return problem(_none(key))
        state = procedure.decider.fold(one.event for one in recorded)
        events = [_happened(one) for one in recorded]
        return CaseHistory(**_shown(procedure, key, state), events=events)

    name = procedure.path
    router.add_api_route("", list_cases, name=f"list {name}", response_model=list[ListedCase])
    router.add_api_route("/{key}", get_case, name=f"show {name}", response_model=CaseHistory)


def _add_act[H](
    router: APIRouter, procedure: Procedure[H], act: Act, host: Hosting[H], log_of: LogOf[H]
) -> None:
    body = body_of(act.command)

    async def open_case(command: Given, kit: Kit, meta: Meta, here: Given) -> Response | CaseView:
        return await _ask(kit, meta, procedure, here, log_of(here), None, command)

    async def go_on(
        key: str,
        command: Given,
        kit: Kit,
        meta: Meta,
        here: Given,
    ) -> Response | CaseView:
        return await _ask(kit, meta, procedure, here, log_of(here), key, command)

    handle: Given = open_case if act.opens else go_on
    default = body() if needs_nothing(act.command) else Parameter.empty
    parameters = {
        "key": KeyInPath,
        "command": Annotated[body, Body()],
        "kit": KitHere,
        "meta": MetaHere,
        "here": Annotated[Any, Depends(host)],
    }
    if act.opens:
        del parameters["key"]
    handle.__signature__ = Signature(
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                annotation=annotation,
                default=default if name == "command" else Parameter.empty,
            )
            for name, annotation in parameters.items()
        ]
    )
    router.add_api_route(
        ("" if act.opens else "/{key}")
        + ("" if act.opens and act.name == "open" else f"/{act.name}"),
        handle,
        methods=["POST"],
        name=f"{act.name} {procedure.path}",
        description=f"{act.says}.",
        response_model=CaseView,
        status_code=HTTPStatus.CREATED if act.opens else HTTPStatus.OK,
    )


async def _ask[H](
    kit: Kit,
    meta: Meta,
    procedure: Procedure[H],
    here: H,
    log: str,
    key: str | None,
    command: object,
) -> Response | CaseView:
    refusal = refuse_unkeepable(command)
    if refusal is not None:
        return problem(refusal)
    is_new = key is None
    if key is None:
        key = (
            kit.identifiers.event_id(kit.clock.now())
            if procedure.key_of is None
            else procedure.key_of(here, command)
        )
    stream = procedure.stream(key)

    async def body(session: Session) -> CaseView | Denied | Refusal:
        if not is_new and not await session.events(stream):
            return _none(key)
        outcome = await procedure.carry_out(here, session, key, command)
        if isinstance(outcome, Refusal):
            return outcome
        state = await session.state(procedure.decider, stream)
        no = None if procedure.denied is None else procedure.denied(state)
        if no is not None:
            return Denied(no)
        return CaseView(**_shown(procedure, key, state))

    outcome: CaseView | Denied | Refusal = await kit.transact(log, meta, body)
    match outcome:
        case Denied(refusal=refusal) | (Refusal() as refusal):
            return problem(refusal)
        case CaseView():
            return outcome


async def _listed[H](
    kit: Kit, log: str, procedure: Procedure[H], phase: str | None, after: int, limit: int
) -> list[ListedCase]:
    found: list[ListedCase] = []
    while len(found) < limit:
        rows = await _rows(kit, log, procedure.kind, after)
        streams = {row["key"]: procedure.stream(row["key"]) for row in rows}
        states = await kit.log.states(log, procedure.decider, list(streams.values()))
        for row in rows:
            state = states[streams[row["key"]]]
            if phase is None or state.phase == phase:
                shown = _shown(procedure, row["key"], state)
                times = {name: row[name] for name in ("opened", "opened_at", "changed_at")}
                found.append(ListedCase(**shown, **times))
        if len(rows) < _SCANNED_AT_ONCE:
            break
        after = rows[-1]["opened"]
    return found[:limit]


async def _rows(kit: Kit, log: str, kind: str, after: int) -> Sequence[RowMapping]:
    table = case.c
    question = (
        select(case)
        .where(table.log == log, table.kind == kind, table.opened > after)
        .order_by(table.opened)
        .limit(_SCANNED_AT_ONCE)
    )
    async with kit.log.engine.connect() as connection:
        return (await connection.execute(question)).mappings().all()


def _shown[H](procedure: Procedure[H], key: str, state: Given) -> dict[str, Any]:
    shown = state if procedure.view is None else procedure.view(state)
    return {"key": key, "phase": state.phase, "state": msgspec.to_builtins(shown, str_keys=True)}


def _happened(recorded: Recorded) -> HappenedView:
    event = recorded.event
    return HappenedView(
        position=recorded.position,
        type=recorded.type,
        actor=recorded.actor,
        network_time=time_text(recorded.network_time),
        rules=list(event.rules) if isinstance(event, Ruled) else [],
        data=msgspec.to_builtins(event),
    )


def _none(key: str) -> Refusal:
    return Refusal(Reason.NOT_FOUND, f"没有编号为{key}的事项", "key")
