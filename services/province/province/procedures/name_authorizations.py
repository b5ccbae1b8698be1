"""Authorizations of names: registered and revoked by the bureau."""

from typing import Final

from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.name_authorizations import (
    AUTHORIZATIONS,
    RegisterAuthorization,
    RevokeAuthorization,
)


def _key(_bureau: Bureau, command: RegisterAuthorization) -> str:
    return command.certificate_number


PROCEDURE: Final = Procedure[Bureau](
    kind="nameauthorization",
    path="name-authorizations",
    decider=AUTHORIZATIONS,
    acts=(
        Act(
            "open",
            RegisterAuthorization,
            "Register a unit's authorization to use a national-style word or a region's name",
            opens=True,
        ),
        Act("revoke", RevokeAuthorization, "Take an authorization back"),
    ),
    key_of=_key,
)
