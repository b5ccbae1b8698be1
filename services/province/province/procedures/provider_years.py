"""A provider's year, for the inspection of its licence: at its end, and when asked. R05-004."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.eventlog import Recorded, Session
from beian.events.accuracy import ProviderQualityNoted
from beian.events.provider_years import ProviderYearSummarized
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from province.application.bureau import Bureau
from province.domain.provider import PROVIDER, stream_of
from province.domain.provider_year import PROVIDER_YEAR, Conduct, SummarizeYear, key_of
from province.read_models.provider_conduct import (
    CHECK,
    FINDING,
    PENALTY,
    POINTS,
    PROVIDER_CONDUCT,
    conduct_of,
)

KIND: Final = "provideryear"
YEAR_OVER: Final = "provider_year"
_LAST_QUARTER: Final = "Q4"


async def _conduct(
    bureau: Bureau, session: Session, _key: str, command: SummarizeYear
) -> Conduct:
    """Return what is committed of a provider's year."""
    rows = {
        row.kind: row
        for row in await session.query(conduct_of(session.log, command.isp_id, command.year))
    }
    provider = await session.state(PROVIDER, stream_of(command.isp_id))

    def amount(kind: str) -> int:
        return int(rows[kind].amount) if kind in rows else 0

    return Conduct(
        today=day_of(session.now),
        region=bureau.province.code,
        is_own=provider.is_admitted,
        points=amount(POINTS),
        penalties=rows[PENALTY].total if PENALTY in rows else 0,
        fines=amount(PENALTY),
        sampled=amount(CHECK),
        accurate=int(rows[CHECK].accurate) if CHECK in rows else 0,
        findings=rows[FINDING].total if FINDING in rows else 0,
    )


def _timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when a year is summed up: on the day of its last quarter's circular."""
    match recorded.event:
        case ProviderQualityNoted(period=period, providers=rows) if period.endswith(_LAST_QUARTER):
            due = end_of_day(day_of(recorded.network_time))
            for row in rows:
                key = key_of(row.isp_id or 0, int(period[:4]))
                yield SetTimer(f"{YEAR_OVER}-{key}", due, YEAR_OVER, key)
        case ProviderYearSummarized(isp_id=isp_id, year=year):
            yield CancelTimer(f"{YEAR_OVER}-{key_of(isp_id, year)}")
        case _:
            pass  # nothing else ends a year


async def _year_over(bureau: Bureau, session: Session, key: str) -> object:
    isp_id, _, year = key.partition(".")
    command = SummarizeYear(int(isp_id), int(year))
    # The circular names it among this bureau's providers, whether or not it is admitted still.
    conduct = replace(await _conduct(bureau, session, key, command), is_own=True)
    return await session.decide(PROVIDER_YEAR, f"{KIND}-{key}", command, conduct)


def _key(_bureau: Bureau, command: SummarizeYear) -> str:
    return key_of(command.isp_id, command.year)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="provider-years",
    decider=PROVIDER_YEAR,
    acts=(Act("open", SummarizeYear, "Sum up a provider's year for its licence", opens=True),),
    context=_conduct,
    key_of=_key,
    timers=_timers,
    fire={YEAR_OVER: _year_over},
    read_models=(PROVIDER_CONDUCT,),
)
