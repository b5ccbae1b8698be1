"""Whose draft a filed site is: found by its number, or by a name under which it is reached."""

from sqlalchemy import select

from beian.eventlog import Session
from beian.regulations.domains import registrable_domain
from beian.regulations.filing_numbers import parse_filing_number, subject_of
from enterprise.domain.draft import DRAFT
from enterprise.domain.states import Numbered
from enterprise.read_models.drafts import draft


async def drafts_of_number(session: Session, number: str) -> list[str]:
    """Return the drafts that were filed under a subject's number, or a site's."""
    if parse_filing_number(number) is None:
        return []
    question = select(draft.c.draft_id).where(
        draft.c.log == session.log, draft.c.filing_number == subject_of(number)
    )
    return [row[0] for row in await session.query(question)]


async def drafts_of_host(session: Session, host: str) -> list[tuple[str, str]]:
    """Return the numbered drafts with a domain in which a host lies, each with that domain."""
    names = {host.lower(), registrable_domain(host) or host.lower()}
    found = []
    for name in sorted(names):
        question = select(draft.c.draft_id, draft.c.domains).where(
            draft.c.log == session.log,
            draft.c.filing_number.is_not(None),
            draft.c.domains.contains(name, autoescape=True),
        )
        for draft_id, domains in await session.query(question):
            if name in domains.lower().split("、"):
                found.append((draft_id, name))
    return found


async def sites_of_host(session: Session, host: str) -> list[tuple[str, str | None]]:
    """Return the filed sites in whose domain a host lies: of each its draft and its number."""
    found: list[tuple[str, str | None]] = []
    for draft_id, name in await drafts_of_host(session, host):
        state = await session.state(DRAFT, f"filing-{draft_id}")
        if isinstance(state, Numbered):
            found += [
                (draft_id, site.filing_number)
                for site in state.filing.sites
                if name in {domain.name.lower() for domain in site.domains}
            ]
    return found
