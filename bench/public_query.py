"""The public query by domain over HTTP, at a ministry that has published very many sites.

The read model's tables are filled by COPY, with no events behind them: what is measured is the
question, not how its rows came about. `beian audit diff` would say so.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from time import perf_counter

import asyncpg
import httpx
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from bench.load import Load, run
from bench.network_figures import network
from ministry.read_models.published_sites import published_domain, published_site

SITE_COLUMNS = [
    "log",
    "site_number",
    "filing_number",
    "application_id",
    "sponsor_name",
    "sponsor_kind",
    "home_region",
    "site_name",
    "home_page",
    "domains",
    "approved_on",
]
DOMAIN_COLUMNS = ["log", "domain", "site_number"]
SITES_MAX = 9_999_990
SITES_OF_A_FILING = 10
ROWS_AT_ONCE = 20_000
WARMING = 200
QUERIES = 5_000


@dataclass(frozen=True, slots=True)
class QueryFigures:
    """What was loaded, how long that took, and how the question is answered."""

    sites: int
    load_seconds: float
    alone: Load
    many: Load


def measure(sites: int) -> QueryFigures:
    """Start a network of one province, publish `sites` sites in it, and ask for them.

    Raises ValueError for more sites than there are filing numbers of a year.
    """
    if not 0 < sites <= SITES_MAX:
        raise ValueError(f"between 1 and {SITES_MAX} sites")
    with network("--provinces", "320000") as (described, _, data):
        told = subprocess.run(
            [sys.executable, "-m", "launcher", "status", "--json", "--data", str(data)],
            capture_output=True,
            check=True,
        )
        database = json.loads(told.stdout)["services"]["ministry"]["database_url"]
        begin = perf_counter()
        asyncio.run(_load(database, sites))
        seconds = perf_counter() - begin
        alone, many = asyncio.run(_ask(described["ministry"]["url"], sites))
    return QueryFigures(sites, seconds, alone, many)


async def _load(database: str, sites: int) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("set maintenance_work_mem = '512MB'")
    indexes = sorted(published_site.indexes, key=lambda index: str(index.name))
    for table, columns, row in (
        (published_site.name, SITE_COLUMNS, _site),
        (published_domain.name, DOMAIN_COLUMNS, _domain),
    ):
        async with connection.transaction():
            if table == published_site.name:
                for index in indexes:
                    await connection.execute(f"drop index state.{index.name}")
            # Emptied in the same transaction: the rows need no vacuum afterwards.
            await connection.execute(f"truncate state.{table}")
            await connection.copy_to_table(
                table, schema_name="state", columns=columns, source=_rows(row, sites), freeze=True
            )
    for index in indexes:
        made = CreateIndex(index).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
        await connection.execute(str(made))
    # What the server would do by itself some time later, while we measure.
    for name in (published_site.name, published_domain.name):
        await connection.execute(f"vacuum analyze state.{name}")
    await connection.close()


async def _rows(row: Callable[[int], str], sites: int) -> AsyncIterator[bytes]:
    for first in range(0, sites, ROWS_AT_ONCE):
        numbers = range(first, min(first + ROWS_AT_ONCE, sites))
        yield "".join(map(row, numbers)).encode()


def _site(number: int) -> str:
    filing, place = _numbers(number)
    subject, name = number // SITES_OF_A_FILING, _name(number)
    return (
        f"ministry\t{filing}-{place}\t{filing}\tbench-{subject}\t江苏示例{subject}有限公司\t4\t320000"
        f"\t示例网站{number}\twww.{name}\t{name}\t2026-03-02\n"
    )


def _domain(number: int) -> str:
    filing, place = _numbers(number)
    return f"ministry\t{_name(number)}\t{filing}-{place}\n"


def _numbers(number: int) -> tuple[str, int]:
    filing, place = divmod(number, SITES_OF_A_FILING)
    return f"苏ICP备2026{filing:06d}号", place + 1


def _name(number: int) -> str:
    return f"site{number}.example"


async def _ask(ministry: str, sites: int) -> tuple[Load, Load]:
    """Ask for sites at random, one question at a time and sixteen outstanding."""
    draw = random.Random(sites)
    async with httpx.AsyncClient(base_url=ministry, timeout=30) as http:

        async def ask(_: int) -> None:
            number = draw.randrange(sites)
            answer = await http.get("/api/filings", params={"domain": _name(number)})
            ((filing,), (filing_number, place)) = answer.json()["filings"], _numbers(number)
            assert filing["sites"][0]["filing_number"] == f"{filing_number}-{place}", answer.text

        await run(ask, first=0, filings=WARMING, outstanding=2)
        alone = await run(ask, first=0, filings=QUERIES, outstanding=1)
        many = await run(ask, first=0, filings=QUERIES, outstanding=16)
    return alone, many
