"""Electronic keys of departments: listed and revoked here; edges/electronic_keys.py issues them."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from verification_center.application import Center
from verification_center.domain.electronic_key import (
    ELECTRONIC_KEY,
    KeyCommand,
    Making,
    RevokeKey,
)


async def _now(_center: Center, session: Session, key: str, _command: KeyCommand) -> Making:
    return Making(day_of(session.now), key, "")


PROCEDURE: Final = Procedure[Center](
    kind="electronickey",
    path="electronic-keys",
    decider=ELECTRONIC_KEY,
    acts=(Act("revocation", RevokeKey, "Take a key back, with the reason"),),
    context=_now,
)
