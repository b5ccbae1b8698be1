"""A year's reports: each bureau's monthly bulletins, the center's tables of each quarter."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from beian.errors import Fault
from beian.eventlog import Recorded
from launcher.reports.accuracy import accuracy_report
from launcher.reports.monthly import monthly_report
from launcher.reports.rendering import Document, Format
from launcher.reports.sources import LogSource

QUARTERS: Final = range(1, 5)
MONTHS: Final = range(1, 13)


class Remembered:
    """A source whose events are read once, for reports that read the same again."""

    def __init__(self, source: LogSource) -> None:
        self._source = source
        self._read: dict[tuple[str, frozenset[str]], list[Recorded]] = {}

    @property
    def logs(self) -> Sequence[str]:
        """Every log there is."""
        return self._source.logs

    def read(self, log: str, types: Collection[str]) -> Iterator[Recorded]:
        """Yield a log's events of these types, in order. Raises Fault: no such log."""
        wanted = log, frozenset(types)
        if wanted not in self._read:
            self._read[wanted] = list(self._source.read(log, types))
        return iter(self._read[wanted])


def reports_of(
    source: LogSource, regions: Sequence[str], year: int, months: Sequence[int] = MONTHS
) -> Iterator[tuple[str, Document]]:
    """Make a year's tables, and the bulletins of some months; yield each by name. Raises Fault."""
    remembered = Remembered(source)
    for quarter in QUARTERS:
        yield f"accuracy-{year}Q{quarter}", accuracy_report(remembered, f"{year}Q{quarter}")
    for region, month in product(regions, months):
        period = f"{year}-{month:02d}"
        yield f"monthly-{region}-{period}", monthly_report(remembered, region, period)


def write_reports(source: LogSource, regions: Sequence[str], year: int, folder: Path | None) -> int:
    """Make a year's reports and write them into a folder; return how many.

    Without a folder the bulletins of December stand for those of all months: they are only made.
    Raises Fault where one cannot be made or written.
    """
    written, months = 0, MONTHS[-1:] if folder is None else MONTHS
    for name, report in reports_of(source, regions, year, months):
        text = report.render(Format.MARKDOWN)
        written += 1
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.md").write_text(text, "utf-8")
        except OSError as error:
            raise Fault(f"{folder / name}.md cannot be written: {error}") from error
    return written
