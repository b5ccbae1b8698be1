"""What a long command shows meanwhile: bars on a terminal, nothing where nobody looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Told of pieces of work and how far they are."""

    def begin(self, what: str, total: int) -> int:
        """Begin a piece of work; return its handle."""

    def advance(self, task: int, by: int) -> None:
        """Count on."""

    def complete(self, task: int) -> None:
        """Note that it is done, whatever was counted."""


class Silence:
    """Shows nothing."""

    def begin(self, _what: str, _total: int) -> int:
        return 0

    def advance(self, _task: int, _by: int) -> None:
        return

    def complete(self, _task: int) -> None:
        return


@contextmanager
def shown() -> Iterator[Progress]:
    """Show bars on standard error, as far as that is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - slow to load
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        yield _Bars(bars)


class _Bars:
    """Bars of `rich`."""

    def __init__(self, bars: object) -> None:
        from rich.progress import Progress as Bars  # noqa: PLC0415 - slow to load

        assert isinstance(bars, Bars), "made by `shown`"
        self._bars = bars

    def begin(self, what: str, total: int) -> int:
        return int(self._bars.add_task(what, total=total))

    def advance(self, task: int, by: int) -> None:
        from rich.progress import TaskID  # noqa: PLC0415 - slow to load

        self._bars.advance(TaskID(task), by)

    def complete(self, task: int) -> None:
        from rich.progress import TaskID  # noqa: PLC0415 - slow to load

        task_id = TaskID(task)
        (found,) = [one for one in self._bars.tasks if one.id == task_id]
        self._bars.update(task_id, completed=found.total)
