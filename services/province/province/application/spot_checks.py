"""Spot checks and what follows: texts to sponsors, corrections, ends of untrue sites. FLOW-16."""

from collections.abc import Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.spot_checks import SpotCheckOpened
from beian.records import Filing
from beian.regulations.contacts import values_of
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_of
from beian.regulations.in_force import JIANGSU, in_force
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.application.bureau import Bureau, filing_stream
from province.application.cases import FALSE_DATA
from province.application.inspections import order_modification
from province.application.investigations import investigate
from province.application.orders import cancel_filed, order_shutdown
from province.application.outbox import put_into_outbox
from province.domain.filed_record import RECORD, Filed, record_stream
from province.domain.filing import FILING
from province.domain.filing_states import SentBack, Unknown
from province.domain.investigations import OpenInvestigation
from province.domain.modification_notices import NOTICE, notice_stream
from province.domain.notices import SMS, Notice
from province.domain.outline import normal_number
from province.domain.spot_check_runs import RUN, DrawRun, Population, Run
from province.domain.spot_checks import (
    SPOT_CHECK,
    Channel,
    ConfirmCorrection,
    EndUntrue,
    EnterAnswer,
    OpenCheck,
    OrderCorrection,
    Repeat,
    Situation,
    SpotCheck,
    SpotCheckCommand,
    spot_check_stream,
)

ASKED = "spot_check"


async def draw_run(bureau: Bureau, session: Session, key: str, command: DrawRun) -> Run | Refusal:
    """Draw sites of the bureau's subjects, and begin a check of each."""
    numbers = await bureau.lookups.kept_numbers(session)
    states = await session.states(RECORD, [record_stream(one) for one in numbers])
    sites = [
        site.filing_number
        for record in states.values()
        if record is not None and record.cancelled_on is None
        for site in record.filing.sites
        if site.filing_number
    ]
    run = await session.decide(RUN, f"spotcheckrun-{key}", command, Population(key, sites))
    if isinstance(run, Refusal):
        return run
    assert run.drawn is not None, "it was just drawn"
    for place, number in enumerate(run.drawn.sample, start=1):
        opening = OpenCheck(number, command.channel, key)
        opened = await check(bureau, session, f"{key}.{place}", opening)
        if isinstance(opened, Refusal):
            return opened
    return run


async def check(
    bureau: Bureau, session: Session, key: str, command: SpotCheckCommand
) -> SpotCheck | Refusal:
    """Carry out one command on a spot check, with all that belongs to it."""
    match command:
        case OpenCheck():
            return await _open(bureau, session, key, command)
        case OrderCorrection():
            return await _order(bureau, session, key, command)
        case EndUntrue():
            return await _end(bureau, session, key, command)
        case EnterAnswer() | Repeat() | ConfirmCorrection():
            checked = await _decide(bureau, session, key, command)
            if isinstance(checked, Refusal) or checked.opened is None:
                return checked
            if isinstance(command, Repeat):
                await _ask(bureau, session, checked.opened)
            return await _at_once(bureau, session, key, checked, command)


async def _decide(
    bureau: Bureau,
    session: Session,
    key: str,
    command: SpotCheckCommand,
    *,
    provider: tuple[int, str] | None = None,
    notices: tuple[str, ...] = (),
) -> SpotCheck | Refusal:
    state = await session.state(SPOT_CHECK, spot_check_stream(key))
    situation = Situation(
        today=day_of(session.now),
        key=key,
        region=bureau.region,
        provider=provider,
        is_changed=await _are_closed(session, state.notices),
        notices=notices,
    )
    return await session.decide(SPOT_CHECK, spot_check_stream(key), command, situation)


async def _are_closed(session: Session, notices: Sequence[str]) -> bool:
    states = await session.states(NOTICE, [notice_stream(one) for one in notices])
    return all(one.is_closed for one in states.values())


async def _open(
    bureau: Bureau, session: Session, key: str, command: OpenCheck
) -> SpotCheck | Refusal:
    number = normal_number(command.filing_number)
    record = None if number is None else await _record_of(session, number)
    if number is None or record is None:
        return Refusal(Reason.NOT_FOUND, "本省没有此网站的有效备案", "filing_number")
    state = await session.state(FILING, filing_stream(record.application_id))
    assert not isinstance(state, Unknown | SentBack), "a record came of an application"
    application = state.application
    provider = (application.isp_id, application.provider_region)
    opening = OpenCheck(number, command.channel, command.run_id)
    checked = await _decide(bureau, session, key, opening, provider=provider)
    if not isinstance(checked, Refusal) and checked.opened is not None:
        await _ask(bureau, session, checked.opened)
    return checked


async def _record_of(session: Session, number: str) -> Filed | None:
    """Return the record in force that has a site of this number."""
    record = await session.state(RECORD, record_stream(subject_of(number)))
    if record is None or record.cancelled_on is not None:
        return None
    has_site = any(site.filing_number == number for site in record.filing.sites)
    return record if has_site else None


@enforces("J45-017")
async def _ask(bureau: Bureau, session: Session, opened: SpotCheckOpened) -> None:
    """Send the question where it is asked by SMS; by phone and on the spot an officer asks."""
    if opened.channel != Channel.SMS:
        return
    record = await _record_of(session, opened.filing_number)
    if record is None:
        return
    for mobile in values_of(_mobile(record.filing, opened.filing_number))[:1]:
        text = (
            f"【{bureau.province.bureau}（模拟）】请确认网站{opened.filing_number}由您负责、"
            f"备案信息与实际一致。属实请回复1，不符请回复2。"
        )
        notice = Notice(SMS, mobile, None, text, ASKED)
        put_into_outbox(bureau, session, record.application_id, notice)


def _mobile(filing: Filing, number: str) -> str:
    """Return the mobile number of the site's responsible person, or else the subject's."""
    persons = [site.responsible for site in filing.sites if site.filing_number == number]
    mobiles = [one.mobile for one in (*persons, filing.subject.responsible) if one.mobile]
    return mobiles[0] if mobiles else ""


async def _order(
    bureau: Bureau, session: Session, key: str, command: OrderCorrection
) -> SpotCheck | Refusal:
    """Order a correction: a notice (XGTZ) to each of the bureau's providers of the site."""
    state = await session.state(SPOT_CHECK, spot_check_stream(key))
    if state.phase != "Mismatch" or state.opened is None:
        return await _decide(bureau, session, key, command)
    number = state.opened.filing_number
    issued = await order_modification(bureau, session, number, command.text, None)
    notices = () if isinstance(issued, Refusal) else tuple(one.notice_id for one in issued)
    return await _decide(bureau, session, key, command, notices=notices)


async def _end(
    bureau: Bureau, session: Session, key: str, command: EndUntrue
) -> SpotCheck | Refusal:
    """Cancel an untrue site: closed at every provider first, then it is filed no longer."""
    ended = await _decide(bureau, session, key, command)
    if isinstance(ended, Refusal) or ended.opened is None:
        return ended
    number, stream = ended.opened.filing_number, spot_check_stream(key)
    refused = await order_shutdown(
        bureau,
        session,
        filing_number=number,
        of=stream,
        basis=Basis.FALSE_INFORMATION,
        reason=command.text,
        officer=command.officer,
        rules=("J45-018",),
    )
    refused = refused or await cancel_filed(
        bureau,
        session,
        number=number,
        reason=FALSE_DATA,
        officer=command.officer,
        text=command.text,
        rules=("J45-018", "O33-027"),
    )
    return refused or ended


@enforces("J45-018")
async def _at_once(
    bureau: Bureau,
    session: Session,
    key: str,
    checked: SpotCheck,
    command: EnterAnswer | Repeat | ConfirmCorrection,
) -> SpotCheck | Refusal:
    """In Jiangsu what is untrue ends with the finding, and the provider is investigated."""
    if not isinstance(command, EnterAnswer) or checked.phase != "Mismatch":
        return checked
    found, today = checked.mismatch, day_of(session.now)
    assert found is not None, "a mismatch was found"
    is_here = bureau.region == JIANGSU and in_force("J45-018", today)
    if not is_here or not found.is_untrue:
        return checked
    text = f"抽查发现备案信息不真实：{'、'.join(found.fields)}"
    ended = await _end(bureau, session, key, EndUntrue(command.officer, text))
    if isinstance(ended, Refusal):
        return ended
    opening = OpenInvestigation(
        found.isp_id, spot_check_stream(key), text, command.officer, found.filing_number
    )
    opened = await investigate(bureau, session, found.isp_id, opening)
    return opened if isinstance(opened, Refusal) else ended
