"""Where a site is: its filing, the providers that give it access, and the server's province."""

from collections.abc import Iterable

from beian.eventlog import Session
from beian.events.cases import CaseProvider
from beian.events.sites import FiledAccess
from beian.regulations.codes import find
from beian.regulations.filing_numbers import subject_of
from province.application.bureau import Bureau
from province.domain.case_leads import Found
from province.domain.national import RECORD, record_stream
from province.domain.outline import Outline, normal_number, outline_of_national
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream


async def outline_of(session: Session, number: str) -> Outline | None:
    """Return what the ministry synchronised of a filing, by its subject's or a site's number."""
    record = await session.state(RECORD, record_stream(subject_of(number)))
    return None if record is None else outline_of_national(record)


def accesses_of(outline: Outline, number: str) -> tuple[FiledAccess, ...]:
    """Return the accesses of a site; of a subject those of all its sites."""
    site = outline.site_of(number, None)
    return tuple(outline.accesses()) if site is None else site.accesses


async def providers_of(
    bureau: Bureau, session: Session, isp_ids: Iterable[int]
) -> tuple[CaseProvider, ...]:
    """Return the known ones of these providers with the regions of their bureaus."""
    asked = sorted(set(isp_ids))
    states = await session.states(PROVIDER, [provider_stream(one) for one in asked])
    found = []
    for isp_id in asked:
        state = states[provider_stream(isp_id)]
        if state.admitted is not None:
            found.append(CaseProvider(isp_id=isp_id, region=bureau.region))
        elif state.listed is not None:
            found.append(CaseProvider(isp_id=isp_id, region=state.listed.region))
    return tuple(found)


async def find_site(
    bureau: Bureau,
    session: Session,
    *,
    host: str | None,
    number: str | None,
    address: int | None,
    isp_id: int | None,
) -> Found:
    """Return what is known of a site that is named by host, filing number, address or provider."""
    written = None if number is None else normal_number(number)
    if written is None and host is not None:
        written = await bureau.lookups.filed_under(session, host)
    outline = None if written is None else await outline_of(session, written)
    accesses = () if outline is None or written is None else accesses_of(outline, written)
    isps = {one.isp_id for one in accesses}
    if isp_id is not None:
        isps.add(isp_id)
    elif address is not None and not isps:
        held_by = await bureau.lookups.provider_of(session, address)
        isps |= set() if held_by is None else {held_by}
    return Found(
        region=bureau.region,
        host=host,
        filing_number=None if outline is None else written,
        home_region=None if outline is None else outline.home_region,
        server_region=_server_region(accesses),
        providers=await providers_of(bureau, session, isps),
    )


def _server_region(accesses: Iterable[FiledAccess]) -> str | None:
    """Return the province of the first place where the site's servers stand, as filed."""
    for access in accesses:
        for place in access.locations:
            code = find("fbdd", place)
            if code is not None and code.parent_id is not None:
                return str(code.parent_id)
    return None
