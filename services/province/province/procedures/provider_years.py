"""A provider's year, summed up for the inspection of its licence. R05-004."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from province.application.bureau import Bureau
from province.domain.provider import PROVIDER, stream_of
from province.domain.provider_year import PROVIDER_YEAR, Conduct, SummarizeYear, key_of
from province.read_models.provider_conduct import (
    CHECK,
    FINDING,
    PENALTY,
    PROVIDER_CONDUCT,
    conduct_of,
)

KIND: Final = "provideryear"


async def _conduct(bureau: Bureau, session: Session, _key: str, command: SummarizeYear) -> Conduct:
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
        penalties=rows[PENALTY].total if PENALTY in rows else 0,
        fines=amount(PENALTY),
        sampled=amount(CHECK),
        accurate=int(rows[CHECK].accurate) if CHECK in rows else 0,
        findings=rows[FINDING].total if FINDING in rows else 0,
    )


def _key(_bureau: Bureau, command: SummarizeYear) -> str:
    return key_of(command.isp_id, command.year)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="provider-years",
    decider=PROVIDER_YEAR,
    acts=(Act("open", SummarizeYear, "Sum up a provider's year for its licence", opens=True),),
    context=_conduct,
    key_of=_key,
    read_models=(PROVIDER_CONDUCT,),
)
