"""The auditor's verification: a log recomputed from its bytes, in order, memory flat.

Leaf hashes, gapless positions and versions, time that never runs back, causes that exist and
came earlier, stored tiles, every checkpoint's root and signature, every blob's hash. A log only
grows, so that a size fixed at the start is a snapshot, also for several processes.

Not here: replay and comparison with the live tables (replay.py), rules (the services').
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final, Literal

from beian.eventlog import checkpoint, merkle
from beian.eventlog.connections import Connection, connect
from beian.eventlog.reader import BLOB_PIECE, leaf_tiles
from beian.eventlog.segment import CHECKS, Segment, read_segment

SEGMENT: Final = 1 << 16
"""Events that one process reads at a time: whole tiles."""
DETAILS_MAX: Final = 5

type Verdict = Literal["intact", "broken", "nothing-checked"]

_VERSIONS: Final = """
    select stream, version, position from (
        select stream, version, position,
            lag(version) over along as before, lag(position) over along as earlier
        from log.event where log = $1 and position <= $2
        window along as (partition by stream order by version)
    ) as placed
    where version <> coalesce(before, 0) + 1 or position <= coalesce(earlier, 0)
    limit 5
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at in one log."""

    name: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What the verification of one log found. `root` is hex, over `events` leaves."""

    log: str
    events: int
    root: str
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        verdicts = {check.verdict for check in self.checks}
        if "broken" in verdicts:
            return "broken"
        return "intact" if "intact" in verdicts else "nothing-checked"


async def verify(
    database_url: str,
    log: str,
    *,
    vkey: str | None = None,
    until: int | None = None,
    sources: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    processes: int = 1,
) -> LogReport:
    """Recompute one log up to position `until` (or its present end) and say what holds.

    `vkey`: the key of its checkpoints. `sources`: other logs' database addresses by log, where
    causes are looked up. `notes`: checkpoints that others kept (witnesses), checked like the
    stored ones. Raises OSError or PostgresError if the database cannot be read.
    """
    connection = await connect(database_url, "beian audit")
    try:
        size = await _size(connection, log, until)
        if size == 0:
            checks = [Check("events", "nothing-checked", "the log is empty")]
            checks += await _checkpoints(connection, log, merkle.Tree(), vkey, notes)
            return LogReport(log, 0, merkle.EMPTY_ROOT.hex(), tuple(checks))
        segments = await _segments(database_url, log, size, dict(sources or {}), processes)
        tree = merkle.Tree()
        for segment in segments:
            tree.extend_tiles(segment.tiles)
            tree.extend(segment.tail)
        checks = _merged(log, segments)
        checks.append(await _versions(connection, log, size))
        checks.append(await _tiles(connection, log, tree))
        checks += await _checkpoints(connection, log, tree, vkey, notes)
        checks.append(await _blobs(connection, log))
        return LogReport(log, size, tree.root().hex(), tuple(checks))
    finally:
        await connection.close()


async def _size(connection: Connection, log: str, until: int | None) -> int:
    query = "select coalesce(max(position), 0) from log.event where log = $1"
    size: int = await connection.fetchval(query, log)
    return size if until is None else min(size, until)


async def _segments(
    database_url: str, log: str, size: int, sources: dict[str, str], processes: int
) -> list[Segment]:
    starts = range(0, size, SEGMENT)
    if processes == 1 or len(starts) == 1:
        return [
            await read_segment(database_url, log, start, min(start + SEGMENT, size), sources)
            for start in starts
        ]
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return await asyncio.gather(
            *[
                loop.run_in_executor(
                    pool, _read, database_url, log, start, min(start + SEGMENT, size), sources
                )
                for start in starts
            ]
        )


def _read(database_url: str, log: str, after: int, until: int, sources: dict[str, str]) -> Segment:
    return asyncio.run(read_segment(database_url, log, after, until, sources))


def _merged(log: str, segments: Sequence[Segment]) -> list[Check]:
    """Bring the segments' findings together, and look at the seams between them."""
    faults: dict[str, list[str]] = {name: [] for name in CHECKS}
    last = ""
    for segment in segments:
        for name, found in segment.faults.items():
            faults[name] += found
        if segment.first_time < last:
            faults["time"].append(f"position {segment.after + 1}: earlier than the one before")
        last = segment.last_time
    events = sum(segment.events for segment in segments)
    checks = [_check(name, faults[name], f"{events} events") for name in CHECKS]
    unknown = {source for segment in segments for source in segment.unknown_sources}
    if unknown:
        detail = f"causes in {', '.join(sorted(unknown))}, of whose databases nothing was given"
        checks.append(Check("causes in other logs", "nothing-checked", f"{log}: {detail}"))
    return checks


def _check(name: str, faults: Sequence[str], detail: str) -> Check:
    if not faults:
        return Check(name, "intact", detail)
    shown = "; ".join(faults[:DETAILS_MAX])
    more = f"; and {len(faults) - DETAILS_MAX} more" if len(faults) > DETAILS_MAX else ""
    return Check(name, "broken", shown + more)


async def _versions(connection: Connection, log: str, size: int) -> Check:
    """Every stream's versions are gapless from 1 and ascend with the positions."""
    rows = await connection.fetch(_VERSIONS, log, size)
    faults = [
        f"position {position}: {stream} version {version}" for stream, version, position in rows
    ]
    return _check("versions", faults, "gapless in every stream")


async def _tiles(connection: Connection, log: str, tree: merkle.Tree) -> Check:
    rows = await connection.fetch(
        "select number, root from log.tile where log = $1 and number < $2 order by number",
        log,
        len(tree.tiles),
    )
    faults = [f"tile {number}" for number, root in rows if tree.tiles[number] != root]
    if [row[0] for row in rows] != list(range(len(tree.tiles))):
        faults.append(f"{len(rows)} of {len(tree.tiles)} tiles are stored")
    return _check("tiles", faults, f"{len(rows)} tiles")


async def _checkpoints(
    connection: Connection, log: str, tree: merkle.Tree, vkey: str | None, notes: Sequence[str]
) -> list[Check]:
    """Compare every checkpoint with the root recomputed for its size; check its signature."""
    stored = await connection.fetch(
        "select note from log.checkpoint where log = $1 order by size", log
    )
    faults, checked, later = list[str](), 0, 0
    present = await _size(connection, log, None)
    for note in [*(row[0] for row in stored), *notes]:
        try:
            said = checkpoint.verify(note, vkey) if vkey else checkpoint.read(note)
        except checkpoint.NotACheckpoint as why:
            faults.append(str(why))
            continue
        if said.size > present:
            faults.append(f"a checkpoint says {said.size} events, the log has {present}")
        elif said.size > tree.size:
            later += 1
        elif await _root(connection, log, tree, said.size) != said.root:
            faults.append(f"the checkpoint of size {said.size} has another root")
        else:
            checked += 1
    if later and not faults and not checked:
        return [Check("checkpoints", "nothing-checked", f"all {later} are of later sizes")]
    if not faults and not checked:
        return [Check("checkpoints", "nothing-checked", "none is stored")]
    signed = "roots and signatures" if vkey else "roots; no key was given for the signatures"
    return [_check("checkpoints", faults, f"{checked} checkpoints: {signed}")]


async def _root(connection: Connection, log: str, tree: merkle.Tree, size: int) -> bytes:
    if size == 0:
        return merkle.EMPTY_ROOT
    leaves = await leaf_tiles(connection, log, tree.needed([(0, size)]))
    return tree.range_root(0, size, leaves)


async def _blobs(connection: Connection, log: str) -> Check:
    """Hash every blob, one at a time and piece by piece."""
    faults, after, count = list[str](), "", 0
    following = (
        "select sha256, size from log.blob where log = $1 and sha256 > $2 order by sha256 limit 1"
    )
    piece = (
        "select substring(content from $3::int for $4::int) from log.blob "
        "where log = $1 and sha256 = $2"
    )
    while row := await connection.fetchrow(following, log, after):
        after, size = row["sha256"], row["size"]
        hashed, start = hashlib.sha256(), 1
        while start <= size:
            hashed.update(await connection.fetchval(piece, log, after, start, BLOB_PIECE))
            start += BLOB_PIECE
        count += 1
        if hashed.hexdigest() != after:
            faults.append(f"blob {after}")
    if count == 0:
        return Check("blobs", "nothing-checked", "none is stored")
    return _check("blobs", faults, f"{count} blobs")
