"""Code tables and reporting units for the providers (JCDM). Interface §14 (53).

A provider gets everything on admission, and again when it is asked for. A changed row goes out
at once; a reporting unit of this bureau too; those of other bureaus at the end of the day on
which the directory changed, so that a network that grows sends one file and not one for each.
"""

from collections.abc import Iterable, Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.base_codes import BaseCodeChanged, BaseCodeNoted, KnownUnit
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready, lay_ready_for_all
from province.domain.base_codes import (
    CODE,
    REPORTING_UNITS,
    UNITS_STREAM,
    Distribute,
    NoteCode,
    Tables,
    Units,
    changed_row,
    code_stream,
    list_of,
    whole_tables,
)
from province.domain.provider import PROVIDER, Provider, stream_of


async def note_base_code(bureau: Bureau, session: Session, event: BaseCodeChanged) -> None:
    """Note a change of a code table, and hand it on to the providers."""
    change = BaseCodeNoted(
        version=event.version,
        table=event.table,
        code=event.code,
        name=event.name,
        remark=event.remark,
    )
    stream = code_stream(event.table, event.code)
    before = await session.state(CODE, stream)
    if await session.decide(CODE, stream, NoteCode(change), None) == before:
        return
    await lay_ready_for_all(bureau, session, changed_row(change))


async def distribute_units(bureau: Bureau, session: Session) -> None:
    """Tell all providers of the reporting units they do not know yet: the day is over."""
    units = await bureau.lookups.reporting_units(session)
    told = await _note(session, Distribute(tuple(units), is_due=True))
    await _tell(bureau, session, await bureau.lookups.admitted(session), told.last)


async def introduce(
    bureau: Bureau, session: Session, admitted: Sequence[KnownUnit], new: Sequence[int]
) -> None:
    """Give new providers all that is known, and tell the others of those admitted here.

    `admitted`: all that have an account here; `new`: ids of those admitted in this unit of work.
    """
    known = {one.isp_id: one for one in await bureau.lookups.reporting_units(session)}
    units = tuple({**known, **{one.isp_id: one for one in admitted}}.values())
    before = await session.state(REPORTING_UNITS, UNITS_STREAM)
    told = await _note(session, Distribute(tuple(admitted)))
    if told != before:
        others = [one for one in await bureau.lookups.admitted(session) if one not in new]
        await _tell(bureau, session, others, told.last)
    if new:
        await _lay_everything(bureau, session, new, units)


async def send_everything(
    bureau: Bureau, session: Session, isp_id: int
) -> tuple[str, ...] | Refusal:
    """Lay everything ready for a provider that is to have it again; return the files' names.

    Refused for one that is not admitted here.
    """
    provider: Provider = await session.state(PROVIDER, stream_of(isp_id))
    if provider.admitted is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, f"{isp_id}：没有此接入服务提供者")
    units = await bureau.lookups.reporting_units(session)
    (names,) = await _lay_everything(bureau, session, [isp_id], units)
    return names


async def everything(bureau: Bureau, session: Session) -> Tables:
    """Return the list of reporting units and all code tables as they stand, by path."""
    units = await bureau.lookups.reporting_units(session)
    return whole_tables(await bureau.lookups.base_codes(session), units)


async def _lay_everything(
    bureau: Bureau, session: Session, providers: Iterable[int], units: Iterable[KnownUnit]
) -> list[tuple[str, ...]]:
    tables = whole_tables(await bureau.lookups.base_codes(session), units)
    return [await lay_ready(bureau, session, isp_id, tables) for isp_id in providers]


async def _tell(
    bureau: Bureau, session: Session, providers: Iterable[int], units: Sequence[KnownUnit]
) -> None:
    for isp_id in providers:
        await lay_ready(bureau, session, isp_id, list_of(units))


async def _note(session: Session, command: Distribute) -> Units:
    outcome = await session.decide(REPORTING_UNITS, UNITS_STREAM, command, None)
    assert not isinstance(outcome, Refusal), "what is known is told"
    return outcome
