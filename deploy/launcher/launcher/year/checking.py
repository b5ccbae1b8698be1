"""The logs of a year, checked: every hash, root, chain and cause, and every table from its log."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

from launcher.audit.comparing import LogDifference, compare, verdict_of
from launcher.audit.reading import LogReader
from launcher.audit.verifying import Verdict, verify_logs
from launcher.hosting import service_of
from launcher.plan import database_url
from launcher.seeding.progress import Progress
from launcher.year.summary import Summary, summary_of

NOT_COMPARED: Final = "not compared: the databases are not at hand"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say."""

    summary: Summary
    difference: str
    """The verdict of the comparison, or why there is none."""
    different: Sequence[str]
    """Tables that are not what their log makes of them."""
    seconds: Mapping[str, float]

    @property
    def is_good(self) -> bool:
        return self.summary.verdict == Verdict.INTACT and not self.different

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "verify": self.summary.as_json(),
            "diff": {"verdict": self.difference, "different": list(self.different)},
            "check_seconds": {name: round(taken, 1) for name, taken in self.seconds.items()},
        }


def check_all(
    network: Mapping[str, Any], token: str | None, sockets: Path | None, progress: Progress
) -> Checked:
    """Verify all logs; rebuild their tables where the databases' sockets are at hand."""
    began = monotonic()
    reader = LogReader(network, token)
    task = progress.begin("logs verified", len(reader.logs))
    try:
        summary = summary_of(verify_logs(reader, reader.logs))
    finally:
        reader.close()
    progress.complete(task)
    verified = monotonic()
    found = [] if sockets is None else _compared(sockets, reader.logs, progress)
    return Checked(
        summary=summary,
        difference=NOT_COMPARED if sockets is None else verdict_of(found).value,
        different=[
            f"{one.log} {table.table}: {', '.join(table.different)}"
            for one in found
            for table in one.tables
            if table.different
        ],
        seconds={"audit verify": verified - began, "audit diff": monotonic() - verified},
    )


def _compared(sockets: Path, logs: Sequence[str], progress: Progress) -> list[LogDifference]:
    task = progress.begin("tables rebuilt", len(logs))
    found = []
    for log in logs:
        address = database_url(service_of(log).database, sockets)
        found.append(asyncio.run(compare(address, log)))
        progress.advance(task, 1)
    return found
