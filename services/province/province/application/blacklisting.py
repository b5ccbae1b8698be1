"""Putting the party of a confirmed case on the national blacklist, and taking it back.

Flow: FLOW-14. Rules: R14-016, R14-017.
"""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.domains import registrable_domain
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN
from province.application.bureau import Bureau
from province.application.located import outline_of
from province.domain.blacklisting import (
    BLACKLISTING,
    AddBlacklisting,
    Blacklisting,
    blacklisting_stream,
)
from province.domain.case import Case, case_stream
from province.domain.case_commands import BlacklistParty
from province.domain.cases import CASE

_BEFORE_CONFIRMED = frozenset({"", "Reported", "Transferred", "Open", "EvidenceRequested"})


@enforces("R14-016", "R14-017")
async def blacklist_party(
    bureau: Bureau, session: Session, case_id: str, command: BlacklistParty
) -> Case | Refusal:
    """List the certificate of the case's subject, or its domain; the ministry distributes it."""
    state = await session.state(CASE, case_stream(case_id))
    is_leading = state.leading_region == bureau.region
    if not is_leading or state.phase in _BEFORE_CONFIRMED or state.phase == "Dismissed":
        return Refusal(Reason.WRONG_STATE, "违法事实尚未认定", rule="R14-016")
    value = await _value(session, state, command.kind)
    if value is None:
        detail = "本案没有可列入黑名单的主体证件或独立域名"
        return Refusal(Reason.INVALID_FIELD, detail, "kind", "R14-017")
    adding = AddBlacklisting(case_id, command.kind, value, command.reason, command.officer)
    stream = blacklisting_stream(command.kind, value)
    outcome: Blacklisting | Refusal = await session.decide(
        BLACKLISTING, stream, adding, bureau.region
    )
    return outcome if isinstance(outcome, Refusal) else state


async def _value(session: Session, state: Case, kind: str) -> str | None:
    assert state.lead is not None, "a confirmed case has its lead"
    if kind == DOMAIN:
        return None if state.domain is None else registrable_domain(state.domain)
    if kind == CERTIFICATE and state.lead.filing_number is not None:
        outline = await outline_of(session, state.lead.filing_number)
        return None if outline is None else outline.certificate or None
    return None
