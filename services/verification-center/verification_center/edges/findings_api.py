"""Feeding findings: what inspectors would see at the sites, entered where nobody can look.

What is fed goes to the bureaus of the providers concerned, and from there to them as HCJG.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import LONG_MAX, Text
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.addresses import from_dotted
from beian.service import Kit, audited, kit_of, meta_of
from verification_center.domain.access_inspection import Compared, Observation
from verification_center.edges.lookups import CommittedFilings
from verification_center.inspecting import (
    Shell,
    Silence,
    WrongSubject,
    inspect_accesses,
    note_finding,
)
from verification_center.read_models.inspected import last_findings

OBSERVED_MAX = 10_000
LIMIT_MAX = 200

router = APIRouter(prefix="/api", tags=["inspections"], dependencies=[Depends(audited)])
type KitOf = Annotated[Kit, Depends(kit_of)]
type MetaOf = Annotated[Meta, Depends(meta_of)]


def _address(text: str) -> str:
    if from_dotted(text) is None:
        raise ValueError("不是IPv4地址")
    return text


type FilingNumber = Annotated[Text, Field(min_length=5, max_length=128)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SubjectFinding(_Body):
    """Data of a filed subject are wrong (Zthc)."""

    kind: Literal["subject"]
    filing_number: FilingNumber
    error: Text = Field(min_length=1, max_length=200)


class ShellFinding(_Body):
    """A filed site is an empty shell, or is alive again (Kkwzhc)."""

    kind: Literal["empty_shell"]
    filing_number: FilingNumber
    alive: bool


class SilentFinding(_Body):
    """A filed site does not answer (Wzch)."""

    kind: Literal["silent_site"]
    filing_number: FilingNumber


class Seen(_Body):
    """A website seen at an address of the provider."""

    domain: Text = Field(min_length=4, max_length=255)
    address: Annotated[str, AfterValidator(_address)]


class AccessFinding(_Body):
    """What was seen at the addresses of a provider (Jrhc)."""

    kind: Literal["access"]
    isp_id: int = Field(ge=1, le=LONG_MAX)
    observed: list[Seen] = Field(max_length=OBSERVED_MAX)
    complete: bool = False
    """Whether this is all there is: then what is reported and not in it counts as over-reported."""


type Finding = Annotated[
    SubjectFinding | ShellFinding | SilentFinding | AccessFinding, Field(discriminator="kind")
]


@router.post("/findings", response_model=None)
async def post_finding(finding: Finding, kit: KitOf, meta: MetaOf) -> dict[str, Any] | Response:
    """Take a finding. Of accesses, the answer says how each difference was judged."""
    if isinstance(finding, AccessFinding):
        return await _accesses(finding, kit, meta)
    fed = _fed(finding)

    async def body(session: Session) -> int | Refusal:
        return await note_finding(CommittedFilings(), session, fed)

    outcome = await kit.transact(VERIFICATION_CENTER_LOG, meta, body)
    return problem(outcome) if isinstance(outcome, Refusal) else {"providers": outcome}


@router.get("/findings")
async def get_findings(
    kit: KitOf,
    before: Annotated[int | None, Query(ge=1, le=LONG_MAX)] = None,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 50,
) -> dict[str, Any]:
    """List what was found, the newest first; go on with `before` = the last one's position."""
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(last_findings(before=before, limit=limit))).mappings()
        shown = [{name: row[name] for name in row if name != "log"} for row in rows]
    return {"simulated": True, "findings": shown}


async def _accesses(finding: AccessFinding, kit: Kit, meta: Meta) -> dict[str, Any] | Response:
    observed = [Observation(one.domain, from_dotted(one.address) or 0) for one in finding.observed]

    async def body(session: Session) -> Compared | Refusal:
        return await inspect_accesses(
            CommittedFilings(), session, finding.isp_id, observed, is_complete=finding.complete
        )

    outcome = await kit.transact(VERIFICATION_CENTER_LOG, meta, body)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {
        "findings": [
            {"filing_number": check.filing_number, "result": check.result, "domain": check.domain}
            for _, check in outcome.findings
        ],
        "unfiled": [one.domain for one in outcome.unfiled],
    }


def _fed(
    finding: SubjectFinding | ShellFinding | SilentFinding,
) -> WrongSubject | Shell | Silence:
    match finding:
        case SubjectFinding(filing_number=number, error=error):
            return WrongSubject(number, error)
        case ShellFinding(filing_number=number, alive=alive):
            return Shell(number, is_dead=not alive)
        case SilentFinding(filing_number=number):
            return Silence(number)
