"""What lies ready for a provider: results of a check, of a conflict, of a review; the data.

Every file says that it is simulated. A name is used once: it holds the upload's number, the
record's, and what the file is. Interface §8, §10.2, §10.3.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Final

from beian.errors import Fault, Refusal
from beian.eventlog import Meta, Session
from beian.exchange.files import stream_of
from beian.records import ECertificate, Filing, Finding, Opinion
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.wire.download_bajg import (
    IdResult,
    RecordResult,
    ReviewOpinion,
    write_bajg,
    write_ip_bajg,
    write_ym_bajg,
)
from beian.wire.download_basj import IssuedFiling, write_basj
from beian.wire.download_blocks import split
from beian.wire.downloads import SIMULATED, download_file_name
from province.application.bureau import Bureau, filing_stream
from province.application.inspections import close_corrected
from province.application.laying_ready import insists_on_schema, queue_file
from province.application.taking import RecordOutcome
from province.application.unfiled_sites import note_filed
from province.domain.filing import FILING
from province.domain.filing_commands import RecordDelivery
from province.domain.filing_states import Application
from province.domain.receivers import as_seen_by
from province.domain.result_names import identifier, operation_type, opinion_ids

MATERIAL: Final = 35
"""Czlx of XZHYD, which the official schema does not know."""
CHECKED: Final = 0
DECIDED: Final = 1
DATA: Final = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an application."""

    approved: bool
    findings: tuple[Finding, ...]
    opinion: Opinion | None
    """None where nobody reviewed."""
    filing: Filing | None = None
    """The issued record; None unless approved."""
    certificate: ECertificate | None = None
    issued_on: str = ""
    """YYYY-MM-DD: when it got its number."""
    changed_on: str | None = None


async def queue_results(
    bureau: Bureau,
    session: Session,
    isp_id: int,
    data_sequence: int,
    kind: str,
    outcomes: Sequence[RecordOutcome],
) -> None:
    """Lay ready, in one file, the results of an upload's records that are known at once.

    `kind` is the upload's root: ICP or IP. A provider that takes only what the official schema
    allows gets no result of verification material (§14, 24).
    """
    if await insists_on_schema(session, isp_id):
        outcomes = [one for one in outcomes if not _is_of_material(one)]
    answers = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    if not answers:
        return
    if kind == "IP":
        content = write_ip_bajg(
            (one.block, one.result) for one in answers if isinstance(one.result, IdResult)
        )
    else:
        content = write_bajg(one.result for one in answers if isinstance(one.result, RecordResult))
    answered = (outcome for outcome in outcomes if outcome.answer is not None)
    applications = tuple(one.application_id for one in answered if one.application_id is not None)
    name = _name(bureau, session, data_sequence, 0, CHECKED)
    await queue_file(session, isp_id, name, f"{kind}/BAJG", content, applications)


def _is_of_material(outcome: RecordOutcome) -> bool:
    return outcome.answer is not None and outcome.answer.result.operation_type == MATERIAL


async def queue_refused_file(
    bureau: Bureau,
    session: Session,
    isp_id: int,
    data_sequence: int,
    kind: str,
    block: str,
    result: RecordResult,
) -> None:
    """Lay ready the one result of a file that was refused as a whole.

    `kind` is its root (ICP, IP, YM); `block` the element of IP/BAJG that answers it.
    """
    by_id = IdResult(
        findings=result.findings, operation_type=result.operation_type, remark=result.remark
    )
    match kind:
        case "IP":
            content = write_ip_bajg([(block, by_id)])
        case "YM":
            content = write_ym_bajg([by_id])
        case _:
            content = write_bajg([result])
    name = _name(bureau, session, data_sequence, 0, CHECKED)
    await queue_file(session, isp_id, name, f"{kind}/BAJG", content, ())


def deliver(bureau: Bureau, session: Session, application: Application, result: Result) -> None:
    """Lay an application's result ready when the unit of work ends, with its data if approved.

    What one unit decides of one provider's applications goes into one file of results and one
    of data, within the interface's limits of a file.
    """
    laid_ready = session.at_end(_Deliveries, lambda: _Deliveries(bureau))
    of_provider = laid_ready.decided.setdefault(application.isp_id, [])
    of_provider.append(_Decided(application, result, session.meta))


@dataclass(frozen=True, slots=True)
class _Decided:
    """An application with its result, and the meta of what decided it."""

    application: Application
    result: Result
    meta: Meta

    @property
    def has_data(self) -> bool:
        """A record is in force because of it; of a cancellation a notice tells (ZXSJ)."""
        return self.result.approved and not self.application.is_cancellation


@dataclass(frozen=True, slots=True)
class _Deliveries:
    """What a unit of work decided, by provider, in the order in which it did."""

    bureau: Bureau
    decided: dict[int, list[_Decided]] = field(default_factory=dict)

    async def end(self, session: Session) -> None:
        """Queue the files and record each application's delivery."""
        for isp_id in sorted(self.decided, key=stream_of):
            await session.alone(stream_of(isp_id))
            for together in batched(self.decided[isp_id], UPLOAD_RECORDS_MAX):
                await _deliver_together(self.bureau, session, together)


async def _deliver_together(bureau: Bureau, session: Session, together: Sequence[_Decided]) -> None:
    """Lay one file of results ready and one of data; they are named after their first record."""
    results_file = await _queue_results(bureau, session, together)
    data_files = await _queue_data(bureau, session, [one for one in together if one.has_data])
    for one in together:
        application = one.application
        names = [results_file]
        if one.has_data:
            names.append(data_files[application.application_id])
        command = RecordDelivery(
            application.application_id, application.isp_id, one.result.approved, tuple(names)
        )
        session.meta = one.meta
        stream = filing_stream(application.application_id)
        outcome = await session.decide(FILING, stream, command, bureau.context(session))
        assert not isinstance(outcome, Refusal), "what was decided can be delivered"
        if one.result.approved:
            await close_corrected(bureau, session, application)
    await note_filed(bureau, session, [_record_of(one) for one in together if one.has_data])


async def _queue_results(bureau: Bureau, session: Session, together: Sequence[_Decided]) -> str:
    results = [_record_result(one) for one in together]
    opinions = [
        ReviewOpinion(
            opinion=one.result.opinion,
            operation_type=operation_type(one.application),
            record_id=record_id,
        )
        for one in together
        if one.result.opinion is not None
        for record_id in opinion_ids(one.application)
    ]
    content = write_bajg(results, opinions)
    return await _queue_of(bureau, session, together, DECIDED, "ICP/BAJG", content)


def _record_result(decided: _Decided) -> RecordResult:
    return RecordResult(
        findings=decided.result.findings,
        operation_type=operation_type(decided.application),
        identifier=identifier(decided.application),
        remark=SIMULATED,
    )


async def _queue_data(
    bureau: Bureau, session: Session, approved: Sequence[_Decided]
) -> dict[str, str]:
    """Lay the data of approved filings ready. Returns the name of the file by application id."""
    documents = await documents_of(session, [_record_of(one) for one in approved])

    def write(some: Sequence[_Decided]) -> bytes:
        return write_basj([_issued(one, documents) for one in some], documents)

    files = dict[str, str]()
    for part, content in split(approved, write):
        name = await _queue_of(bureau, session, part, DATA, "ICP/BASJ", content)
        files |= dict.fromkeys((one.application.application_id for one in part), name)
    return files


def _record_of(approved: _Decided) -> Filing:
    filing = approved.result.filing
    assert filing is not None, "an approved filing has its record"
    return filing


async def documents_of(session: Session, filings: Sequence[Filing]) -> dict[str, bytes]:
    """Return the pre-approvals' documents that lie here: those of sites that were reported here."""
    found = dict[str, bytes]()
    for filing in filings:
        for site in filing.sites:
            for document in (one for each in site.pre_approvals for one in each.documents):
                with contextlib.suppress(Fault):
                    found[document.sha256] = await session.blob(document.sha256)
    return found


def _issued(approved: _Decided, documents: Mapping[str, bytes]) -> IssuedFiling:
    result = approved.result
    filing = as_seen_by(approved.application.isp_id, _record_of(approved), documents.keys())
    return IssuedFiling(
        filing=filing,
        first_reported=result.issued_on,
        last_changed=result.changed_on or result.issued_on,
        certificate=result.certificate,
        reviewer=result.opinion.reviewer if result.opinion else None,
        reviewed_at=result.opinion.reviewed_at if result.opinion else None,
        remark=SIMULATED,
    )


async def _queue_of(
    bureau: Bureau,
    session: Session,
    decided: Sequence[_Decided],
    what: int,
    block: str,
    content: bytes,
) -> str:
    """Queue a file in the trace of its first record. Returns its name."""
    first = decided[0]
    session.meta = first.meta
    application = first.application
    name = _name(bureau, session, application.data_sequence, application.record, what)
    ids = tuple(one.application.application_id for one in decided)
    await queue_file(session, application.isp_id, name, block, content, ids)
    return name


def _name(bureau: Bureau, session: Session, data_sequence: int, record: int, what: int) -> str:
    number = int(f"{data_sequence}{record:04d}{what}")
    return download_file_name(session.now, bureau.province.letters, number)
