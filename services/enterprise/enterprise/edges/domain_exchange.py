"""A domain unit's exchange with the ministry (YM): what is queued goes up, answers come down.

Only while something waits is the ministry called. A report that was sent twice is taken once: the
register says again what it said before. So nothing of a file need be kept.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from beian.errors import Refusal
from beian.eventlog import Meta, Recorded, Session
from beian.events.domain_control import DomainReportQueued
from beian.identifiers import isp_of_log
from beian.records import Finding
from beian.records_domains import DomainReport
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.service import Kit
from beian.soap_client import BureauFault, BureauUnreachable, SoapClient
from beian.telemetry import current_traceparent
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.refusal import WireRefusal
from beian.wire.upload_operations import write_domain_upload
from enterprise.application import Provider
from enterprise.domain.domain_commands import (
    ReceiveReport,
)
from enterprise.domain.domain_control import (
    DOMAIN_CONTROL,
    KIND,
    Context,
    ControlledDomain,
    report_to_send,
)
from enterprise.edges.bureau import client_of_ministry
from enterprise.read_models.queued_domains import queued

log = logging.getLogger(__name__)

PASSED: Final = 3998
RESULTS: Final = "YM/BAJG/Jg_xx"
POLL_SECONDS: Final = 0.2
POLLS_MAX: Final = 100
LOOK_SECONDS: Final = 2.0
"""Wall seconds until it is looked again whether something waits, where nobody woke it."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A domain that waits, under the number by which an answer names it."""

    domain: str
    number: int
    correlation_id: str
    report: DomainReport


class DomainExchange:
    """The exchanges of all domain units of a process."""

    def __init__(self, providers: Mapping[int, Provider]) -> None:
        self._providers = providers
        self._awake = {isp_id: asyncio.Event() for isp_id in providers}
        self._waiting: set[int] = set()
        self._subscribed = False

    def begin(self, kit: Kit) -> None:
        """Be woken by what is queued."""
        if not self._subscribed:
            self._subscribed = True
            kit.log.subscribe(self._committed)

    def busy(self) -> int:
        """Return how many units wait for the ministry's answer."""
        return len(self._waiting)

    async def run(self, kit: Kit) -> None:
        """Exchange for every unit until one of them fails; then all begin anew."""
        async with asyncio.TaskGroup() as group:
            for provider in self._providers.values():
                group.create_task(self._exchange(kit, provider), name=f"YM of {provider.isp_id}")

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            isp_id = isp_of_log(recorded.log)
            if isinstance(recorded.event, DomainReportQueued) and isp_id in self._awake:
                self._waiting.add(isp_id)
                self._awake[isp_id].set()

    async def _exchange(self, kit: Kit, provider: Provider) -> None:
        isp_id, awake = provider.isp_id, self._awake[provider.isp_id]
        while True:
            waiting = await _queued(kit, provider)
            if not waiting:
                self._waiting.discard(isp_id)
                try:
                    await asyncio.wait_for(awake.wait(), LOOK_SECONDS)
                except TimeoutError:
                    continue
                awake.clear()
                continue
            self._waiting.add(isp_id)
            try:
                await _send(kit, provider, waiting)
            except (BureauUnreachable, BureauFault, httpx.HTTPError, ValueError) as error:
                log.warning("%s: the ministry cannot be reached: %s", provider.log, error)
                # What nobody can answer now does not keep the network from being settled.
                self._waiting.discard(isp_id)
                await asyncio.sleep(LOOK_SECONDS)


async def _queued(kit: Kit, provider: Provider) -> list[Queued]:
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(queued(provider.log, UPLOAD_RECORDS_MAX))).all()
    found = []
    for domain, number, correlation_id in rows:
        state = await kit.log.state(provider.log, DOMAIN_CONTROL, f"{KIND}-{domain}")
        report = report_to_send(state, number)
        found.append(Queued(domain, number, correlation_id, report))
    return found


async def _send(kit: Kit, provider: Provider, waiting: Sequence[Queued]) -> None:
    """Send one file of what waits, additions or changes, and take its answer."""
    client = await client_of_ministry(kit, provider.account)
    is_addition = waiting[0].report.record_id is None
    sent = [one for one in waiting if (one.report.record_id is None) == is_addition]
    operation = "YM/XZBA" if is_addition else "YM/XGBA"
    xml = write_domain_upload(
        {operation: [one.report for one in sent]}, reporting_unit=provider.isp_id
    )
    previous = await client.previous()
    last = previous.file.data_sequence if previous.file is not None else None
    answer = await client.upload(xml, (last or 0) + 1, encrypt=True)
    if answer.code != 0:
        raise BureauFault(f"the ministry does not take the file: {answer.message}")
    for _ in range(POLLS_MAX):
        results = await _fetch(client)
        if results:
            await _take(kit, provider, sent, results)
            return
        if results is None:
            await asyncio.sleep(POLL_SECONDS)
    raise BureauUnreachable("the ministry took a file and does not answer it")


async def _fetch(client: SoapClient) -> Sequence[Any] | None:
    """Fetch and acknowledge one file; return its results, or None without a file."""
    answer = await client.download()
    if answer.file is None:
        return None
    opened = client.open(answer.file)
    if isinstance(opened, WireRefusal):
        raise BureauFault(f"{answer.file.file_name} cannot be opened: {opened.detail}")
    read = read_download(opened.xml)
    await client.ack(answer.file.file_name)
    return read.contents.get(RESULTS, ()) if isinstance(read, DownloadFile) else ()


async def _take(
    kit: Kit, provider: Provider, sent: Sequence[Queued], results: Sequence[Any]
) -> None:
    """Tell each domain what became of its report; of a file refused as a whole, all."""
    of_addition = {one.number: one for one in sent}
    of_change = {one.report.record_id: one for one in sent if one.report.record_id is not None}
    for result in results:
        one = of_addition.get(result.isp_record_id) or of_change.get(result.record_id)
        for meant in sent if one is None else (one,):
            await _tell(kit, provider, meant, result.record_id, result.findings)


async def _tell(
    kit: Kit,
    provider: Provider,
    one: Queued,
    record_id: int | None,
    findings: Sequence[Finding],
) -> None:
    wrong = tuple(found for found in findings if found.code != PASSED)
    command = ReceiveReport(record_id, wrong)

    async def body(session: Session) -> ControlledDomain | Refusal:
        context = Context(day_of(session.now), provider.isp_id, None)
        return await session.decide(DOMAIN_CONTROL, f"{KIND}-{one.domain}", command, context)

    meta = Meta(
        actor=provider.log,
        correlation_id=one.correlation_id,
        causation_id=f"{provider.log}/{one.number}",
        traceparent=current_traceparent(),
    )
    outcome = await kit.transact(provider.log, meta, body)
    if isinstance(outcome, Refusal):
        log.error("%s: %s", one.domain, outcome.detail)
