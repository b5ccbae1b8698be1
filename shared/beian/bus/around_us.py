"""What breaks around a piece of work and says nothing of it: tried again, for ever.

The opposite is what fails by itself again and again though nothing around it is broken: that is
parked.
"""

from typing import Final

import asyncpg
from nats.errors import Error as NatsError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from beian.errors import NotWriter

AROUND_US: Final = (
    NotWriter,
    NatsError,
    OSError,
    TimeoutError,
    OperationalError,
    InterfaceError,
    PoolTimeout,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)


def is_around_us(why: BaseException) -> bool:
    """Say whether it is the database, the bus or the right to write that is away.

    SQLAlchemy wraps what the driver says, and a shutdown of the server under a general name.
    """
    if isinstance(why, AROUND_US):
        return True
    said = why.orig.__cause__ if isinstance(why, DBAPIError) and why.orig is not None else None
    return isinstance(said, AROUND_US)
