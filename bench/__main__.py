"""`python -m bench`: the figures of the targets, as ratios of one run, with the machine beside.

`--sites 5000000`: the public query over so many sites instead.
"""

import argparse
import asyncio
import os
import platform
from collections.abc import Iterable

import psutil
from rich.console import Console
from rich.table import Table

from bench import log_figures, network_figures, peer, public_query, skeleton_figures
from bench.servers import make_owner, postgres_server

FILINGS = 800


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sites", type=int, help="ask the public query over so many sites")
    wished = parser.parse_args()
    if wished.sites is None:
        measure_all()
    else:
        show_query(public_query.measure(wished.sites))


def measure_all() -> None:
    """Measure log, peer, skeleton and network one after the other; print one table."""
    with postgres_server() as server:
        asyncio.run(make_owner(server))
        ours = asyncio.run(log_figures.measure(server))
        asyncio.run(server.plain("bench_peer"))
        theirs = peer.measure(str(server.postgres.socket_dir), "bench_peer", "postgres")
        bare_alone, bare_many = skeleton_figures.measure(server, filings=FILINGS)
    with network_figures.network() as (described, supervisor, _):
        alone, many = asyncio.run(network_figures.measure(described, filings=FILINGS))
        memory = network_figures.resident_megabytes(supervisor)
    replay = ours.replay
    rows = [
        ("one cross-province filing, p50", "ms", alone.p50_ms, bare_alone.p50_ms, "<= 2.5x"),
        ("one cross-province filing, p99", "ms", alone.p99_ms, bare_alone.p99_ms, "<= 4x"),
        (
            "filings, 16 outstanding",
            "/s",
            many.filings_per_second,
            bare_many.filings_per_second,
            ">= 0.6x",
        ),
        (
            "append, one event a command",
            "/s",
            ours.appends_of_1_waiting_16,
            theirs.saves_of_1,
            ">= 4x",
        ),
        ("append, batches of 100", "/s", ours.appends_of_100, theirs.saves_of_100, ">= 5x"),
        ("replay, against the ceiling", "/s", replay.ours, replay.ceiling, ">= 0.85x"),
        ("replay, 2 processes", "/s", replay.ours_by_two, replay.ceiling_by_two, ">= 0.85x"),
        ("replay, against the peer", "/s", replay.ours, theirs.rebuilt, ">= 7x"),
    ]
    show(rows, memory)


def show(rows: Iterable[tuple[str, str, float, float, str]], memory: float) -> None:
    """Print the table and the machine."""
    table = Table("figure", "unit", "ours", "against", "ratio", "target")
    for name, unit, ours, against, target in rows:
        table.add_row(
            name, unit, f"{ours:,.1f}", f"{against:,.1f}", f"{ours / against:.2f}x", target
        )
    console = Console()
    console.print(table)
    console.print(f"memory of the whole network after the load: {memory:,.0f} MB (target < 600)")
    console.print(machine())


def show_query(figures: public_query.QueryFigures) -> None:
    """Print how the public query is answered."""
    table = Table("public query by domain", "p50 ms", "p99 ms", "/s", "target")
    for name, load, target in (
        ("one at a time", figures.alone, "p99 < 5 ms"),
        ("16 outstanding", figures.many, ""),
    ):
        speed = f"{load.filings_per_second:,.0f}"
        table.add_row(name, f"{load.p50_ms:.2f}", f"{load.p99_ms:.2f}", speed, target)
    console = Console()
    console.print(table)
    console.print(f"{figures.sites:,} sites, loaded by COPY in {figures.load_seconds:.0f} s")
    console.print(machine())


def machine() -> str:
    """Return what it was measured on."""
    return (
        f"machine: {os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB,"
        f" {platform.platform()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
