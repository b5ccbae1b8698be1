"""Filing passwords at the ministry: recovery on its page, verifiers to every bureau. FLOW-18."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.password_resets import FilingPasswordRenewed, PasswordRecoveryAnswered
from beian.identifiers import region_of_log
from beian.procedures import Act, Procedure
from ministry.application import Ministry
from ministry.domain.passwords import (
    PASSWORDS,
    RECOVERIES,
    RecoverPassword,
    RecoveryCommand,
    StorePassword,
    TakeAnswer,
    password_stream,
)


async def _key(_ministry: Ministry, _session: Session, key: str, _command: RecoveryCommand) -> str:
    return key


async def _answered(_ministry: Ministry, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, PasswordRecoveryAnswered)
    command = TakeAnswer(event, region_of_log(received.log))
    stream = f"passwordrecovery-{event.recovery_id}"
    return await session.decide(RECOVERIES, stream, command, event.recovery_id)


async def _renewed(_ministry: Ministry, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, FilingPasswordRenewed)
    command = StorePassword(event, region_of_log(received.log))
    return await session.decide(PASSWORDS, password_stream(event.filing_number), command, None)


PROCEDURES: Final = (
    Procedure[Ministry](
        kind="passwordrecovery",
        path="password-recoveries",
        decider=RECOVERIES,
        acts=(
            Act(
                "open",
                RecoverPassword,
                "Have a new password sent to the contact that is filed",
                opens=True,
            ),
        ),
        context=_key,
        reactions={PasswordRecoveryAnswered: _answered},
    ),
    Procedure[Ministry](
        kind="filingpassword",
        path="filing-passwords",
        decider=PASSWORDS,
        acts=(),
        reactions={FilingPasswordRenewed: _renewed},
    ),
)
