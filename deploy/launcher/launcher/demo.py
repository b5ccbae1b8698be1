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
from launcher.samples import identities

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
    started: float = 0.0
    """Monotonic seconds at which it was handed in."""
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


@dataclass(frozen=True, slots=True)
class Stage:
    """What every filing of a run is played on."""

    network: Mapping[str, Any]
    http: httpx.AsyncClient
    follower: Follower
    tell: Tell


async def run_demo(network: Mapping[str, Any], tell: Tell) -> Sequence[Outcome]:
    """File the four and return what became of them. Raises Fault.

    The conflict comes while the cross-province filing waits for its reviewer: no bureau knows
    of its domain then, only the ministry does.
    """
    number = _NUMBERS + secrets.randbelow(_NUMBERS) * len(("local", "cross", "conflict", "defects"))
    urls = {log: entry["url"] for log, entry in network["logs"].items()}
    async with httpx.AsyncClient(timeout=10.0) as http:
        four = cases(network, number)
        stage = Stage(network, http, Follower(http, urls), tell)
        await _register(stage, [four.local, four.cross])
        await stage.follower.begin()
        homes = sorted({case.home for case in (four.local, four.cross, four.conflict)})
        async with _approving(stage, homes):
            local = await _run_case(stage, four.local)
            cross, conflict = await _run_under_review(stage, four.cross, four.conflict)
            defects = await _run_case(stage, four.defects)
    outcomes = (local, cross, conflict, defects)
    tell("")
    for line in _table(outcomes):
        tell(line)
    return outcomes


async def _register(stage: Stage, shown: Sequence[Case]) -> None:
    """Let the center's registry know the sponsors: a check of them then finds a match."""
    entries = [
        {"certificate_type": kind, "number": number, "name": name}
        for case in shown
        for kind, number, name in identities(case.sample.filing)
    ]
    url = f"{stage.network['verification_center']['url']}/api/registry"
    await _asked(stage.http, "PUT", url, {"entries": entries})


async def _run_case(stage: Stage, case: Case) -> Outcome:
    async with client_of(stage.network, case.provider) as client:
        outcome = await _hand_in(stage, client, case)
        return await _await_outcome(stage, client, outcome)


async def _run_under_review(stage: Stage, first: Case, meanwhile: Case) -> tuple[Outcome, Outcome]:
    """Run one case while another waits for its reviewer, who then approves it."""
    await _set_policy(stage, {"region": first.home, "policy": "manual"})
    async with client_of(stage.network, first.provider) as client:
        outcome = await _hand_in(stage, client, first)
        await _await_event(stage, outcome.trail, "ReviewStarted")
        stage.tell(f"  waits for its reviewer at {first.home}")
        other = await _run_case(stage, meanwhile)
        stage.tell(f"\n{first.name}: the reviewer at {first.home} approves")
        await _approve(stage, first.home, outcome.trail)
        return await _await_outcome(stage, client, outcome), other


async def _hand_in(stage: Stage, client: SoapClient, case: Case) -> Outcome:
    """Upload one filing. Raises Fault where the file was not taken."""
    provider, tell = case.provider, stage.tell
    tell(f"\n{case.name}: {case.says}")
    tell(
        f"  {provider['name']} ({provider['isp_id']}) files {case.sample.domain} of "
        f"{case.sample.filing.subject.name} at {provider['region']}, home {case.home}"
    )
    await _drain(client, tell)
    previous = await client.previous()
    if previous.file is None:
        raise Fault(f"isp_querypreviousupload: {previous.code} {previous.message}")
    sequence = (previous.file.data_sequence or 0) + 1
    trail = Trail(provider["isp_id"], sequence, lambda event: _show(event, tell))
    xml = write_xzba((case.sample.filing,), case.sample.blobs, reporting_unit=provider["isp_id"])
    outcome = Outcome(case, trail, started=monotonic())
    answer = await client.upload(xml, sequence)
    tell(f"  isp_upload {sequence} ({len(xml)} bytes): msg_code {answer.code} {answer.message}")
    if answer.code != 0:
        raise Fault(f"isp_upload: {answer.code} {answer.message}")
    return outcome


async def _await_outcome(stage: Stage, client: SoapClient, outcome: Outcome) -> Outcome:
    """Fetch and follow until every file of the filing is there, or the time is over."""
    trail, follower = outcome.trail, stage.follower
    give_up = monotonic() + OUTCOME_WITHIN_S
    while not outcome.is_known and monotonic() < give_up:
        trail.take(await follower.news())
        await _collect(client, outcome, stage.tell)
        outcome.seconds = monotonic() - outcome.started
        await asyncio.sleep(_LOOK_EVERY_S)
    await _look_up(client, outcome, stage.tell)
    trail.take(await follower.news())
    stage.tell(f"  correlation {trail.correlation_id}, trace {trail.trace_id}")
    return outcome


async def _await_event(stage: Stage, trail: Trail, event_type: str) -> None:
    give_up = monotonic() + OUTCOME_WITHIN_S
    while event_type not in trail.types():
        if monotonic() > give_up:
            raise Fault(f"no {event_type} within {OUTCOME_WITHIN_S:.0f} s")
        trail.take(await stage.follower.news())
        await asyncio.sleep(_LOOK_EVERY_S)


async def _approve(stage: Stage, region: str, trail: Trail) -> None:
    """Approve the trail's application by the bureau's API, as its reviewer."""
    started = next(event for event in trail.events if event["type"] == "ReviewStarted")
    places = [p for p in stage.network["provinces"] if p["region"] == region]
    bureau = places[0]["upload_wsdl"].split("/ISPWebService/")[0]
    application_id = started["data"]["application_id"]
    url = f"{bureau}/api/applications/{application_id}/approval"
    await _asked(stage.http, "POST", url, {"reviewer": "示例审核员", "opinion": "同意"})


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
async def _approving(stage: Stage, regions: Sequence[str]) -> AsyncIterator[None]:
    """Let the home bureaus approve by policy meanwhile; what was in force comes back."""
    found = await _asked(stage.http, "GET", _policies_url(stage))
    before = {policy["region"]: policy for policy in found["policies"]}
    for region in regions:
        await _set_policy(stage, {"region": region, "policy": "approve"})
    stage.tell(f"review policy `approve` in {', '.join(regions)} while the demo runs")
    try:
        yield
    finally:
        for region in regions:
            await _set_policy(stage, before.get(region, {"region": region, "policy": "manual"}))


def _policies_url(stage: Stage) -> str:
    return f"{stage.network['ministry']['url']}/sim/policies"


async def _set_policy(stage: Stage, policy: Mapping[str, Any]) -> None:
    await _asked(stage.http, "POST", _policies_url(stage), policy)


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
