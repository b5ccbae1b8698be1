"""What breaks around a piece of work is told from what fails by itself."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from beian.bus import is_around_us
from beian.errors import Fault, NotWriter


def wrapped(said: Exception) -> DBAPIError:
    """As SQLAlchemy wraps what asyncpg says: twice."""
    orig = Exception(str(said))
    orig.__cause__ = said
    return DBAPIError("select 1", None, orig)


@pytest.mark.parametrize(
    "why",
    [
        NotWriter("another replica writes"),
        ConnectionResetError("gone"),
        TimeoutError(),
        asyncpg.AdminShutdownError("terminating"),
        asyncpg.TooManyConnectionsError("too many"),
        OperationalError("select 1", None, Exception("gone")),
        wrapped(asyncpg.CrashShutdownError("terminating")),
    ],
)
def test_an_outage_is_around_us(why: Exception) -> None:
    assert is_around_us(why)


@pytest.mark.parametrize(
    "why",
    [
        ValueError("no"),
        AssertionError(),
        Fault("broken"),
        wrapped(asyncpg.DataError("out of range")),
        IntegrityError("insert", None, Exception("double")),
    ],
)
def test_a_failure_of_its_own_is_not(why: Exception) -> None:
    assert not is_around_us(why)
