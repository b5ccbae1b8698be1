"""Two hundred filings at once over three provinces, some for the same domain: all accounted for."""

import asyncio
from collections import Counter

import pytest

from launcher.samples import Sample
from support.outside import BEIJING, GUANGDONG, JIANGSU, Outside, Received, with_domain

FILINGS = 200
CONTESTED = 20
"""Domains that two provinces want at the same moment."""
WITHIN_S = 120.0
ISSUED = [1001]
TAKEN = {1005, 1052}
HOMES = {BEIJING: JIANGSU, JIANGSU: GUANGDONG, GUANGDONG: GUANGDONG}


@pytest.mark.proves("1052", "R14-099")
async def test_two_hundred_filings_at_once_are_all_accounted_for(outside: Outside) -> None:
    await outside.policy("approve")
    contested = await _filings(outside)
    for region in HOMES:
        outside.enterprises[region].received.clear()
    by_region = {region: [pair[region] for pair in contested if region in pair] for region in HOMES}
    outcomes = await asyncio.gather(
        *(_file_all(outside, region, samples) for region, samples in by_region.items())
    )
    found = {key: received for outcome in outcomes for key, received in outcome.items()}
    assert len(found) == FILINGS
    for pair in contested:
        codes = [found[_key(one)].codes for one in pair.values()]
        assert codes.count(ISSUED) == 1, codes
        assert all(set(one) <= TAKEN for one in codes if one != ISSUED)
    numbers = [one.number for one in found.values() if one.codes == ISSUED]
    assert len(set(numbers)) == len(numbers) == FILINGS - CONTESTED
    await outside.settle()
    _ids_are_unique(outside)


async def _filings(outside: Outside) -> list[dict[str, Sample]]:
    """Make the filings: each is alone for its domain, or one of two provinces that want it."""
    regions = list(HOMES)
    made: list[dict[str, Sample]] = []
    for number in range(FILINGS - CONTESTED):
        region = regions[number % len(regions)]
        sent = outside.enterprises[region].sample(home=HOMES[region])
        wanted = {region: sent}
        if number < CONTESTED:
            rival = regions[(number + 1) % len(regions)]
            other = outside.enterprises[rival].sample(home=HOMES[rival])
            wanted[rival] = with_domain(other, sent.domain)
        made.append(wanted)
    return made


async def _file_all(outside: Outside, region: str, samples: list[Sample]) -> dict[str, Received]:
    enterprise = outside.enterprises[region]

    async def upload() -> None:
        for sent in samples:
            await enterprise.file(sent)

    async def collect() -> dict[str, Received]:
        return {_key(sent): await enterprise.outcome(sent, within_s=WITHIN_S) for sent in samples}

    _, outcomes = await asyncio.gather(upload(), collect())
    return outcomes


def _key(sent: Sample) -> str:
    return str(sent.filing.subject.isp_subject_id)


def _ids_are_unique(outside: Outside) -> None:
    """No bureau gives an id twice, and no two bureaus give the same one."""
    ids: Counter[int] = Counter()
    for event in outside.logs.of_type("FilingNumberIssued"):
        filing = event["data"]["filing"]
        ids[filing["subject"]["subject_id"]] += 1
        for site in filing["sites"]:
            ids[site["site_id"]] += 1
            ids.update(domain["domain_id"] for domain in site["domains"])
            ids.update(access["access_id"] for access in site["accesses"])
    assert set(ids.values()) == {1}
