"""The self-check of a provider over HTTP: `/self-checks`. J45."""

from typing import Final

from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.reasons import Reason
from enterprise.application import Provider
from enterprise.domain.connection_commands import (
    ConnectionCommand,
    Ground,
    Revisit,
    TerminateAccess,
)
from enterprise.domain.self_check import (
    KIND,
    SELF_CHECK,
    BeginSelfCheck,
    CheckFinding,
    CompleteSelfCheck,
    Context,
    NoteFinding,
    SelfCheck,
    SelfCheckCommand,
)
from enterprise.edges.whose_site import drafts_of_number
from enterprise.read_models.drafts import OPEN, SUSPENDED, draft


async def carry_out(
    provider: Provider, session: Session, key: str, command: SelfCheckCommand
) -> SelfCheck | Refusal:
    """Decide a step; what is wrong is to be changed, who is untrue loses access."""
    table = draft.c
    question = select(table.filing_number).where(
        table.log == session.log, table.state.in_((OPEN, SUSPENDED))
    )
    connected = tuple(sorted({row[0] for row in await session.query(question)}))
    context = Context(provider.isp_id, connected)
    after = await session.decide(SELF_CHECK, f"{KIND}-{key}", command, context)
    if isinstance(after, Refusal) or not isinstance(command, NoteFinding):
        return after
    drafts = await drafts_of_number(session, command.filing_number)
    if not drafts:
        return Refusal(Reason.NOT_FOUND, "本单位没有此备案", "filing_number")
    follows: ConnectionCommand
    match command.finding:
        case CheckFinding.ACCURATE:
            return after
        case CheckFinding.INACCURATE:
            follows = Revisit(command.fields, command.detail)
        case CheckFinding.UNTRUE:
            follows = TerminateAccess(Ground.UNTRUE)
    outcome = await provider.decide(session, drafts[0], [follows])
    return outcome if isinstance(outcome, Refusal) else after


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="self-checks",
    decider=SELF_CHECK,
    acts=(
        Act("open", BeginSelfCheck, "Begin to look through the connected sites", opens=True),
        Act("finding", NoteFinding, "Note what one filing's check found"),
        Act("completion", CompleteSelfCheck, "Finish, and tell the bureau of Jiangsu"),
    ),
    act=carry_out,
    key_of=lambda _provider, command: str(command.year),
)
