"""Leaks of data: what a sponsor let out is a case, what may be a crime goes to the judiciary."""

from typing import Any, Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.application.cases import decide_case
from province.domain.case_leads import LeadSource, ReportKind, ReportViolation
from province.domain.data_leaks import DATA_LEAK, Discovery, LeakKind, ReportLeak

KIND: Final = "dataleak"


@enforces("R14-066")
async def report_leak(bureau: Bureau, session: Session, key: str, command: ReportLeak) -> Any:  # noqa: ANN401 - a state, or a no
    """Take a report of a leak; of a sponsor's open the case."""
    discovery = Discovery(day_of(session.now), key)
    outcome = await session.decide(DATA_LEAK, f"{KIND}-{key}", command, discovery)
    if isinstance(outcome, Refusal) or command.kind is not LeakKind.USER_REGISTRATIONS:
        return outcome
    lead = ReportViolation(
        source=LeadSource.INSPECTION,
        kind=ReportKind.DATA_LEAK,
        text=command.description,
        filing_number=command.filing_number,
    )
    case = await decide_case(bureau, session, key, lead)
    return case if isinstance(case, Refusal) else outcome


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="data-leaks",
    decider=DATA_LEAK,
    acts=(Act("open", ReportLeak, "Report a leak of filing data or user data", opens=True),),
    act=report_leak,
)
