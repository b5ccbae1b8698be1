"""Apps at the enterprise (APP备案): draft, check, submission, and what is filed. FLOW-21."""

from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.apps import (
    AppCapabilityGranted,
    AppCapabilityWithdrawn,
    AppResultDelivered,
)
from beian.national_apps import NATIONAL_APPS
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from enterprise.application import Provider
from enterprise.domain.app_systems import (
    APP_SYSTEM,
    NoteCapability,
    app_system_stream,
)
from enterprise.domain.apps import (
    APPS,
    AppCommand,
    AppContext,
    CorrectApp,
    EnterApp,
    SubmitAppFiling,
    TakeAppResult,
    VerifyApp,
)


async def _context(
    provider: Provider, session: Session, key: str, _command: AppCommand
) -> AppContext:
    system = await session.state(APP_SYSTEM, app_system_stream(provider.isp_id))
    return AppContext(
        application_id=key,
        isp_id=provider.isp_id,
        region=provider.account.region,
        today=day_of(session.now),
        roles=system.roles,
    )


async def _result(provider: Provider, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, AppResultDelivered)
    command = TakeAppResult(event)
    context = await _context(provider, session, event.application_id, command)
    stream = f"app-{event.application_id}"
    outcome = await session.decide(APPS, stream, command, context)
    assert not isinstance(outcome, Refusal), "a result is only noted"
    return outcome


async def _capability(provider: Provider, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, AppCapabilityGranted | AppCapabilityWithdrawn)
    stream = app_system_stream(provider.isp_id)
    return await session.decide(APP_SYSTEM, stream, NoteCapability(event), None)


PROCEDURES: Final = (
    Procedure[Provider](
        kind="app",
        path="apps",
        decider=APPS,
        acts=(
            Act("open", EnterApp, "Enter the data of an app", opens=True),
            Act("correct", CorrectApp, "Enter the data anew"),
            Act("verify", VerifyApp, "Compare the data with originals and network resources"),
            Act("submit", SubmitAppFiling, "Send the filing to the bureau"),
        ),
        context=_context,
        reactions={AppResultDelivered: _result},
    ),
    Procedure[Provider](
        kind="appsystem",
        path="app-systems",
        decider=APP_SYSTEM,
        acts=(),
        reactions={
            AppCapabilityGranted: _capability,
            AppCapabilityWithdrawn: _capability,
        },
    ),
    NATIONAL_APPS,
)
