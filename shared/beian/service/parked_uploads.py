"""Accepted uploads that cannot be processed: parked, so that nothing waits behind them for ever.

What fails by itself is tried a few times and then parked with its reason, as a message of the
bus is: under the consumer `uploads`, by the position of its `UploadAccepted`. It stays an
unanswered upload until `beian redrive` processes it. What breaks around it (the database, the
right to write) says nothing of a file and is no attempt.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy import ColumnElement, exists

from beian.bus import Parked, is_around_us, park
from beian.errors import NotWriter
from beian.eventlog import Meta, Session
from beian.eventlog.beside import parked
from beian.eventlog.codec import stored_json, time_text
from beian.exchange_models import waiting_upload
from beian.service.kit import Kit

UPLOADS: Final = "uploads"
"""Under which consumer a parked upload is shown."""
ATTEMPTS_MAX: Final = 5
"""Attempts at a file before it is parked. Ours."""
RETRY_FIRST_S: Final = 0.25
RETRY_MAX_S: Final = 2.0

_logger: Final = logging.getLogger(__name__)


async def process_or_park(
    kit: Kit, log: str, position: int, process: Callable[[], Awaitable[None]]
) -> None:
    """Process the upload accepted at `position`; park it when it failed too often.

    Raises NotWriter: whoever writes then goes on with it.
    """
    failures, delay, reason = 0, RETRY_FIRST_S, ""
    while True:
        try:
            if failures < ATTEMPTS_MAX:
                await process()
            else:
                await _park(kit, log, position, reason)
        except NotWriter:
            raise
        except Exception as why:
            if is_around_us(why):
                _logger.warning("%s: the upload at %d waits: %r", log, position, why)
            else:
                failures += 1
                reason = f"{type(why).__name__}: {why}"
                _logger.exception("%s: the upload at %d failed", log, position)
        else:
            return
        await asyncio.sleep(delay)
        delay = min(2 * delay, RETRY_MAX_S)


def is_parked() -> ColumnElement[bool]:
    """Return the condition that a row of `waiting_upload` is parked."""
    return exists().where(
        parked.c.log == waiting_upload.c.log,
        parked.c.consumer == UPLOADS,
        parked.c.sequence == waiting_upload.c.position,
    )


async def _park(kit: Kit, log: str, position: int, reason: str) -> None:
    (accepted,) = await kit.log.read_raw(log, position - 1, 1)

    async def body(session: Session) -> None:
        given = Parked(
            log=log,
            consumer=UPLOADS,
            sequence=position,
            source=log,
            position=position,
            type=accepted.type,
            reason=reason,
            parked_at=time_text(session.now),
        )
        park(session, given, stored_json(accepted))

    meta = Meta(actor=log, correlation_id=accepted.correlation_id)
    await kit.log.transact(log, meta, body)
    _logger.error("%s: the upload at %d is parked: %s", log, position, reason)
