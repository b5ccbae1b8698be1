"""`beian audit verify`: recompute everything of a log from its bytes.

Checks of one log: positions and stream versions without a gap; each leaf hash is that of the
bytes; network time never runs backwards; each cause exists, lies earlier, and is no later in
time; the signed checkpoint is of these events. Contract, "Events".
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from beian.eventlog import merkle
from beian.eventlog.checkpoint import NotACheckpoint, verify
from beian.eventlog.codec import StoredEvent, leaf_of
from launcher.audit.reading import LogReader

_SHOWN_MAX: Final = 5


class Verdict(StrEnum):
    """What a check, a log or the whole says."""

    INTACT = "intact"
    BROKEN = "broken"
    NOTHING_CHECKED = "nothing-checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """One log."""

    log: str
    events: int
    root: str
    """Merkle root of all events, in hex."""
    checks: tuple[Check, ...]
    types: Mapping[str, int] = field(default_factory=dict)
    """How many events there are of each type."""

    @property
    def is_broken(self) -> bool:
        """Whether any check says so."""
        return any(check.verdict is Verdict.BROKEN for check in self.checks)


@dataclass(frozen=True, slots=True)
class Report:
    """All logs that were looked at."""

    logs: tuple[LogReport, ...]
    not_checked: tuple[str, ...]
    """What the verdict says nothing about."""

    @property
    def verdict(self) -> Verdict:
        """Broken if any log is; nothing was checked where there is no event."""
        if any(log.is_broken for log in self.logs):
            return Verdict.BROKEN
        if not any(log.events for log in self.logs):
            return Verdict.NOTHING_CHECKED
        return Verdict.INTACT

    def as_json(self) -> dict[str, Any]:
        """Return it as the contract has it."""
        return {
            "verdict": self.verdict.value,
            "logs": [
                {
                    "log": log.log,
                    "events": log.events,
                    "root": log.root,
                    "checks": [asdict(check) for check in log.checks],
                }
                for log in self.logs
            ],
            "not_checked": list(self.not_checked),
        }

    def as_text(self) -> str:
        """Return it for people."""
        lines = []
        for log in self.logs:
            lines.append(f"{log.log}: {log.events} events, root {log.root}")
            lines += [f"  {c.verdict.value:<16} {c.name}: {c.detail}" for c in log.checks]
        lines += [f"not checked: {what}" for what in self.not_checked]
        return "\n".join([*lines, f"verdict: {self.verdict.value}"])


@dataclass(slots=True)
class _Walk:
    """What is gathered while a log is read through once."""

    leaves: list[bytes] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    """Network times, by index = position - 1; as text they sort."""
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    causes: list[tuple[int, str, str]] = field(default_factory=list)
    """Position, network time and cause of each event that has one."""
    types: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, event: StoredEvent, log: str) -> None:
        """Look at the next event."""
        place = f"{log}/{event.position}"
        if event.log != log or event.position != len(self.leaves) + 1:
            self.wrong["positions"].append(f"{event.log}/{event.position} stands at {place}")
        leaf = leaf_of(event)
        if leaf.hex() != event.leaf_hash:
            self.wrong["leaf hashes"].append(f"{place} is not what was hashed")
        self.types[event.type] += 1
        self.versions[event.stream] += 1
        if event.version != self.versions[event.stream]:
            self.wrong["stream versions"].append(
                f"{place}: {event.stream} version {event.version}, "
                f"expected {self.versions[event.stream]}"
            )
        if self.times and event.network_time < self.times[-1]:
            self.wrong["network time"].append(f"{place} lies before the event it follows")
        self.leaves.append(leaf)
        self.times.append(event.network_time)
        if event.causation_id is not None:
            self.causes.append((event.position, event.network_time, event.causation_id))


def verify_logs(reader: LogReader, logs: Sequence[str], *, until: int | None = None) -> Report:
    """Check the logs given, each to its end or to the position `until`. Raises NoAnswer.

    Causes are looked for in the logs given: what points elsewhere is not checked.
    """
    checkpoints = {log: reader.checkpoint(log) for log in logs}
    walks = {log: _walk(reader, log, until) for log in logs}
    not_checked = [] if until is None else [f"events after position {until}"]
    missing = sorted(set(reader.logs) - set(logs))
    if missing:
        not_checked.append(f"the logs {', '.join(missing)}, and causes that lie there")
    reports = tuple(
        _report(log, walk, walks, checkpoints[log], reader, cut=until is not None)
        for log, walk in walks.items()
    )
    return Report(reports, tuple(not_checked))


def _walk(reader: LogReader, log: str, until: int | None) -> _Walk:
    walk = _Walk()
    for event in reader.events(log, until=until):
        walk.take(event, log)
    return walk


def _report(
    log: str,
    walk: _Walk,
    walks: Mapping[str, _Walk],
    note: str | None,
    reader: LogReader,
    *,
    cut: bool,
) -> LogReport:
    size = len(walk.leaves)
    checks = [
        _check("positions", walk, f"1 to {size} without a gap"),
        _check("leaf hashes", walk, f"{size} recomputed"),
        _check("stream versions", walk, f"{len(walk.versions)} streams without a gap"),
        _check("network time", walk, "never runs backwards"),
        _causes(log, walk, walks, reader),
        _checkpoint(walk.leaves, note, reader.key(log), cut=cut),
    ]
    return LogReport(log, size, merkle.root_of(walk.leaves).hex(), tuple(checks), walk.types)


def _check(name: str, walk: _Walk, good: str) -> Check:
    if not walk.leaves:
        return Check(name, Verdict.NOTHING_CHECKED, "no events")
    return _judged(name, walk.wrong[name], good)


def _judged(name: str, wrong: Sequence[str], good: str) -> Check:
    if not wrong:
        return Check(name, Verdict.INTACT, good)
    more = f" and {len(wrong) - _SHOWN_MAX} more" if len(wrong) > _SHOWN_MAX else ""
    return Check(name, Verdict.BROKEN, "; ".join(wrong[:_SHOWN_MAX]) + more)


def _causes(log: str, walk: _Walk, walks: Mapping[str, _Walk], reader: LogReader) -> Check:
    """Look up every cause. One that came after its log was read is fetched by itself."""
    wrong: list[str] = []
    checked = 0
    for position, time, cause in walk.causes:
        source, _, number = cause.rpartition("/")
        if not number.isdigit() or source not in reader.logs:
            wrong.append(f"{log}/{position}: its cause {cause} is in no log")
            continue
        if source not in walks:
            continue
        caused_at = _time_of(walks[source].times, source, int(number), reader)
        checked += 1
        if caused_at is None or (source == log and int(number) >= position):
            wrong.append(f"{log}/{position}: its cause {cause} does not come before it")
        elif caused_at > time:
            wrong.append(f"{log}/{position} is earlier than its cause {cause}")
    return _judged("causes", wrong, f"{checked} found, each earlier than its effect")


def _time_of(times: Sequence[str], log: str, position: int, reader: LogReader) -> str | None:
    if 1 <= position <= len(times):
        return times[position - 1]
    if position < 1:
        return None
    later = reader.events(log, position - 1, position)
    return next((event.network_time for event in later), None)


def _checkpoint(leaves: Sequence[bytes], note: str | None, key: str, *, cut: bool) -> Check:
    name = "checkpoint"
    if note is None:
        return Check(name, Verdict.NOTHING_CHECKED, "the log has none yet")
    try:
        signed = verify(note, key)
    except NotACheckpoint as error:
        return Check(name, Verdict.BROKEN, str(error))
    if signed.size > len(leaves):
        if cut:
            return Check(name, Verdict.NOTHING_CHECKED, f"is of {signed.size} events")
        detail = f"signed for {signed.size} events, the log has {len(leaves)}"
        return Check(name, Verdict.BROKEN, detail)
    if merkle.root_of(leaves[: signed.size]) != signed.root:
        return Check(name, Verdict.BROKEN, f"another root than the signed one of {signed.size}")
    return Check(name, Verdict.INTACT, f"signed root of {signed.size} events is theirs")
