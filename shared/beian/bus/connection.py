"""One connection to NATS per actor, under its own name and inbox.

It never reconnects by itself: a reconnecting client can store publishes out of order. Who
uses it opens a new one and looks what arrived (`relay.py`).
"""

import logging
from collections.abc import Callable
from pathlib import Path

from nats.aio.client import Client

from beian.bus.subjects import inbox_of
from beian.errors import Fault

_logger = logging.getLogger(__name__)

_CONNECT_TIMEOUT_S = 2
_PING_EVERY_S = 10
_PINGS_UNANSWERED_MAX = 2


def read_password(credentials: Path, user: str) -> str:
    """Return a user's NATS password from the credentials folder. Fault if it is not there."""
    file = credentials / user
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Fault(f"no NATS password of {user} in {credentials}: {error.strerror}") from error


async def connect(
    url: str, user: str, password: str, on_closed: Callable[[], None] | None = None
) -> Client:
    """Connect as an actor (user = its log). Raises what nats-py raises if there is no way in.

    `on_closed` is called once when the connection has ended, whoever ended it.
    """

    async def refused(error: Exception) -> None:
        # A refused publish or request is a mere time-out for its caller: the reason is only here.
        _logger.warning("NATS says to %s: %r", user, error)

    async def closed() -> None:
        if on_closed is not None:
            on_closed()

    client = Client()
    try:
        await client.connect(
            url,
            user=user,
            password=password,
            name=user,
            inbox_prefix=inbox_of(user).encode(),
            allow_reconnect=False,
            connect_timeout=_CONNECT_TIMEOUT_S,
            ping_interval=_PING_EVERY_S,
            max_outstanding_pings=_PINGS_UNANSWERED_MAX,
            error_cb=refused,
            closed_cb=closed,
        )
    except BaseException:
        await client.close()  # a refused client leaves its socket open
        raise
    return client
