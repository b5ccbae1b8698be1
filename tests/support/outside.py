"""What stands outside a running network: enterprise systems of others, a tester, a reader of logs."""

import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import msgspec

from beian.identifiers import Identifiers
from beian.records import Domain, Filing, Finding
from beian.soap_client import BureauUnreachable, ClientAccount, Endpoints, SoapClient
from beian.wire.answers import Answer, FileInfo
from beian.wire.download_bajg import RecordResult, ReviewOpinion
from beian.wire.download_basj import IssuedFiling
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.sealing import Opened
from beian.wire.upload_xzba import write_xzba
from launcher.calling import choose_provider
from launcher.samples import Provider, Sample, sample
from support.log_reader import LogReader
from support.waiting import until

BEIJING, JIANGSU, GUANGDONG = "110000", "320000", "440000"
ANSWERED_WITHIN_S = 60.0
_numbers = itertools.count(1001)


def next_number() -> int:
    """Return a number that no sample had yet."""
    return next(_numbers)


@dataclass
class Received:
    """What came down for one filing."""

    results: list[RecordResult] = field(default_factory=list)
    opinions: list[ReviewOpinion] = field(default_factory=list)
    issued: list[IssuedFiling] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        return [finding for result in self.results for finding in result.findings]

    @property
    def codes(self) -> list[int]:
        return [finding.code for finding in self.findings]

    @property
    def number(self) -> str | None:
        """The subject's filing number."""
        return self.issued[0].filing.subject.filing_number if self.issued else None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to come any more: an approval has its data in a file of its own."""
        return bool(self.results) and (1001 not in self.codes or bool(self.issued))


MISSING = 14
"""msg_code with the number that is awaited."""


@dataclass
class Enterprise:
    """An enterprise system that files for its sponsors by SOAP and keeps what it gets."""

    account: Mapping[str, Any]
    soap: SoapClient
    sequence: int
    received: defaultdict[str, Received] = field(default_factory=lambda: defaultdict(Received))
    """By the enterprise's id of the subject."""
    files: dict[str, DownloadFile] = field(default_factory=dict)
    """Every file taken, by name."""

    @property
    def isp_id(self) -> int:
        return int(self.account["isp_id"])

    @property
    def log(self) -> str:
        """Of its bureau."""
        return f"province.{self.account['region']}"

    def sample(self, **changes: Any) -> Sample:
        """Make a filing like no other."""
        return sample(next_number(), Provider.of(self.account), **changes)

    def xml(self, *samples: Sample) -> bytes:
        """Return the file that reports these filings."""
        blobs = {key: value for one in samples for key, value in one.blobs.items()}
        return write_xzba([one.filing for one in samples], blobs, reporting_unit=self.isp_id)

    async def send(self, xml: bytes, **options: Any) -> int:
        """Have a file taken, whatever comes in between; return its number."""
        number = self.sequence + 1

        async def sent() -> Answer | None:
            try:
                return await self.soap.upload(xml, number, **options)
            except BureauUnreachable:
                return None

        answer = await until(sent, ANSWERED_WITHIN_S)
        if answer.code == MISSING:  # somebody else filed with this account: as the wire tells
            (number,) = answer.missing
            answer = await until(sent, ANSWERED_WITHIN_S)
        assert answer.code == 0, f"{answer.code} {answer.message}"
        self.sequence = number
        return number

    async def file(self, *samples: Sample, **options: Any) -> int:
        """Upload filings in one file; return its number."""
        return await self.send(self.xml(*samples), **options)

    async def collect(self) -> str | None:
        """Take the next file, if there is one, as the contract says; return its name."""
        try:
            answer = await self.soap.download()
            if answer.file is None:
                return None
            name = answer.file.file_name
            content = self.opened(answer.file)
            acknowledged = await self.soap.ack(name)
        except BureauUnreachable:
            return None
        assert acknowledged.code == 0, acknowledged.message
        if name not in self.files:  # else the answer to the first acknowledgement was lost
            self.files[name] = content
            self._sort(name, content)
        return name

    async def outcome(self, sent: Sample, *, within_s: float = ANSWERED_WITHIN_S) -> Received:
        """Take files until all is there that belongs to a filing."""
        received = self.received[str(sent.filing.subject.isp_subject_id)]

        async def is_whole() -> bool:
            await self.collect()
            return received.is_whole

        await until(is_whole, within_s)
        return received

    async def filed(self, *samples: Sample) -> list[Received]:
        """Upload filings, wait for what becomes of each."""
        await self.file(*samples)
        return [await self.outcome(one) for one in samples]

    def opened(self, file: FileInfo) -> DownloadFile:
        """Decrypt, unpack and read a file; it must be valid by the schema."""
        opened = self.soap.open(file)
        assert isinstance(opened, Opened), opened
        assert opened.entry_name == file.file_name
        content = read_download(opened.xml)
        assert isinstance(content, DownloadFile), content
        return content

    def _sort(self, name: str, content: DownloadFile) -> None:
        for result in content.results:
            received = self.received[result.identifier or name]
            received.results.append(result)
            received.files.append(name)
        for opinion in content.opinions:
            self.received[str(opinion.record_id)].opinions.append(opinion)
        for issued in content.issued:
            received = self.received[str(issued.filing.subject.isp_subject_id)]
            received.issued.append(issued)
            received.files.append(name)


@dataclass
class Outside:
    """All that a test outside a network needs of it."""

    network: Mapping[str, Any]
    http: httpx.AsyncClient
    logs: LogReader
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    """The external enterprise system of each province, by region."""

    @property
    def ministry(self) -> str:
        return str(self.network["ministry"]["url"])

    def province(self, region: str) -> str:
        """Return a bureau's address, up to the service path."""
        (wsdl,) = (p["upload_wsdl"] for p in self.network["provinces"] if p["region"] == region)
        return str(wsdl).partition("/ISPWebService")[0]

    async def ask(self, url: str) -> Any:
        """GET a JSON document."""
        answer = await self.http.get(url)
        assert answer.is_success, answer.text
        return answer.json()

    async def tell(self, url: str, body: Mapping[str, Any]) -> Any:
        """POST a JSON document."""
        answer = await self.http.post(url, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def policy(self, policy: str, region: str = "all", **more: Any) -> None:
        """Set how a bureau reviews, or all do, and wait until it is adopted."""
        body = {"region": region, "policy": policy, **more}
        await self.tell(f"{self.ministry}/sim/policies", body)
        every = [province["region"] for province in self.network["provinces"]]
        for one in every if region == "all" else [region]:
            await until(partial(self._reviews_by, one, policy), ANSWERED_WITHIN_S)

    async def correlation(self, enterprise: Enterprise, number: int) -> str:
        """Return the correlation id that an upload's call began."""
        return str((await self.upload(enterprise, number))["correlation_id"])

    async def upload(self, enterprise: Enterprise, number: int) -> Mapping[str, Any]:
        """Return the event of an upload."""

        async def accepted() -> Mapping[str, Any] | None:
            log, isp_id = enterprise.log, enterprise.isp_id
            return await self.logs.find(log, "UploadAccepted", isp_id=isp_id, data_sequence=number)

        found: Mapping[str, Any] = await until(accepted, ANSWERED_WITHIN_S)
        return found

    async def settle(self, within_s: float = 90.0) -> None:
        """Wait until nothing is under way any more, and read every log to its end."""

        async def settled() -> bool:
            try:
                answer = await self.http.post(
                    f"{self.ministry}/sim/clock",
                    json={"mode": "running", "dry_run": True},
                    timeout=within_s,
                )
            except httpx.TransportError:
                return False
            return answer.is_success and bool(answer.json()["settled"])

        await until(settled, within_s)
        await self.logs.read()

    async def _reviews_by(self, region: str, policy: str) -> bool:
        shown = await self.ask(f"{self.province(region)}/api/policy")
        return bool(shown["policy"] == policy)


@asynccontextmanager
async def outside_of(network: Mapping[str, Any]) -> AsyncIterator[Outside]:
    """Stand outside a network, with the external enterprise system of each of its provinces."""
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(timeout=30.0, limits=limits) as http:
        outside = Outside(network, http, LogReader(network, http))
        for province in network["provinces"]:
            region = province["region"]
            outside.enterprises[region] = await enterprise_of(network, region, http)
        yield outside


async def enterprise_of(
    network: Mapping[str, Any], region: str, http: httpx.AsyncClient
) -> Enterprise:
    """Return a province's external enterprise system, resynchronised, its queue taken."""
    account = choose_provider(network, region=region)
    soap = soap_client(network, account, http)
    previous = await soap.previous()
    assert previous.file is not None, previous.message
    enterprise = Enterprise(account, soap, previous.file.data_sequence or 0)
    while await enterprise.collect() is not None:
        pass  # code tables and lists, which every provider gets
    return enterprise


def soap_client(
    network: Mapping[str, Any],
    account: Mapping[str, Any],
    http: httpx.AsyncClient,
    *,
    at: str | None = None,
    **changes: Any,
) -> SoapClient:
    """Return a client of the account's own bureau, or `at` another; `changes` of the account."""
    region = at or account["region"]
    place = next(one for one in network["provinces"] if one["region"] == region)
    names = ("upload_wsdl", "status_wsdl", "password_wsdl")
    known = {name: account[name] for name in ClientAccount.__dataclass_fields__}
    return SoapClient(
        Endpoints.beside(**{name: place[name] for name in names}),
        ClientAccount(**{**known, **changes}),
        http,
        Identifiers.unpredictable().rand_val,
    )


def with_domain(sent: Sample, name: str) -> Sample:
    """Return the same filing for another domain, without a home page."""
    site = sent.filing.sites[0]
    domain = Domain(isp_domain_id=site.domains[0].isp_domain_id, name=name)
    return with_site(sent, domains=(domain,), home_page=None)


def with_site(sent: Sample, **changes: Any) -> Sample:
    """Return the same filing with a changed first site."""
    first, *others = sent.filing.sites
    return with_filing(sent, sites=(msgspec.structs.replace(first, **changes), *others))


def with_subject(sent: Sample, **changes: Any) -> Sample:
    """Return the same filing with a changed subject."""
    return with_filing(sent, subject=msgspec.structs.replace(sent.filing.subject, **changes))


def with_filing(sent: Sample, **changes: Any) -> Sample:
    """Return the same filing with changed parts."""
    changed: Filing = msgspec.structs.replace(sent.filing, **changes)
    return Sample(changed, sent.blobs)
