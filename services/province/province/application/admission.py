"""Admission of enterprise systems: who has an account here is admitted. Flow: FLOW-01, 7.

Commissioning is decided in commissioning.py; of an account that is made for it, what changes is
noted here only once it was admitted. A system that is new finds ready what all others have:
code tables and reporting units (JCDM), the blacklist (HMDLB) and the list of illegal access
(FFJRHMD). So do all where nothing was
ever distributed: a network of a release that had no such files.
"""

from collections.abc import Collection, Iterable

from beian.eventlog import Session
from beian.events.base_codes import KnownUnit
from beian.events.providers import EnterpriseSystemAdmitted
from province.application.base_codes import introduce
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready
from province.domain.base_codes import REPORTING_UNITS, UNITS_STREAM
from province.domain.blacklisted import whole_list
from province.domain.illegal_access import KNOWN_ACCESS, told
from province.domain.illegal_access import STREAM as ACCESS_STREAM
from province.domain.provider import PROVIDER, Admit, stream_of


async def admit(
    bureau: Bureau,
    session: Session,
    systems: Iterable[EnterpriseSystemAdmitted],
    on_trial: Collection[int] = (),
) -> None:
    """Admit every enterprise system that has an account here, where new or changed.

    Those `on_trial` are not admitted by having an account.
    """
    given = list(systems)
    before = await session.states(PROVIDER, [stream_of(system.isp_id) for system in given])
    asked = [
        one
        for one in given
        if one.isp_id not in on_trial or before[stream_of(one.isp_id)].admitted is not None
    ]
    for system in asked:
        await session.decide(PROVIDER, stream_of(system.isp_id), Admit(system), None)
    distributed = await session.state(REPORTING_UNITS, UNITS_STREAM)
    new = [
        one.isp_id
        for one in asked
        if before[stream_of(one.isp_id)].admitted is None or not distributed.known
    ]
    units = [KnownUnit(isp_id=one.isp_id, name=one.name, region=one.region) for one in asked]
    await introduce(bureau, session, units, new)
    if new:
        blacklist = whole_list(await bureau.lookups.blacklist(session))
        accesses = (await session.state(KNOWN_ACCESS, ACCESS_STREAM)).listed.values()
        for isp_id in new:
            await lay_ready(bureau, session, isp_id, blacklist)
            await lay_ready(bureau, session, isp_id, told(accesses))
