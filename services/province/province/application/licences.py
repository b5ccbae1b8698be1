"""A commercial licence at a bureau: decided here, converted where the filing lies. FLOW-11.

The deciding bureau is that of the company's registered place; the number changes in the record of
the home bureau, which may be another: then the ministry passes the decision on.
"""

from collections.abc import Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filing import SponsorNotified
from beian.licence_commands import (
    ApplyLicence,
    Context,
    DecideLicence,
    FiledSubject,
    LicenceCommand,
    NoteConverted,
    RevokeLicence,
)
from beian.licence_state import Licence
from beian.licensing import KIND, LICENCE, licence_key
from beian.records import Opinion
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import unique_keys
from province.application.bureau import Bureau, filing_stream
from province.application.filed_records import outline_of
from province.application.outbox import put_into_outbox
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.filing import FILING
from province.domain.filing_commands import ChangedRecord, ReportConversion
from province.domain.licence_notices import licence_granted, licence_refused, licence_revoked
from province.domain.notices import Notice
from province.domain.number_conversion import ConvertNumber

type Outcome = Licence | Refusal


async def decide_licence(
    bureau: Bureau, session: Session, key: str, command: LicenceCommand
) -> Outcome:
    """Carry out a command on a licence, with what follows from it for the filing."""
    stream = f"{KIND}-{key}"
    before = await session.state(LICENCE, stream)
    context = await _context(bureau, session, key, command)
    after = await session.decide(LICENCE, stream, command, context)
    if isinstance(after, Refusal) or after == before:
        return after
    is_home = after.home_region == bureau.region
    match command:
        case ApplyLicence() | DecideLicence() if after.phase == "Filed":
            await _tell_refused(bureau, session, after)
        case DecideLicence() if is_home:
            refused = await convert(bureau, session, after, command.officer)
            if refused is not None:
                return refused
            return await session.decide(LICENCE, stream, NoteConverted(), context)
        case RevokeLicence() if is_home:
            refused = await restore(bureau, session, after, command.officer)
            return after if refused is None else refused
        case _:
            pass  # nothing follows, or the home bureau hears of it through the ministry
    return after


async def note_converted(bureau: Bureau, session: Session, filing_number: str) -> Outcome:
    """Note that the home bureau's record has the licence number, where it was decided here."""
    return await decide_licence(bureau, session, licence_key(filing_number), NoteConverted())


@enforces("O292-022", "O292-025")
async def end_revoked(
    bureau: Bureau, session: Session, filing_number: str, reason: str, officer: str
) -> Refusal | None:
    """End a licence that a case revoked, where it was granted here and is in force."""
    key = licence_key(filing_number)
    if (await session.state(LICENCE, f"{KIND}-{key}")).phase != "Converted":
        return None
    command = RevokeLicence(reason, officer, registry_informed=True)
    outcome = await decide_licence(bureau, session, key, command)
    return outcome if isinstance(outcome, Refusal) else None


@enforces("R14-118")
async def convert(
    bureau: Bureau, session: Session, licence: Licence, officer: str
) -> Refusal | None:
    """Put the licence number in the place of the filing number, and report it."""
    number = licence.licence_number
    assert number is not None, "a granted licence has its number"
    record = await session.state(RECORD, record_stream(licence.filing_number))
    if record is None or record.cancelled_on is not None:
        return Refusal(Reason.NOT_FOUND, "该备案已经注销", "filing_number", "R14-118")
    notices = licence_granted(record.filing, bureau.province.bureau, number)
    return await _renumber(bureau, session, record, licence, number, officer, notices)


@enforces("O292-025")
async def restore(
    bureau: Bureau, session: Session, licence: Licence, officer: str
) -> Refusal | None:
    """Take a revoked licence's number away from the filing, and report it."""
    record = await session.state(RECORD, record_stream(licence.filing_number))
    if record is None or record.licence_number is None or record.cancelled_on is not None:
        return None  # with the filing the number went too
    notices = licence_revoked(record.filing, bureau.province.bureau, record.licence_number)
    return await _renumber(bureau, session, record, licence, None, officer, notices)


async def _renumber(
    bureau: Bureau,
    session: Session,
    record: Filed,
    licence: Licence,
    number: str | None,
    officer: str,
    notices: Sequence[Notice],
) -> Refusal | None:
    today = day_of(session.now).isoformat()
    if record.licence_number == number:
        return None
    command = ConvertNumber(number, licence.authority, today)
    stream = record_stream(record.filing_number)
    after = await session.decide(RECORD, stream, command, None)
    if isinstance(after, Refusal):
        return after
    assert after is not None, "a converted record is kept"
    for notice in notices:
        put_into_outbox(bureau, session, record.application_id, notice)
    changed = ChangedRecord(
        filing_number=record.filing_number,
        filing=record.filing,
        id_serial=record.id_serial,
        verifier=record.verifier,
        certificate=record.certificate,
        issued_on=record.issued_on,
        unique_keys=unique_keys(record.filing),
        freed_keys=(),
        removed_sites=(),
        notices=tuple((notice.channel, notice.template) for notice in notices),
        licence_number=after.licence_number,
    )
    text = f"备案号变更为经营许可证编号{number}" if number else "经营许可证已吊销"
    opinion = Opinion(approved=True, reviewer=officer, reviewed_at=today, text=text)
    report = ReportConversion(record.application_id, changed, opinion)
    context = bureau.context(session)
    outcome = await session.decide(FILING, filing_stream(record.application_id), report, context)
    return outcome if isinstance(outcome, Refusal) else None


@enforces("O292-005")
async def _tell_refused(bureau: Bureau, session: Session, licence: Licence) -> None:
    """Tell the applicant in writing why it got no licence, where its contacts are kept here."""
    record = await session.state(RECORD, record_stream(licence.filing_number))
    if record is None:
        return
    for notice in licence_refused(record.filing, bureau.province.bureau, licence.refused_for):
        put_into_outbox(bureau, session, record.application_id, notice)
        told = SponsorNotified(
            application_id=record.application_id, channel=notice.channel, template=notice.template
        )
        session.record(f"{KIND}-{licence.licence_id}", [told])


async def _context(bureau: Bureau, session: Session, key: str, command: LicenceCommand) -> Context:
    filed = None
    if isinstance(command, ApplyLicence):
        outline = await outline_of(bureau, session, command.filing_number)
        if outline is not None and not outline.is_cancelled:
            filed = FiledSubject(outline.filing_number, outline.home_region, outline.is_individual)
    order_id = bureau.identifiers.event_id(session.now)
    return Context(bureau.region, day_of(session.now), key, order_id, filed)
