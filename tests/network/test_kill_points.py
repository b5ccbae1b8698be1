"""kill -9 of every service between any two steps: nothing lost, nothing doubled, numbers unique.

Each point watches the logs, and the instant an event of the flow appears in one of them a
process is killed: the one that wrote it, or the one that has to act on it next.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass

import pytest

from launcher.samples import Sample
from support.embedded import Processes
from support.outside import GUANGDONG, JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise

ENTERPRISE = "enterprise.320000000001"
PROVIDERS = "province.320000"
HOME = "province.440000"

APPEARS_WITHIN_S = 30

POINTS = (
    (ENTERPRISE, "FilingSubmitted", "enterprise"),
    (ENTERPRISE, "FilePrepared", "province"),
    (PROVIDERS, "UploadAccepted", "enterprise"),
    (PROVIDERS, "UploadAccepted", "province"),
    (PROVIDERS, "FilingForwardedToMinistry", "ministry"),
    (ENTERPRISE, "FileUploaded", "enterprise"),
    (PROVIDERS, "UploadProcessed", "province"),
    ("ministry", "ConflictCheckPassed", "ministry"),
    ("ministry", "FilingDeliveredToHomeBureau", "province"),
    (HOME, "ReviewStarted", "enterprise"),
    (HOME, "ReviewStarted", "ministry"),
    (HOME, "FilingNumberIssued", "province"),
    (HOME, "FilingRecordReported", "verification-center"),
    (HOME, "FilingRecordReported", "ministry"),
    ("verification-center", "IdentityDataChecked", "verification-center"),
    ("ministry", "FilingRecordSynchronized", "province"),
    ("ministry", "FilingResultForwarded", "ministry"),
    (PROVIDERS, "NationalRecordNoted", "province"),
    (PROVIDERS, "FilingResultDelivered", "enterprise"),
    (PROVIDERS, "FilingResultDelivered", "province"),
    (PROVIDERS, "DownloadFileDelivered", "enterprise"),
    (ENTERPRISE, "FilingDataReceived", "province"),
    (PROVIDERS, "DownloadFileAcknowledged", "enterprise"),
    (ENTERPRISE, "FilingResultReceived", "enterprise"),
)
ONCE = Counter(
    {
        **{
            (ENTERPRISE, one): 1
            for one in (
                "FilingDraftSubmitted",
                "FilingSubmitted",
                "FilePrepared",
                "FileUploaded",
                "FilingResultReceived",
                "FilingDataReceived",
                "AccessEnabled",
            )
        },
        **{
            (PROVIDERS, one): 1
            for one in (
                "UploadAccepted",
                "ApplicationReceived",
                "AutoCheckPassed",
                "FilingForwardedToMinistry",
                "UploadProcessed",
                "FilingResultDelivered",
                "NationalRecordNoted",
            )
        },
        (PROVIDERS, "DownloadFileQueued"): 2,
        **{
            ("ministry", one): 1
            for one in (
                "ConflictCheckPassed",
                "FilingDeliveredToHomeBureau",
                "FilingRecordSynchronized",
                "FilingPublished",
                "FilingResultForwarded",
            )
        },
        ("ministry", "KeyClaimed"): 3,
        ("ministry", "KeyRegistered"): 3,
        **{
            (HOME, one): 1
            for one in (
                "ReviewStarted",
                "FilingApproved",
                "FilingNumberTaken",
                "RecordFiled",
                "FilingNumberIssued",
                "FilingPasswordIssued",
                "ECertificateIssued",
                "FilingRecordReported",
                "NationalRecordNoted",
            )
        },
        (HOME, "SponsorNotified"): 2,
        ("province.110000", "NationalRecordNoted"): 1,
        ("verification-center", "IdentityDataChecked"): 1,
    }
)
"""What one filing across provinces leaves in the logs. Deliveries may be repeated."""


@dataclass
class Submitted:
    """One filing, and the correlation id that its draft began."""

    sent: Sample
    draft_id: str
    correlation: str


@dataclass
class Shaken:
    """The network that is shaken, and who files in it meanwhile."""

    outside: Outside
    processes: Processes
    enterprise: ReferenceEnterprise

    async def prepare(self) -> Submitted:
        """Take a draft so far that only its submission is missing."""
        sent = self.enterprise.sample(home=GUANGDONG)
        draft_id = await self.enterprise.prepare(sent)
        await self.outside.logs.read([self.enterprise.log])
        (entered,) = self.outside.logs.of_type("FilingDraftSubmitted", draft_id=draft_id)
        return Submitted(sent, draft_id, entered["correlation_id"])

    async def appears(self, log: str, type_: str, correlation: str) -> None:
        """Wait for an event of a filing, without a pause between two questions."""
        events, known = self.outside.logs.events[log], 0
        try:
            async with asyncio.timeout(APPEARS_WITHIN_S):
                while not any(
                    event["type"] == type_ and event["correlation_id"] == correlation
                    for event in events[known:]
                ):
                    known = len(events)
                    await self.outside.logs.read([log])
        except TimeoutError:
            seen = [f"{e['log']} {e['type']}" for e in self.outside.logs.correlated(correlation)]
            raise AssertionError(f"no {type_} in {log}; seen: {seen}") from None


@pytest.fixture(scope="module")
async def shaken(shaken_outside: Outside, shaken_processes: Processes) -> Shaken:
    await shaken_outside.policy("approve")
    enterprise = ReferenceEnterprise.of(shaken_outside, JIANGSU)
    return Shaken(shaken_outside, shaken_processes, enterprise)


async def test_every_step_happens_exactly_once_whoever_is_killed_when(shaken: Shaken) -> None:
    assert len(POINTS) >= 20
    filings = []
    for log, type_, service in POINTS:
        filing = await shaken.prepare()
        filings.append(filing)
        watch = asyncio.create_task(shaken.appears(log, type_, filing.correlation))
        await shaken.enterprise.ask(f"{filing.draft_id}/submission", {})
        await watch
        killed = shaken.processes.kill(service)
        await shaken.processes.is_back(service, killed)
        await shaken.enterprise.until_state(filing.draft_id, "access_open")
    await shaken.outside.settle()
    numbers = [await _happened_once(shaken, filing) for filing in filings]
    assert len(set(numbers)) == len(POINTS)
    _files_came_once(shaken.outside)
    _numbers_were_taken_once(shaken.outside)
    assert all(
        log["parked"] == 0
        for service in shaken.processes.status()["services"].values()
        for log in service["logs"].values()
    )
    await asyncio.to_thread(shaken.processes.audit)


async def _happened_once(shaken: Shaken, filing: Submitted) -> str:
    events = shaken.outside.logs.correlated(filing.correlation)
    counted = Counter((event["log"], event["type"]) for event in events)
    assert {key: counted[key] for key in ONCE} == dict(ONCE), filing.draft_id
    (issued,) = [event for event in events if event["type"] == "FilingNumberIssued"]
    draft = await shaken.enterprise.draft(filing.draft_id)
    assert draft["filing_number"] == issued["data"]["filing_number"]
    return str(draft["filing_number"])


def _files_came_once(outside: Outside) -> None:
    """Say so of the providers whose system keeps a log; the others' files nobody follows."""
    accounts = outside.network["providers"]
    hosted = {one["isp_id"] for one in accounts if one["hosted_by"] == "enterprise"}

    def named(type_: str) -> Counter[str]:
        data = [event["data"] for event in outside.logs.of_type(type_)]
        return Counter(one["file_name"] for one in data if one["isp_id"] in hosted)

    queued, received = named("DownloadFileQueued"), named("DownloadFileReceived")
    acknowledged = named("DownloadFileAcknowledged")
    assert set(queued.values()) == {1}
    assert queued == received == acknowledged


def _numbers_were_taken_once(outside: Outside) -> None:
    taken = Counter(e["data"]["filing_number"] for e in outside.logs.of_type("FilingNumberTaken"))
    assert set(taken.values()) == {1}
    issued = outside.logs.of_type("FilingNumberIssued")
    ids = Counter(e["data"]["filing"]["subject"]["subject_id"] for e in issued)
    assert set(ids.values()) == {1}
