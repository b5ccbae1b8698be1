"""Accounts of bureaus' reviewers in the enterprise system. M64-038."""

import secrets
from typing import Any, Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.numbers import PASSWORD_SALT_BYTES
from enterprise.application import Provider
from enterprise.domain.retention import RETAINED, retained_stream
from enterprise.domain.reviewers import (
    REVIEWER,
    Account,
    Context,
    OpenAccount,
    OpenEvidence,
    verifier_of,
)


async def _context(provider: Provider, session: Session, _key: str, command: Any) -> Context:  # noqa: ANN401 - any of the acts
    match command:
        case OpenAccount(password=password):
            salt = secrets.token_bytes(PASSWORD_SALT_BYTES)
            return Context(provider.isp_id, verifier=verifier_of(password, salt))
        case OpenEvidence(record_id=record_id):
            kept = await session.state(RETAINED, retained_stream(record_id))
            return Context(provider.isp_id, items=kept.items)
        case _:
            return Context(provider.isp_id)


def _view(account: Account) -> dict[str, Any]:
    """Show the account without what is known of its password."""
    opened = account.opened
    return {
        "reviewer": None if opened is None else opened.reviewer,
        "region": None if opened is None else opened.region,
        "last_seen": account.last_seen,
    }


PROCEDURE: Final[Procedure[Provider]] = Procedure(
    kind="reviewer",
    path="reviewer-accounts",
    decider=REVIEWER,
    acts=(
        Act("open", OpenAccount, "Give a reviewer of a bureau an account", opens=True),
        Act("evidence", OpenEvidence, "Log in with the password and look at originals"),
    ),
    context=_context,
    key_of=lambda _provider, command: str(command.reviewer),
    view=_view,
)
