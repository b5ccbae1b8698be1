"""`beian demo`: four filings over SOAP, and every step they take across the levels.

Uses the external providers' accounts, like any enterprise system. Made-up sponsors and domains
are new in each run, so it can be run again. What still lay in such a provider's download queue
has to be taken first (the queue is strictly in order); that is said when it happens.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import httpx

from beian.errors import Fault
from beian.soap_client import SoapClient
from beian.wire.answers import FileInfo
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.refusal import WireRefusal
from beian.wire.upload_xzba import write_xzba
from launcher.calling import client_of
from launcher.demo_cases import Case, cases
from launcher.feed import line_of
from launcher.following import Event, Follower, Trail

OUTCOME_WITHIN_S: Final = 60.0
_LOOK_EVERY_S: Final = 0.1
_NUMBERS: Final = 10**10
_APPROVED: Final = 1001
_DOMAIN: Final = 0
"""queryConditionType."""

type Tell = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What became of one filing."""

    case: Case
    trail: Trail
    codes: frozenset[int] = frozenset()
    filing_number: str | None = None
    files: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether every file that belongs to it was downloaded."""
        approved = _APPROVED in self.codes
        return bool(self.codes) and (not approved or self.filing_number is not None)

    @property
    def as_expected(self) -> bool:
        """Whether it is what the case demands."""
        case = self.case
        if case.approved:
            return self.codes == {_APPROVED} and self.filing_number is not None
        if case.all_codes:
            return case.codes <= self.codes and self.filing_number is None
        return bool(self.codes) and self.codes <= case.codes and self.filing_number is None

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "case": self.case.name,
            "isp_id": self.case.provider["isp_id"],
            "home_region": self.case.home,
            "domain": self.case.sample.domain,
            "codes": sorted(self.codes),
            "filing_number": self.filing_number,
            "files": self.files,
            "correlation_id": self.trail.correlation_id,
            "trace_id": self.trail.trace_id,
            "events": [f"{e['log']}/{e['position']} {e['type']}" for e in self.trail.events],
            "as_expected": self.as_expected,
            "seconds": round(self.seconds, 3),
        }


async def run_demo(network: Mapping[str, Any], tell: Tell) -> Sequence[Outcome]:
    """File the four, one after the other, and return what became of them. Raises Fault."""
    number = _NUMBERS + secrets.randbelow(_NUMBERS) * len(("local", "cross", "defects", "conflict"))
    urls = {log: entry["url"] for log, entry in network["logs"].items()}
    async with httpx.AsyncClient(timeout=10.0) as http:
        to_be_run = list(cases(network, number))
        regions = sorted({case.home for case in to_be_run})
        follower = Follower(http, urls)
        await follower.begin()
        async with _approving(http, network["ministry"]["url"], regions, tell):
            outcomes = [await _run_case(network, case, follower, tell) for case in to_be_run]
    tell("")
    for line in _table(outcomes):
        tell(line)
    return outcomes


async def _run_case(
    network: Mapping[str, Any], case: Case, follower: Follower, tell: Tell
) -> Outcome:
    provider = case.provider
    tell(f"\n{case.name}: {case.says}")
    tell(
        f"  {provider['name']} ({provider['isp_id']}) files {case.sample.domain} of "
        f"{case.sample.filing.subject.name} at {provider['region']}, home {case.home}"
    )
    async with client_of(network, provider) as client:
        await _drain(client, tell)
        previous = await client.previous()
        if previous.file is None:
            raise Fault(f"isp_querypreviousupload: {previous.code} {previous.message}")
        sequence = (previous.file.data_sequence or 0) + 1
        trail = Trail(provider["isp_id"], sequence, lambda event: _show(event, tell))
        outcome = Outcome(case, trail)
        xml = write_xzba(
            (case.sample.filing,), case.sample.blobs, reporting_unit=provider["isp_id"]
        )
        started = monotonic()
        answer = await client.upload(xml, sequence)
        tell(f"  isp_upload {sequence} ({len(xml)} bytes): msg_code {answer.code} {answer.message}")
        if answer.code != 0:
            return outcome
        while not outcome.is_known and monotonic() - started < OUTCOME_WITHIN_S:
            trail.take(await follower.news())
            await _collect(client, outcome, tell)
            outcome.seconds = monotonic() - started
            await asyncio.sleep(_LOOK_EVERY_S)
        await _look_up(client, outcome, tell)
        trail.take(await follower.news())
    tell(f"  correlation {trail.correlation_id}, trace {trail.trace_id}")
    return outcome


async def _collect(client: SoapClient, outcome: Outcome, tell: Tell) -> None:
    """Take the next download file, if there is one, and what it says of the case."""
    answer = await client.download()
    if answer.file is None:
        return
    content = _opened(client, answer.file)
    acknowledged = await client.ack(answer.file.file_name)
    subject = str(outcome.case.sample.filing.subject.isp_subject_id)
    domain = outcome.case.sample.domain
    for result in content.results:
        if result.identifier == subject:
            outcome.codes |= {finding.code for finding in result.findings}
            outcome.files.append(answer.file.file_name)
            for finding in result.findings:
                tell(f"    {finding.code} {finding.message}")
    for issued in content.issued:
        if any(d.name == domain for site in issued.filing.sites for d in site.domains):
            outcome.filing_number = issued.filing.subject.filing_number
            outcome.files.append(answer.file.file_name)
    blocks = ", ".join(content.blocks)
    tell(f"  isp_download {answer.file.file_name} ({blocks}), ack {acknowledged.code}")


async def _drain(client: SoapClient, tell: Tell) -> None:
    """Take what earlier callers left in the provider's queue."""
    while True:
        answer = await client.download()
        if answer.file is None:
            return
        await client.ack(answer.file.file_name)
        tell(f"  (left in the queue from earlier, acknowledged: {answer.file.file_name})")


async def _look_up(client: SoapClient, outcome: Outcome, tell: Tell) -> None:
    """Ask the bureau by the interface whether the domain is filed now."""
    answer = await client.status(_DOMAIN, outcome.case.sample.domain)
    if answer.status is None:
        return
    found = answer.status.site_number if answer.status.filed else "not filed"
    tell(f"  isp_querybeianstatus {outcome.case.sample.domain}: {found}")


def _opened(client: SoapClient, file: FileInfo) -> DownloadFile:
    opened = client.open(file)
    if not isinstance(opened, WireRefusal):
        content = read_download(opened.xml)
        if not isinstance(content, WireRefusal):
            return content
        opened = content
    raise Fault(f"{file.file_name} cannot be read: {opened.detail}")


def _show(event: Event, tell: Tell) -> None:
    tell(f"    {line_of(event)}")


@asynccontextmanager
async def _approving(
    http: httpx.AsyncClient, ministry: str, regions: Sequence[str], tell: Tell
) -> AsyncIterator[None]:
    """Let the home bureaus approve by policy meanwhile; what was in force comes back."""
    url = f"{ministry}/sim/policies"
    before = {p["region"]: p for p in (await _asked(http, "GET", url))["policies"]}
    for region in regions:
        await _asked(http, "POST", url, {"region": region, "policy": "approve"})
    tell(f"review policy `approve` in {', '.join(regions)} while the demo runs")
    try:
        yield
    finally:
        for region in regions:
            policy = before.get(region, {"region": region, "policy": "manual"})
            await _asked(http, "POST", url, policy)


async def _asked(
    http: httpx.AsyncClient, method: str, url: str, body: Mapping[str, Any] | None = None
) -> Any:  # noqa: ANN401 - whatever JSON can hold
    try:
        answer = await http.request(method, url, json=body)
        answer.raise_for_status()
        return answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Fault(f"{url}: {error}") from error


def _table(outcomes: Sequence[Outcome]) -> Sequence[str]:
    lines = [f"{'filing':<10} {'home':<7} {'result':<34} {'codes':<18} {'time':>7}  as expected"]
    for outcome in outcomes:
        result = outcome.filing_number or ("returned" if outcome.codes else "nothing came back")
        codes = " ".join(map(str, sorted(outcome.codes)))
        verdict = "yes" if outcome.as_expected else "NO"
        lines.append(
            f"{outcome.case.name:<10} {outcome.case.home:<7} {result:<34} {codes:<18} "
            f"{outcome.seconds:>6.2f}s  {verdict}"
        )
    return lines
