"""The recorded logs of every release still load, hash, fold and project as they did."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from beian.eventlog.checkpoint import verify
from beian.eventlog.codec import StoredEvent, decode_stored, encode_data, stored_json
from beian.eventlog.recorded import recorded_of
from beian.events import CATALOGUE
from replay.rebuilding import leaves_of, root_of_leaves, rows_of, states_of

RECORDINGS = sorted(Path(__file__).parent.glob("*/*.jsonl.gz"))

NEEDED = frozenset({"AutoCheckFailed", "ConflictDetected", "FilingNumberIssued"})
"""Outcomes that every recording shows: what `beian demo` files."""


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name.removesuffix('.jsonl.gz')}"


@pytest.fixture(params=RECORDINGS, ids=_name)
def recording(request: pytest.FixtureRequest) -> tuple[str, list[StoredEvent], dict[str, Any]]:
    file: Path = request.param
    log = file.name.removesuffix(".jsonl.gz")
    lines = gzip.decompress(file.read_bytes()).splitlines()
    expected = json.loads((file.parent / "expected.json").read_text("utf-8"))
    return log, [decode_stored(line) for line in lines], expected[log]


type Recording = tuple[str, list[StoredEvent], dict[str, Any]]


def test_a_release_has_a_recording_with_every_outcome() -> None:
    assert RECORDINGS, "python -m replay.scenario, then python -m replay.record"
    for folder in {file.parent for file in RECORDINGS}:
        types = {
            decode_stored(line).type
            for file in RECORDINGS
            if file.parent == folder
            for line in gzip.decompress(file.read_bytes()).splitlines()
        }
        assert types >= NEEDED, f"{folder.name} does not show {NEEDED - types}"


def test_every_recorded_event_can_be_read_and_is_of_today(recording: Recording) -> None:
    _, events, expected = recording
    assert len(events) == expected["events"]
    for position, stored in enumerate(events, start=1):
        assert stored.position == position
        assert isinstance(recorded_of(stored).event, CATALOGUE[stored.type].cls)


def test_the_bytes_give_the_recorded_hashes_and_root(recording: Recording) -> None:
    log, events, expected = recording
    leaves = leaves_of(events)
    assert [leaf.hex() for leaf in leaves] == [stored.leaf_hash for stored in events]
    assert root_of_leaves(leaves).hex() == expected["root"]
    if expected["checkpoint"] is not None:
        signed = verify(expected["checkpoint"], expected["key"])
        assert signed.origin.endswith(f"/{log}")
        assert root_of_leaves(leaves[: signed.size]) == signed.root


def test_a_recorded_event_would_be_written_as_it_was(recording: Recording) -> None:
    _, events, _ = recording
    for stored in events:
        assert decode_stored(stored_json(stored)) == stored
        if stored.schema == CATALOGUE[stored.type].schema:
            assert encode_data(recorded_of(stored).event) == bytes(stored.data)


def test_every_stream_folds_to_the_recorded_state(recording: Recording) -> None:
    log, events, expected = recording
    assert states_of(log, events) == expected["states"]


def test_every_table_is_rebuilt_as_it_was(recording: Recording) -> None:
    log, events, expected = recording
    rebuilt = rows_of(log, events)
    # A table of an older version is gone; what it held is answered by its successor.
    kept, today = ({_stem(name) for name in names} for names in (expected["tables"], rebuilt))
    assert kept & today, "a log without any table in common with its release"
    for table in sorted(set(rebuilt) & set(expected["tables"])):
        assert rebuilt[table] == expected["tables"][table], table


def _stem(table: str) -> str:
    """Return a table's name without its version."""
    return table.rpartition("_v")[0]
