"""The golden files: how every event was written at each version of its schema, for ever.

`PYTHONPATH=tests uv run python -m replay.golden` writes those that are missing. It never changes one: a
file that no longer fits means that the event's fields changed, which takes a new schema version
and a step in `beian.events.upcasts`.
"""

import json
import sys
from pathlib import Path
from typing import Final

from beian.eventlog.codec import encode_data
from beian.events import CATALOGUE
from beian.events.base import EventType
from replay.samples import bare, full

GOLDEN: Final = Path(__file__).parent / "golden"


def file_of(entry: EventType) -> Path:
    """Return where the golden file of an event's present schema lies."""
    return GOLDEN / f"{entry.name}.v{entry.schema}.json"


def text_of(entry: EventType) -> str:
    """Return what belongs there: the `data` of both samples."""
    data = [json.loads(encode_data(sample(entry.cls))) for sample in (full, bare)]
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the files that are missing."""
    GOLDEN.mkdir(exist_ok=True)
    for entry in CATALOGUE.values():
        file = file_of(entry)
        if not file.exists():
            file.write_text(text_of(entry), "utf-8")
            sys.stdout.write(f"wrote {file.name}\n")


if __name__ == "__main__":
    main()
