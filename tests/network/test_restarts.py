"""PostgreSQL and NATS killed mid-flow, and a replica that takes over: nothing lost, nothing doubled."""

import asyncio
from collections import Counter

import pytest

from support.embedded import Processes
from support.outside import GUANGDONG, JIANGSU, Outside

FILINGS = 12
WITHIN_S = 90.0


@pytest.mark.parametrize("server", ["nats", "postgres"])
async def test_a_server_killed_mid_flow_loses_and_doubles_nothing(
    server: str, shaken_outside: Outside, shaken_processes: Processes
) -> None:
    outside = shaken_outside
    await outside.policy("approve")
    jiangsu = outside.enterprises[JIANGSU]
    sent = [jiangsu.sample(home=GUANGDONG) for _ in range(FILINGS)]
    for one in sent[: FILINGS // 2]:
        await jiangsu.file(one)
    killed = shaken_processes.kill(server)
    for one in sent[FILINGS // 2 :]:
        await jiangsu.file(one)
    await shaken_processes.is_back(server, killed)
    numbers = [(await jiangsu.outcome(one, within_s=WITHIN_S)).number for one in sent]
    assert len(set(numbers)) == FILINGS
    assert None not in numbers
    await outside.settle()
    issued = Counter(
        event["data"]["filing"]["subject"]["isp_subject_id"]
        for event in outside.logs.of_type("FilingNumberIssued")
    )
    assert [issued[one.filing.subject.isp_subject_id] for one in sent] == [1] * FILINGS
    await asyncio.to_thread(shaken_processes.audit)
