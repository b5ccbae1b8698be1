"""Subjects on the bus and who may use which: PURE, the one table of rights between actors.

`beian.<log>.<stream kind>.<EventType>.<to>`; `<to>` is whom the event is meant for, or `all`.
What an actor may read is decided by the consumers it may create, one filter each: both the
services' consumers and the NATS users are made from `subscriptions`.

Source: architecture §5, recipes §1.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from beian.events import CATALOGUE
from beian.events.apps import AppRecordSynchronized
from beian.events.base import ALL, MINISTRY, VERIFICATION_CENTER
from beian.events.clock import ClockSet
from beian.events.filing import FilingRecordReported
from beian.identifiers import (
    MINISTRY_LOG,
    VERIFICATION_CENTER_LOG,
    isp_of_log,
    region_of_log,
    stream_kind,
)

STREAM: Final = "BEIAN"
ROOT: Final = "beian"
EVERYTHING: Final = f"{ROOT}.>"
CONTROL_STATE: Final = "control.state"
CONTROL_ADDRESS: Final = "control.address"
CONTROL: Final = "control.>"
OPERATOR: Final = "operator"
"""The user that makes and deletes the stream; no service has its password."""

_ANSWER_WITHIN: Final = "60s"
_TOKENS_AFTER_LOG: Final = 3


@dataclass(frozen=True, slots=True)
class Subscription:
    """A durable consumer of one actor: its name, unique in the stream, and its one filter."""

    consumer: str
    filter: str


type Subscriptions = Callable[[str], Sequence[Subscription]]


def actor_of(log: str) -> str:
    """Return the log's name as one token of a subject or a consumer's name."""
    return log.replace(".", "-")


def inbox_of(log: str) -> str:
    """Return the prefix under which alone the actor may receive: nobody reads `_INBOX.>`."""
    return f"_INBOX.{actor_of(log)}"


def relay_consumer(log: str) -> str:
    """Return the name of the consumer by which a relay finds its log's last message."""
    return f"{actor_of(log)}-relay"


def own_subjects(log: str) -> str:
    """Return the filter of all that an actor publishes."""
    return f"{ROOT}.{log}.>"


def subject(log: str, stream: str, event_type: str, recipient: str) -> str:
    """Return the subject of an event that goes to `recipient`."""
    return f"{ROOT}.{log}.{stream_kind(stream)}.{event_type}.{recipient}"


def log_of_subject(name: str) -> str:
    """Return whose event lies under a subject of the stream; the server checked the sender."""
    return ".".join(name.split(".")[1:-_TOKENS_AFTER_LOG])


def subscriptions(log: str) -> tuple[Subscription, ...]:
    """Return what the actor of a log reads from the bus. ValueError if there is no such actor."""
    actor = actor_of(log)
    region = region_of_log(log)
    if region is not None:
        return (
            Subscription(f"{actor}-mail", f"{ROOT}.{MINISTRY_LOG}.*.*.{region}"),
            Subscription(f"{actor}-all", f"{ROOT}.{MINISTRY_LOG}.*.*.{ALL}"),
            Subscription(f"{actor}-center", f"{ROOT}.{VERIFICATION_CENTER_LOG}.*.*.{region}"),
            Subscription(f"{actor}-providers", f"{ROOT}.enterprise.*.*.*.{region}"),
        )
    if log == MINISTRY_LOG:
        return (
            Subscription(f"{actor}-mail", f"{ROOT}.province.*.*.*.{MINISTRY}"),
            Subscription(f"{actor}-center", f"{ROOT}.{VERIFICATION_CENTER_LOG}.*.*.{MINISTRY}"),
        )
    if log == VERIFICATION_CENTER_LOG:
        reported = CATALOGUE[FilingRecordReported.__name__]
        return (
            Subscription(f"{actor}-all", f"{ROOT}.{MINISTRY_LOG}.*.*.{ALL}"),
            Subscription(f"{actor}-mail", f"{ROOT}.{MINISTRY_LOG}.*.*.{VERIFICATION_CENTER}"),
            Subscription(f"{actor}-bureaus", f"{ROOT}.province.*.*.*.{VERIFICATION_CENTER}"),
            Subscription(
                f"{actor}-reported",
                f"{ROOT}.province.*.{reported.kind}.{reported.name}.{MINISTRY}",
            ),
        )
    isp_id = isp_of_log(log)
    if isp_id is not None:
        clock = CATALOGUE[ClockSet.__name__]
        app = CATALOGUE[AppRecordSynchronized.__name__]
        return (
            Subscription(f"{actor}-clock", f"{ROOT}.{MINISTRY_LOG}.{clock.kind}.*.{ALL}"),
            Subscription(f"{actor}-apps", f"{ROOT}.{MINISTRY_LOG}.{app.kind}.{app.name}.{ALL}"),
            Subscription(f"{actor}-mail", f"{ROOT}.{MINISTRY_LOG}.*.*.{isp_id}"),
            Subscription(f"{actor}-bureaus", f"{ROOT}.province.*.*.*.{isp_id}"),
        )
    raise ValueError(f"{log}: no actor of the network")


def nats_users(
    logs: Sequence[str],
    passwords: Mapping[str, str],
    subscriptions_of: Subscriptions = subscriptions,
) -> str:
    """Return the text of `users.conf`: one user per actor with its rights, and the operator.

    `passwords`: by log, and under `operator`. KeyError where one is missing.
    """
    users: list[dict[str, Any]] = [
        {
            "user": log,
            "password": passwords[log],
            "permissions": permissions(log, subscriptions_of(log)),
        }
        for log in logs
    ]
    users.append({"user": OPERATOR, "password": passwords[OPERATOR]})
    return f"users = {json.dumps(users, indent=1)}\n"


def permissions(log: str, reads: Sequence[Subscription]) -> dict[str, Any]:
    """Return the rights of one actor as NATS writes them. Recipes §1."""
    relay = Subscription(relay_consumer(log), own_subjects(log))
    publish = [own_subjects(log), f"$JS.API.STREAM.INFO.{STREAM}"]
    for one in (*reads, relay):
        name = f"{STREAM}.{one.consumer}"
        publish += [
            f"$JS.API.CONSUMER.CREATE.{name}.{one.filter}",
            f"$JS.API.CONSUMER.DELETE.{name}",
            f"$JS.API.CONSUMER.INFO.{name}",
            f"$JS.API.CONSUMER.MSG.NEXT.{name}",
            f"$JS.ACK.{name}.>",
        ]
    if log == MINISTRY_LOG:
        publish.append(CONTROL)
    return {
        "publish": {"allow": publish},
        "subscribe": {"allow": [f"{inbox_of(log)}.>", CONTROL]},
        "allow_responses": {"max": 1, "expires": _ANSWER_WITHIN},
    }
