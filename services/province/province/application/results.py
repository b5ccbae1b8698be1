"""What lies ready for a provider: results of a check, of a conflict, of a review; the data.

Every file says that it is simulated. A name is used once: it holds the upload's number, the
record's, and what the file is. Interface §8, §10.2, §10.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.records import ECertificate, Filing, Finding, Opinion
from beian.wire.download_bajg import (
    IdResult,
    RecordResult,
    ReviewOpinion,
    write_bajg,
    write_ip_bajg,
    write_ym_bajg,
)
from beian.wire.download_basj import IssuedFiling, write_basj
from beian.wire.downloads import download_file_name
from province.application.bureau import Bureau, filing_stream
from province.application.laying_ready import insists_on_schema, queue_file
from province.application.taking import SIMULATED, RecordOutcome
from province.domain.filing import FILING
from province.domain.filing_commands import RecordDelivery
from province.domain.filing_states import Application, FilingState

NEW_FILING: Final = 1
"""Czlx of XZBA."""
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
    """YYYY-MM-DD."""


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


async def deliver(
    bureau: Bureau, session: Session, application: Application, result: Result
) -> FilingState | Refusal:
    """Lay an application's result ready, and its data in a file of their own if approved."""
    names = [await _queue_result(bureau, session, application, result)]
    if result.approved:
        names.append(await _queue_data(bureau, session, application, result))
    command = RecordDelivery(
        application.application_id, application.isp_id, result.approved, tuple(names)
    )
    stream = filing_stream(application.application_id)
    return await session.decide(FILING, stream, command, bureau.context(session))


async def _queue_result(
    bureau: Bureau, session: Session, application: Application, result: Result
) -> str:
    subject = application.filing.subject.isp_subject_id
    answered = RecordResult(
        findings=result.findings,
        operation_type=NEW_FILING,
        identifier=None if subject is None else str(subject),
        remark=SIMULATED,
    )
    opinions = []
    if result.opinion is not None:
        opinion = ReviewOpinion(
            opinion=result.opinion, operation_type=NEW_FILING, record_id=subject
        )
        opinions.append(opinion)
    content = write_bajg([answered], opinions)
    return await _queue_of(bureau, session, application, DECIDED, "ICP/BAJG", content)


async def _queue_data(
    bureau: Bureau, session: Session, application: Application, result: Result
) -> str:
    assert result.filing is not None, "an approved filing has its record"
    issued = IssuedFiling(
        filing=result.filing,
        first_reported=result.issued_on,
        last_changed=result.issued_on,
        certificate=result.certificate,
        reviewer=result.opinion.reviewer if result.opinion else None,
        reviewed_at=result.opinion.reviewed_at if result.opinion else None,
        remark=SIMULATED,
    )
    documents = {
        document.sha256: await session.blob(document.sha256)
        for site in result.filing.sites
        for approval in site.pre_approvals
        for document in approval.documents
    }
    content = write_basj([issued], documents)
    return await _queue_of(bureau, session, application, DATA, "ICP/BASJ", content)


async def _queue_of(
    bureau: Bureau,
    session: Session,
    application: Application,
    what: int,
    block: str,
    content: bytes,
) -> str:
    name = _name(bureau, session, application.data_sequence, application.record, what)
    ids = (application.application_id,)
    await queue_file(session, application.isp_id, name, block, content, ids)
    return name


def _name(bureau: Bureau, session: Session, data_sequence: int, record: int, what: int) -> str:
    number = int(f"{data_sequence}{record:04d}{what}")
    return download_file_name(session.now, bureau.province.letters, number)
