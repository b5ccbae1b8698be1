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
from launcher.hosting import ServiceName, service_of
from launcher.plan import database_url
from launcher.reports.sources import ServedLogs, StoredLogs
from launcher.seeding.progress import Progress
from launcher.year.reports import write_reports
from launcher.year.summary import Summary, summary_of

_REPORTING: Final = (
    ServiceName.MINISTRY,
    ServiceName.PROVINCE,
    ServiceName.VERIFICATION_CENTER,
)
NOT_COMPARED: Final = "not compared: the databases are not at hand"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say."""

    summary: Summary
    difference: str
    """The verdict of the comparison, or why there is none."""
    different: Sequence[str]
    """Tables that are not what their log makes of them."""
    reports: int
    """Bulletins and tables that were made."""
    seconds: Mapping[str, float]

    @property
    def is_good(self) -> bool:
        return self.summary.verdict == Verdict.INTACT and not self.different

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "verify": self.summary.as_json(),
            "reports": self.reports,
            "diff": {"verdict": self.difference, "different": list(self.different)},
            "check_seconds": {name: round(taken, 1) for name, taken in self.seconds.items()},
        }


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the logs of a network lie, and what is to be made of them."""

    network: Mapping[str, Any]
    token: str | None
    """The auditor's."""
    sockets: Path | None
    """Of the databases; None where they are not at hand."""
    reports: Path | None
    """The folder for reports; None: they are made and not kept."""


def check_all(where: Whereabouts, year: int, progress: Progress) -> Checked:
    """Verify all logs, make the year's reports; rebuild the tables where the databases are near."""
    began = monotonic()
    reader = LogReader(where.network, where.token)
    task = progress.begin("logs verified", len(reader.logs))
    try:
        summary = summary_of(verify_logs(reader, reader.logs))
        progress.complete(task)
        verified = monotonic()
        reports = _reported(where, reader, year)
    finally:
        reader.close()
    reported = monotonic()
    found = [] if where.sockets is None else _compared(where.sockets, reader.logs, progress)
    return Checked(
        summary=summary,
        difference=NOT_COMPARED if where.sockets is None else verdict_of(found).value,
        different=[
            f"{one.log} {table.table}: {', '.join(table.different)}"
            for one in found
            for table in one.tables
            if table.different
        ],
        reports=reports,
        seconds={
            "audit verify": verified - began,
            "reports": reported - verified,
            "audit diff": monotonic() - reported,
        },
    )


def _reported(where: Whereabouts, reader: LogReader, year: int) -> int:
    """Make the year's reports from the databases, or else from what is served."""
    regions = [place["region"] for place in where.network["provinces"]]
    if where.sockets is None:
        return write_reports(ServedLogs(reader), regions, year, where.reports)
    databases = [database_url(one.database, where.sockets) for one in _REPORTING]
    with StoredLogs(databases) as stored:
        return write_reports(stored, regions, year, where.reports)


def _compared(sockets: Path, logs: Sequence[str], progress: Progress) -> list[LogDifference]:
    task = progress.begin("tables rebuilt", len(logs))
    found = []
    for log in logs:
        address = database_url(service_of(log).database, sockets)
        found.append(asyncio.run(compare(address, log)))
        progress.advance(task, 1)
    return found
