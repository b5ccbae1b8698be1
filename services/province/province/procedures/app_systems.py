"""Enterprise systems that can report apps (APP信息报备功能), and what is filed of apps anywhere."""

from typing import Final

from beian.eventlog import Session
from beian.national_apps import NATIONAL_APPS
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from province.application.bureau import Bureau
from province.domain.app_systems import (
    APP_SYSTEM,
    AppSystemCommand,
    AppSystemContext,
    GrantAppCapability,
    WithdrawAppCapability,
)
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.domain.subject_apps import (
    SUBJECT_APPS,
)


async def _context(
    _bureau: Bureau, session: Session, key: str, _command: AppSystemCommand
) -> AppSystemContext:
    provider = await session.state(PROVIDER, provider_stream(int(key)))
    return AppSystemContext(day_of(session.now), provider.is_admitted)


def _key(_bureau: Bureau, command: GrantAppCapability) -> str:
    return str(command.isp_id)


PROCEDURES: Final = (
    Procedure[Bureau](
        kind="appsystem",
        path="app-systems",
        decider=APP_SYSTEM,
        acts=(
            Act("open", GrantAppCapability, "Note a passed joint test for apps", opens=True),
            Act("withdraw", WithdrawAppCapability, "Take the capability back"),
        ),
        context=_context,
        key_of=_key,
    ),
    NATIONAL_APPS,
    Procedure[Bureau](
        kind="appsubject", path="app-subjects", decider=SUBJECT_APPS, acts=(), public=True
    ),
)
