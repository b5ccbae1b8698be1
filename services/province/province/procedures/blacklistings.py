"""Entries that this bureau put on the national blacklist, and takes back. FLOW-14."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.blacklisting import BLACKLISTING, RemoveBlacklisting


async def _region(bureau: Bureau, _session: Session, _key: str, _command: object) -> str:
    return bureau.region


PROCEDURE: Final = Procedure[Bureau](
    kind="blacklisting",
    path="blacklistings",
    decider=BLACKLISTING,
    acts=(Act("removal", RemoveBlacklisting, "Take the bureau's own entry back"),),
    context=_region,
)
