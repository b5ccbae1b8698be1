"""Full synchronisation (SJTB) of a provider with what its bureau holds of it. Interface §14 (53).

On an operator's request: filings, IP data, code tables; domain data lie with the ministry. What
is held goes out in pages, each a unit of work and at least one file: a provider with many records
holds up nobody else, and what comes after an interruption is asked for again as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.regulations.reasons import Reason
from beian.wire.download_basj import IssuedFiling
from province.application.base_codes import everything
from province.application.bureau import Bureau, filing_stream
from province.application.laying_ready import lay_ready
from province.application.results import documents_of
from province.domain.filed import FILED, filed_stream
from province.domain.filed_record import RECORD, record_stream
from province.domain.filing import FILING
from province.domain.ip_records import IP_RECORD, ip_record_stream
from province.domain.provider import PROVIDER, stream_of
from province.domain.synchronization import (
    in_force,
    issued_elsewhere,
    issued_here,
    of_ip_records,
    seen_by,
    standing,
)

ICP: Final = "ICP"
IP: Final = "IP"
JCDM: Final = "JCDM"


@dataclass(frozen=True, slots=True)
class Page:
    """What one unit of work laid ready."""

    file_names: tuple[str, ...] = ()
    records: int = 0
    last: int | None = None
    """The bureau's id after which there may be more; None at the end."""


async def lay_page(
    bureau: Bureau, session: Session, isp_id: int, kind: str, after: int
) -> Page | Refusal:
    """Lay up to a thousand records of a kind ready, those behind the bureau's id `after`.

    Refused for a provider that is not admitted here.
    """
    provider = await session.state(PROVIDER, stream_of(isp_id))
    if provider.admitted is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, f"{isp_id}：没有此接入服务提供者", "isp_id")
    match kind:
        case "ICP":
            return await _filings(bureau, session, isp_id, after)
        case "IP":
            return await _ip_records(bureau, session, isp_id, after)
        case _:
            return await _code_tables(bureau, session, isp_id)


async def _filings(bureau: Bureau, session: Session, isp_id: int, after: int) -> Page:
    held = await bureau.lookups.filed_subjects(session, isp_id, after, UPLOAD_RECORDS_MAX)
    records = await session.states(RECORD, [record_stream(one.number) for one in held])
    elsewhere = await session.states(FILED, [filed_stream(one.application_id) for one in held])
    here = await session.states(FILING, [filing_stream(one.application_id) for one in held])
    issued: list[IssuedFiling] = []
    for one in held:
        kept = elsewhere[filed_stream(one.application_id)]
        record = records[record_stream(one.number)]
        if kept is not None:
            issued.append(issued_elsewhere(kept))
        elif record is not None:
            issued.append(in_force(record))
        else:
            issued.append(issued_here(here[filing_stream(one.application_id)]))
    sites = await bureau.lookups.served_sites(session, isp_id, [one.subject_id for one in held])
    stands = [standing(isp_id, one, sites) for one in issued]
    issued = [one for one in stands if one is not None]
    documents = await documents_of(session, [one.filing for one in issued])
    contents = {"SJTB/ICP/Baxx": [seen_by(isp_id, one, documents.keys()) for one in issued]}
    names = await lay_ready(bureau, session, isp_id, contents, blobs=documents)
    return Page(names, len(issued), _last([one.subject_id for one in held]))


async def _ip_records(bureau: Bureau, session: Session, isp_id: int, after: int) -> Page:
    held = await bureau.lookups.ip_records_of(session, isp_id, after, UPLOAD_RECORDS_MAX)
    states = await session.states(IP_RECORD, [ip_record_stream(one) for one in held])
    contents: dict[str, list[Any]] = of_ip_records(states.values())
    names = await lay_ready(bureau, session, isp_id, contents)
    return Page(names, sum(len(some) for some in contents.values()), _last(held))


async def _code_tables(bureau: Bureau, session: Session, isp_id: int) -> Page:
    tables = {f"SJTB/{path}": rows for path, rows in (await everything(bureau, session)).items()}
    names = await lay_ready(bureau, session, isp_id, tables)
    return Page(names, sum(len(rows) for rows in tables.values()))


def _last(ids: Sequence[int]) -> int | None:
    return ids[-1] if len(ids) == UPLOAD_RECORDS_MAX else None
