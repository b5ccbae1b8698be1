"""Record the logs of a running network as the recording of this release.

`PYTHONPATH=tests uv run python -m replay.record [URL of the ministry]`, after `replay.scenario`. Writes
`tests/replay/<release>/`: each log as JSON lines (`<log>.jsonl.gz`, as `/log/{log}/events` shows
it) and `expected.json`, what they must give for ever: root, signed checkpoint, the state each stream
ends in, and the rows of every read model.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from beian.eventlog.codec import StoredEvent, stored_json
from launcher.asking import must
from launcher.audit.reading import LogReader
from replay.rebuilding import leaves_of, root_of_leaves, rows_of, states_of

FOLDER = Path(__file__).parent
DEFAULT_URL = "http://127.0.0.1:8000"


def record(url: str, folder: Path) -> Counter[str]:
    """Record every log; return how many events of each type there are."""
    network = must(f"{url}/network.json")
    reader = LogReader(network)
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, Any] = {}
    types: Counter[str] = Counter()
    for log in reader.logs:
        # The checkpoint first: it is signed for events that are certainly in what is read next.
        note, events = reader.checkpoint(log), list(reader.events(log))
        if not events:
            continue
        write_log(folder / f"{log}.jsonl.gz", events)
        expected[log] = {**expectation(log, events), "checkpoint": note, "key": reader.key(log)}
        types.update(event.type for event in events)
    reader.close()
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", "utf-8")
    return types


def write_log(file: Path, events: Sequence[StoredEvent]) -> None:
    """Write a log's events, one a line; the same events give the same bytes."""
    lines = b"".join(stored_json(event) + b"\n" for event in events)
    file.write_bytes(gzip.compress(lines, mtime=0))


def expectation(log: str, events: Sequence[StoredEvent]) -> dict[str, Any]:
    """Return what a log must give whenever it is read again."""
    return {
        "events": len(events),
        "root": root_of_leaves(leaves_of(events)).hex(),
        "states": states_of(log, events),
        "tables": rows_of(log, events),
    }


def main() -> None:
    """Record the network that answers."""
    url = sys.argv[1] if len(sys.argv) > 1 else DEFAULT_URL
    folder = FOLDER / version("beian-network")
    for name, number in sorted(record(url.rstrip("/"), folder).items()):
        sys.stdout.write(f"{number:>6}  {name}\n")
    sys.stdout.write(f"wrote {folder}\n")


if __name__ == "__main__":
    main()
