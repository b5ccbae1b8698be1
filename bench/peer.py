"""The peer library `eventsourcing` (PostgreSQL module) on the same server: appends and replays.

What it does is what its users do: an application that saves aggregates, one event or several to
a save, and a repository that rebuilds them.
"""

from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

TEXT = "x" * 400
"""So that an event is of about 600 bytes, as ours are."""


class Filing(Aggregate):
    """An aggregate whose events carry a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @event("Changed")
    def change(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """Events per second."""

    saves_of_1: float
    saves_of_100: float
    rebuilt: float


def measure(host: str, database: str, user: str, saves: int = 2_000) -> PeerFigures:
    """Return the peer's figures on the server whose socket lies in `host`."""
    application: Application[UUID] = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": database,
            "POSTGRES_HOST": host,
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": user,
            "POSTGRES_PASSWORD": "",
        }
    )
    filing = Filing(TEXT)
    application.save(filing)
    begin = perf_counter()
    for _ in range(saves):
        filing.change(TEXT)
        application.save(filing)
    ones = saves / (perf_counter() - begin)
    other = Filing(TEXT)
    application.save(other)
    begin = perf_counter()
    for _ in range(saves // 20):
        for _ in range(100):
            other.change(TEXT)
        application.save(other)
    hundreds = (saves // 20) * 100 / (perf_counter() - begin)
    begin = perf_counter()
    application.repository.get(other.id)
    rebuilt = (saves // 20) * 100 / (perf_counter() - begin)
    application.close()
    return PeerFigures(ones, hundreds, rebuilt)
