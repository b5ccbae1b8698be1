"""How an application is returned: reasons, clauses, findings, and what the return rests on."""

from typing import Final

from beian.events.filing import Conflict, FilingReturned
from beian.records import Finding, Opinion
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.wire.codes import message
from province.domain.filing_states import Application
from province.domain.filling_requirements import clauses_of

CLAIMED: Final = 1052
"""An application under way holds the key."""


@enforces("R14-097")
def reason_of(conflict: Conflict) -> Reason:
    """Another application under way came first; or the register has the key already."""
    is_under_way = conflict.code == CLAIMED
    return Reason.DUPLICATE_IN_PROGRESS if is_under_way else Reason.CONFLICT


def finding_of(conflict: Conflict) -> Finding:
    key = conflict.key
    text = message(conflict.code, value=key.shown, site_name=key.site)
    return Finding(code=conflict.code, message=text)


def returned(
    application: Application,
    reasons: tuple[Reason, ...],
    findings: tuple[Finding, ...],
    opinion: Opinion | None,
    rules: tuple[str, ...],
) -> FilingReturned:
    return FilingReturned(
        application_id=application.application_id,
        isp_id=application.isp_id,
        provider_region=application.provider_region,
        home_region=application.home_region,
        reasons=tuple(reason.value for reason in reasons),
        findings=findings,
        opinion=opinion,
        clauses=clauses_of(reasons),
        rules=rules,
    )
