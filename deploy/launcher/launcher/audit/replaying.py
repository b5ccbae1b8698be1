"""`beian audit replay`: what was known at a position or a moment, folded from the log anew."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from beian.errors import Fault
from beian.eventlog.codec import StoredEvent, time_of, time_text
from beian.eventlog.recorded import recorded_of
from launcher.audit.deciders import decider_of, read_models_of
from launcher.audit.reading import LogReader
from launcher.audit.tables import Tables


def replay_stream(
    reader: LogReader, log: str, stream: str, *, until: int | None, at: datetime | None
) -> dict[str, Any]:
    """Return the state of one stream. Raises Fault where it had no event yet."""
    decider = decider_of(log, stream)
    state, events, last = decider.initial, 0, None
    for stored in _before(reader, log, until, at):
        if stored.stream == stream:
            state = decider.evolve(state, recorded_of(stored).event)
            events, last = events + 1, stored
    if last is None:
        raise Fault(f"{log} has no event of {stream} up to there")
    return {
        "log": log,
        "stream": stream,
        "version": events,
        "position": last.position,
        "network_time": last.network_time,
        "state": {"is": type(state).__name__, **_plain(state)},
    }


def replay_tables(
    reader: LogReader, log: str, *, until: int | None, at: datetime | None
) -> dict[str, Any]:
    """Return every row that the service's tables held for the log."""
    tables, position = Tables(read_models_of(log)), 0
    for stored in _before(reader, log, until, at):
        tables.take(recorded_of(stored))
        position = stored.position
    rows = {
        table.name: [_plain(row) for row in found.values()] for table, found in tables.rows.items()
    }
    return {"log": log, "position": position, "tables": rows}


def moment(text: str) -> datetime:
    """Read a moment of network time; without a zone it is China's. Raises Fault."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Fault(f"{text} is no time: give one as 2026-03-02T09:00:00") from error
    return found if found.tzinfo else time_of(f"{found.isoformat()}+08:00")


def _before(
    reader: LogReader, log: str, until: int | None, at: datetime | None
) -> Iterator[StoredEvent]:
    """Read up to a position and a moment, both included. Network time never runs backwards."""
    latest = time_text(at) if at else None
    for stored in reader.events(log, until=until):
        if latest is not None and stored.network_time > latest:
            return
        yield stored


def _plain(value: Any) -> Any:  # noqa: ANN401 - states are what their rules want them to be
    """Return a state as JSON can hold it."""
    plain = msgspec.to_builtins(value, str_keys=True, enc_hook=_plainer)
    return plain if isinstance(plain, dict) else {"value": plain}


def _plainer(value: object) -> object:
    return list(value) if isinstance(value, (set, frozenset)) else repr(value)
