"""The stream of the network: made by the operator, deleted and made anew by a reset."""

import contextlib
from typing import Final

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from beian.bus.connection import connect
from beian.bus.subjects import EVERYTHING, OPERATOR, STREAM

_NO_LIMIT: Final = -1


def _config(replicas: int) -> StreamConfig:
    return StreamConfig(
        name=STREAM,
        subjects=[EVERYTHING],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_msgs=_NO_LIMIT,
        max_bytes=_NO_LIMIT,
        max_consumers=_NO_LIMIT,
        max_age=0,
        num_replicas=replicas,
    )


async def ensure_stream(url: str, password: str, *, replicas: int = 1) -> None:
    """Make the stream as the operator, if it is not there. `replicas`: 3 on a cluster."""
    client = await connect(url, OPERATOR, password)
    try:
        await _ensure(client.jetstream(), replicas)
    finally:
        await client.close()


async def renew_stream(url: str, password: str, *, replicas: int = 1) -> None:
    """Delete the stream and make it anew.

    Purging would not do: a purged stream still takes ids it once saw for duplicates. No actor
    may publish meanwhile: what it puts first on the new stream counts as all it published so far.
    """
    client = await connect(url, OPERATOR, password)
    try:
        jetstream = client.jetstream()
        with contextlib.suppress(NotFoundError):
            await jetstream.delete_stream(STREAM)
        await _ensure(jetstream, replicas)
    finally:
        await client.close()


async def _ensure(jetstream: JetStreamContext, replicas: int) -> None:
    try:
        await jetstream.stream_info(STREAM)
    except NotFoundError:
        await jetstream.add_stream(_config(replicas))
