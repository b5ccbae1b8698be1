"""Every version of every event ever released can still be read."""

import json
from pathlib import Path

import pytest

from beian.eventlog.codec import canonical, decode_event, encode_data
from beian.events import CATALOGUE
from beian.events.upcasts import UPCASTS
from replay.golden import GOLDEN, file_of, text_of
from replay.samples import bare, full

FILES = sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_event_has_a_golden_file_of_its_present_schema(name: str) -> None:
    entry = CATALOGUE[name]
    assert file_of(entry).exists(), f"python -m replay.golden writes {file_of(entry).name}"
    assert file_of(entry).read_text("utf-8") == text_of(entry), (
        f"the fields of {name} changed: give it a new schema version and a step in upcasts.py"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_ever_written_can_be_read(file: Path) -> None:
    name, _, version = file.stem.partition(".v")
    entry = CATALOGUE[name]
    for data, sample in zip(json.loads(file.read_text("utf-8")), (full, bare), strict=True):
        event = decode_event(name, int(version), canonical(data))
        assert isinstance(event, entry.cls)
        if int(version) == entry.schema:
            assert event == sample(entry.cls)
            assert encode_data(event) == canonical(data)


def test_every_older_version_has_a_step_and_a_golden_file() -> None:
    older = {(e.name, v) for e in CATALOGUE.values() for v in range(1, e.schema)}
    assert set(UPCASTS) == older
    missing = {f"{name}.v{version}" for name, version in older} - {file.stem for file in FILES}
    assert not missing
