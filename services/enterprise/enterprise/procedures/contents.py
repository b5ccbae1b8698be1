"""Forbidden content over HTTP: `/contents`. FLOW-13 step 1.

What a provider or its monitoring finds stops the site's access in the same unit of work.
"""

import hashlib
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.reasons import Reason
from enterprise.application import Provider
from enterprise.domain.connection_commands import Ground, SuspendAccess
from enterprise.domain.content import CONTENT, KIND, Content, Context, FoundBy, ReportContent
from enterprise.edges.whose_site import sites_of_host


async def report_content(
    provider: Provider, session: Session, key: str, command: ReportContent
) -> Content | Refusal:
    """Detect, stop, report: in this order, with the record that is kept."""
    stream, record = f"{KIND}-{key}", command.record.encode()
    sites = await sites_of_host(session, command.host)
    if not sites:
        return Refusal(Reason.NOT_FOUND, "本单位没有接入该网站", "host")
    context = Context(
        isp_id=provider.isp_id,
        region=provider.account.region,
        record=hashlib.sha256(record).hexdigest(),
        size=len(record),
        filing_number=sites[0][1],
    )
    detected = await session.decide(CONTENT, stream, command, context)
    if isinstance(detected, Refusal):
        return detected
    await session.store_blob(record)
    if command.found_by != FoundBy.SPONSOR:
        for draft_id, site_number in sites:
            stop = SuspendAccess(Ground.CONTENT, site_number)
            outcome = await provider.decide(session, draft_id, [stop])
            if isinstance(outcome, Refusal):
                return outcome
    return await session.decide(CONTENT, stream, None, context)


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="contents",
    decider=CONTENT,
    acts=(
        Act(
            "open",
            ReportContent,
            "Report forbidden content: its transmission stops, its record is kept",
            opens=True,
        ),
    ),
    act=report_content,
)
