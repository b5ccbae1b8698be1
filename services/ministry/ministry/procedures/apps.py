"""Apps in the nation (APP备案): conflict detection, routing, the national record, publication.

FLOW-21, 3, 4 and 6. What an app needs of the key register is decided in the same unit of work.
"""

from collections.abc import Sequence
from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.apps import (
    AppFilingForwarded,
    AppFilingReturned,
    AppRecordReported,
)
from beian.identifiers import region_of_log
from beian.procedures import Procedure
from beian.records import UniqueKey
from beian.regulations.domains import registrable_domain
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN
from ministry.application import Ministry
from ministry.domain.apps import (
    APPS,
    CHECKED,
    AppCommand,
    AppRegistration,
    CheckApp,
    Found,
    RecordApp,
    RecordAppReturn,
    app_stream,
    synchronized_with_app,
)
from ministry.domain.blacklist import BLACKLIST, BLACKLIST_STREAM
from ministry.domain.domain_filing import DOMAIN_RECORD, InRegister, domain_stream
from ministry.domain.keys import (
    KEY,
    ClaimKey,
    FreeKey,
    Key,
    Registered,
    RegisterKey,
    ReleaseKey,
    key_stream,
)

type Outcome = AppRegistration | Refusal


async def carry_out(
    _ministry: Ministry, session: Session, key: str, command: AppCommand
) -> Outcome:
    """Decide a command about an app; claim, register or free its keys with it."""
    stream = app_stream(key)
    before = await session.state(APPS, stream)
    found = Found()
    if isinstance(command, CheckApp):
        found = await _found(session, command.forwarded)
    after = await session.decide(APPS, stream, command, found)
    if isinstance(after, Refusal) or after == before:
        return after
    match command:
        case CheckApp(forwarded) if after.phase == CHECKED:
            for one in after.unique_keys:
                claim = ClaimKey(one, key, forwarded.isp_id)
                await session.decide(KEY, key_stream(one), claim, None)
        case RecordApp(report):
            await _register(session, before, report)
        case RecordAppReturn():
            for one in before.unique_keys:
                await session.decide(KEY, key_stream(one), ReleaseKey(one, key), None)
        case _:
            pass  # a conflict claims nothing
    return after


async def _found(session: Session, forwarded: AppFilingForwarded) -> Found:
    asked = [*forwarded.unique_keys]
    if forwarded.certificate is not None:
        asked.append(forwarded.certificate)
    holders = await _states(session, asked)
    subject = forwarded.form.subject
    entries = (await session.state(BLACKLIST, BLACKLIST_STREAM)).entries
    listed = [name for name in forwarded.form.domains if (DOMAIN, name) in entries]
    if subject is not None:
        certificate = forwarded.certificate
        is_listed = ("name", subject.name) in entries or (
            certificate is not None and (CERTIFICATE, certificate.value) in entries
        )
        listed += [subject.name] if is_listed else []
    return Found(holders, await _unreported(session, forwarded.form.domains), tuple(listed))


async def _states(session: Session, keys: Sequence[UniqueKey]) -> dict[UniqueKey, Key]:
    states = await session.states(KEY, [key_stream(one) for one in keys])
    return {one: states[key_stream(one)] for one in keys}


async def _unreported(session: Session, domains: Sequence[str]) -> tuple[str, ...]:
    """Return the domains that stand neither in the register of domains nor in a filing."""
    missing = []
    for name in domains:
        independent = registrable_domain(name)
        if independent is None:
            missing.append(name)
            continue
        key = UniqueKey(kind=DOMAIN, value=independent)
        holder: Key = await session.state(KEY, key_stream(key))
        record = await session.state(DOMAIN_RECORD, domain_stream(independent))
        if not isinstance(holder, Registered) and not isinstance(record, InRegister):
            missing.append(name)
    return tuple(missing)


async def _register(session: Session, before: AppRegistration, report: AppRecordReported) -> None:
    """Let the app's number hold what it claimed; free it when the filing is cancelled."""
    number = report.app.app_number
    for key in before.unique_keys:
        holder = report.app.subject_number if key.kind == CERTIFICATE else number
        if report.app.is_cancelled:
            if key.kind != CERTIFICATE:
                await session.decide(KEY, key_stream(key), FreeKey(key, number), None)
            continue
        register = RegisterKey(key, report.application_id, report.isp_id, holder)
        await session.decide(KEY, key_stream(key), register, None)
    if report.new_subject is not None:
        synchronized = synchronized_with_app(report, report.new_subject)
        session.record(f"filing-{report.application_id}", [synchronized])


async def _forwarded(ministry: Ministry, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppFilingForwarded)
    command = CheckApp(event, region_of_log(received.log))
    return await carry_out(ministry, session, event.application_id, command)


async def _reported(ministry: Ministry, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppRecordReported)
    command = RecordApp(event, region_of_log(received.log))
    return await carry_out(ministry, session, event.application_id, command)


async def _returned(ministry: Ministry, session: Session, received: Received) -> Outcome:
    event = received.event
    assert isinstance(event, AppFilingReturned)
    command = RecordAppReturn(event, region_of_log(received.log))
    return await carry_out(ministry, session, event.application_id, command)


PROCEDURE: Final = Procedure[Ministry](
    kind="app",
    path="apps",
    decider=APPS,
    acts=(),
    act=carry_out,
    reactions={
        AppFilingForwarded: _forwarded,
        AppRecordReported: _reported,
        AppFilingReturned: _returned,
    },
)
