"""A made-up country is filed through a running network, once, whatever is called how often."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.network import beian, start, stop

SUBJECTS = 60


@pytest.fixture(scope="module")
def seeded() -> Iterator[tuple[dict[str, Any], Path]]:
    """A network of its own: the seeding empties the external providers' queues."""
    data = Path(tempfile.mkdtemp(prefix="bs-", dir="/tmp"))
    try:
        yield start(data), data
        stop(data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _seed(data: Path) -> dict[str, Any]:
    arguments = ("--data", str(data), "--subjects", str(SUBJECTS), "--seed", "5", "--json")
    ended = beian("sim", "seed", *arguments)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return dict(json.loads(ended.stdout))


async def test_a_seeded_country_comes_out_as_planned_and_is_not_filed_twice(
    seeded: tuple[dict[str, Any], Path],
) -> None:
    network, data = seeded
    policies = f"{network['ministry']['url']}/sim/policies"
    async with httpx.AsyncClient() as http:
        before = (await http.get(policies)).json()
        first = _seed(data)
        assert first["surprises"] == []
        assert first["came"]["numbered"] == SUBJECTS
        assert first["second_accesses"] > 0
        assert first["files"]["handed_in"] >= 3
        sizes = [await _size(http, network, log) for log in network["logs"]]
        again = _seed(data)
        assert again["files"] == {"handed_in": 0, "known": first["files"]["handed_in"]}
        assert {**again, "files": first["files"]} == first
        grown = [await _size(http, network, log) for log in network["logs"]]
        assert (await http.get(policies)).json() == before
    # Only the policies were set and set back, and what was asked for is noted.
    assert sum(grown) - sum(sizes) < 40


async def _size(http: httpx.AsyncClient, network: dict[str, Any], log: str) -> int:
    page = await http.get(f"{network['logs'][log]['url']}/events", params={"limit": 1})
    return int(page.json()["size"])


def test_more_subjects_than_may_be_are_refused(seeded: tuple[dict[str, Any], Path]) -> None:
    ended = beian("sim", "seed", "--data", str(seeded[1]), "--subjects", "0")
    assert ended.returncode == 2


async def test_a_year_goes_by_with_its_checks_reviews_and_reports(
    seeded: tuple[dict[str, Any], Path],
) -> None:
    """Filings of every month, samples and their calls, the annual review; all logs are right."""
    arguments = ("--data", str(seeded[1]), "--subjects", "30", "--seed", "2", "--json")
    ended = beian("sim", "year", *arguments, timeout_s=300)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    year = json.loads(ended.stdout)
    assert year["seeded"]["came"]["numbered"] == 30
    counts = year["verify"]["counts"]
    assert counts["monthly samples"] >= 12
    assert counts["quarterly checks"] >= 4
    assert counts["calls answered"] == year["done"]["calls answered"] > 0
    assert year["done"]["annual reviews submitted"] > 0
    assert counts["annual reviews passed"] >= year["done"]["annual reviews passed"]
    assert year["verify"]["verdict"] == "intact"
    assert year["reports"] == 4 + 3
    assert year["diff"] == {"verdict": "intact", "different": []}
