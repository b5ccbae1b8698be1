"""What the rules of IP data need to know: reported ranges that matter, units that exist."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import ARRAY, BigInteger, Text, any_, literal, select, union

from beian.eventlog import Session
from beian.eventlog.question import Question, parameter
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.regulations.addresses import Range
from beian.regulations.ip_space import Entry, IpSpace, Kind
from province.domain.file_check import GROUP
from province.domain.ip_check import IpUnits
from province.read_models.providers import national_provider, provider
from province.read_models.reported_ranges import (
    OF_OTHERS,
    OF_SENDER,
    SOURCES,
    entry_of_row,
    usable_by,
)

_LOG: Final = parameter("log", Text)
_IDS: Final = parameter("ids", ARRAY(BigInteger))
_UNITS: Final = Question(
    select(
        union(
            select(provider.c.isp_id, provider.c.rights).where(
                provider.c.log == _LOG, provider.c.isp_id == any_(_IDS)
            ),
            select(national_provider.c.isp_id, literal("", Text)).where(
                national_provider.c.log == _LOG, national_provider.c.isp_id == any_(_IDS)
            ),
        ).subquery()
    )
)
_USABLE: Final = Question(usable_by())


async def space_around(
    session: Session,
    isp_id: int,
    kind: Kind,
    ranges: Sequence[Range],
    lost: Sequence[Range],
    aside: Sequence[int],
) -> IpSpace:
    """Return the committed records that `ranges` of one kind are compared with.

    `lost`: parts that sources of the sender give up; its assignments there are looked up.
    Records `aside` are left out: what the unit of work has made of them is not committed.
    """
    found: dict[int, Entry] = {}

    async def ask(question: Question, asked: Sequence[Range], **values: object) -> None:
        if asked:
            bounds = _bounds(asked)
            rows = await session.ask(
                question, log=session.log, aside=list(aside), **bounds, **values
            )
            found.update((row["record_id"], entry_of_row(dict(row))) for row in rows)

    await ask(OF_SENDER, ranges, isp_id=isp_id, kind=kind.value)
    if kind != Kind.BROADCAST:
        await ask(SOURCES, ranges)
        await ask(OF_OTHERS, ranges, isp_id=isp_id)
    await ask(OF_SENDER, lost, isp_id=isp_id, kind=Kind.ASSIGNMENT.value)
    return IpSpace.of(found.values())


async def units_among(session: Session, ids: Iterable[int]) -> IpUnits:
    """Return which of these ids are reporting units, and which head a basic operator's group."""
    asked = sorted(set(ids))
    rows = await session.ask(_UNITS, log=session.log, ids=asked)
    known = {isp_id for isp_id, _ in rows} | (ADDRESS_REGISTRIES.keys() & set(asked))
    return IpUnits(known, {isp_id for isp_id, rights in rows if GROUP in rights.split(",")})


async def usable_ranges(
    session: Session, isp_id: int, asked: AbstractSet[Range]
) -> tuple[Range, ...]:
    """Return, of the ranges asked for, what the provider reported as IP data (1063)."""
    if not asked:
        return ()
    bounds = _bounds(sorted(asked))
    rows = await session.ask(_USABLE, log=session.log, isp_id=isp_id, **bounds)
    return tuple(Range(first, last) for first, last in rows)


def _bounds(ranges: Sequence[Range]) -> dict[str, list[int]]:
    return {"firsts": [one.first for one in ranges], "lasts": [one.last for one in ranges]}
