"""A service as a process of its own: how it starts, what it says, how it ends."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.nats import NatsNetwork
from support.postgres import Database, new_database
from support.probe_service import make_secrets
from support.waiting import until

MINISTRY = "ministry"
TESTS = Path(__file__).parents[2]
STOP_SECONDS_MAX = 3.0


@pytest.fixture
async def environment(
    database: Database, nats_server: NatsNetwork, tmp_path: Path
) -> dict[str, str]:
    fresh = await new_database(database.server)
    await nats_server.renew()
    make_secrets(tmp_path, MINISTRY)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(TESTS),
        "PROBE_LOG": MINISTRY,
        "BEIAN_DATABASE_URL": fresh.service,
        "BEIAN_NATS_URL": nats_server.url,
        "BEIAN_NATS_CREDENTIALS": str(nats_server.credentials),
        "BEIAN_DATA_DIR": str(tmp_path),
        "BEIAN_PORT": "0",
        "BEIAN_SIM": "1",
    }


async def start(environment: dict[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "support.probe_service", env=environment, stdout=PIPE, stderr=PIPE
    )


@pytest.fixture
async def process(environment: dict[str, str]) -> AsyncIterator[Process]:
    started = await start(environment)
    yield started
    if started.returncode is None:
        started.kill()
    await started.communicate()


async def lines(process: Process) -> AsyncIterator[dict[str, Any]]:
    assert process.stdout is not None
    async for line in process.stdout:
        yield json.loads(line)


async def url_of(process: Process) -> str:
    async for line in lines(process):
        if "listens on port" in line["message"]:
            return f"http://127.0.0.1:{line['message'].split()[-1]}"
    raise AssertionError("it never listened")


async def test_a_process_serves_until_it_is_told_to_stop(process: Process) -> None:
    url = await url_of(process)
    async with httpx.AsyncClient(base_url=url) as http:

        async def ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await until(ready)
        assert (await http.post("/claims/site.example")).status_code == 201
        assert "server" not in (await http.get("/healthz")).headers
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said = [line async for line in lines(process)]
    assert await process.wait() == 0
    assert time.monotonic() - begun < STOP_SECONDS_MAX
    assert all(line["service"] == MINISTRY for line in said)
    assert not [line for line in said if line["level"] in {"ERROR", "CRITICAL"}]


async def test_a_body_beyond_the_limit_gets_its_answer_over_a_real_connection(
    process: Process,
) -> None:
    async with httpx.AsyncClient(base_url=await url_of(process)) as http:
        large = {"text": 3_000_000 * "x"}
        answer = await http.post("/notes", json=large)
        assert (answer.status_code, answer.json()["reason"]) == (413, "TOO_LARGE")
        assert (await http.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BEIAN_PORT", "eighty", "BEIAN_PORT cannot be used"),
        ("BEIAN_DATA_DIR", "/nowhere", "`beian init` makes it"),
    ],
)
async def test_a_start_that_cannot_be_says_why_and_ends_with_2(
    environment: dict[str, str], name: str, value: str, sentence: str
) -> None:
    process = await start(environment | {name: value})
    _, complaint = await process.communicate()
    assert process.returncode == 2
    assert sentence in complaint.decode()
    assert "Traceback" not in complaint.decode()


async def test_a_port_that_is_taken_ends_the_start_with_2(environment: dict[str, str]) -> None:
    listening = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    process = await start(environment | {"BEIAN_PORT": str(port)})
    _, complaint = await process.communicate()
    listening.close()
    assert process.returncode == 2
    assert f"port {port} cannot be had" in complaint.decode()


async def test_a_database_of_another_release_ends_the_process(
    environment: dict[str, str], database: Database
) -> None:
    unmigrated = database.server.dsn("postgres")
    process = await start(environment | {"BEIAN_DATABASE_URL": unmigrated})
    said = [line async for line in lines(process)]
    await process.communicate()
    assert process.returncode == 1
    assert any("beian migrate" in line.get("exception", "") for line in said)
