"""Questions of operation over core NATS: `control.state`, `control.address`.

Every actor answers for its log while its process is the writer; the ministry asks. Answers
are never state: what is not in a log did not happen.

Source: architecture §5, recipes §3.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nats.aio.client import Client
from nats.aio.msg import Msg

from beian.bus.subjects import CONTROL_ADDRESS, CONTROL_STATE

_logger = logging.getLogger(__name__)

type Answer = dict[str, Any]
type Answers = Mapping[str, Callable[[bytes], Awaitable[Answer]]]
"""Subject -> what this actor answers to a question; the answer names its `log`."""

LOOK: Final = b"look"
"""Asks an actor to find out first whether there is work outside of the network for it."""

ANSWER_WITHIN_S: Final = 2.0
"""Seconds in which every actor has answered a question of operation."""

_AGAIN_AFTER_S: Final = 0.002
_AGAIN_AFTER_MAX_S: Final = 0.05


async def answer(client: Client, answers: Answers) -> None:
    """Answer questions over this connection from now on."""

    async def respond(message: Msg) -> None:
        ask = answers.get(message.subject)
        if ask is None or not message.reply:
            return
        try:
            await message.respond(json.dumps(await ask(message.data)).encode())
        except Exception:
            # Silence is an answer here: the ministry names who did not answer.
            _logger.exception("%s could not be answered", message.subject)

    for subject in (CONTROL_STATE, CONTROL_ADDRESS):
        await client.subscribe(subject, cb=respond)


async def request_all(
    client: Client, subject: str, expected: Collection[str], timeout: float, question: bytes = b""
) -> dict[str, Answer]:
    """Ask every actor; return the answers by log as soon as all `expected` logs have answered.

    After `timeout` seconds those that came. Actors that were not expected are left out.
    """
    answers: dict[str, Answer] = {}
    waiting = set(expected)
    complete = asyncio.Event()

    async def take(message: Msg) -> None:
        reply = json.loads(message.data) if message.data else {}
        log = reply.get("log")
        if log in waiting:
            answers[log] = reply
            waiting.discard(log)
            if not waiting:
                complete.set()

    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox, cb=take)
    try:
        await client.publish(subject, question, reply=inbox)
        async with asyncio.timeout(timeout):
            await complete.wait()
    except TimeoutError:
        pass
    finally:
        if not client.is_closed:
            await subscription.unsubscribe()
    return answers


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether nothing moves any more, and who still does or does not answer."""

    settled: bool
    rounds: int
    lagging: tuple[str, ...] = ()
    """Logs that moved or were silent when time was up, in order of name."""
    states: Mapping[str, Answer] = field(default_factory=dict)
    """The last answers."""


def is_quiet(state: Answer) -> bool:
    """Say whether an actor's answer to `control.state` shows nothing under way. PURE."""
    return bool(
        state["published"] >= state["size"]
        and not state["busy"]
        and all(
            not consumer["pending"] and not consumer["ack_pending"]
            for consumer in state["consumers"].values()
        )
        and state["ready"]
    )


async def settle(
    ask: Callable[[float, bytes], Awaitable[Mapping[str, Answer]]],
    expected: Collection[str],
    timeout: float,
) -> Settled:
    """Ask until two rounds in a row are quiet and equal, or `timeout` seconds are over.

    `ask`: one round of `control.state` within the seconds it is given, e.g. `request_all`. A
    round counts only if all `expected` logs answered it. Looking outside costs a call for each
    provider: it is asked for only after a quiet round, for what lay ready before that shows then.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    before: Mapping[str, Answer] | None = None
    states: Mapping[str, Answer] = {}
    moving = tuple(sorted(expected))
    rounds, pause = 0, _AGAIN_AFTER_S
    while (left := end - loop.time()) > 0:
        states = await ask(min(left, ANSWER_WITHIN_S), b"" if before is None else LOOK)
        rounds += 1
        moving = tuple(log for log in sorted(expected) if not _answers_quiet(states.get(log)))
        if moving:
            before = None
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 2, _AGAIN_AFTER_MAX_S)
        elif states == before:
            return Settled(settled=True, rounds=rounds, states=states)
        else:
            before, pause = states, _AGAIN_AFTER_S
    return Settled(settled=False, rounds=rounds, lagging=moving, states=states)


def _answers_quiet(state: Answer | None) -> bool:
    return state is not None and is_quiet(state)
