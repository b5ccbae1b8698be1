"""From a verified draft to open access: access data, submission, the bureau's answer, the switch.

The only place that decides when a filing leaves the house and when access may be opened: only
with the number. Flow: FLOW-02 steps 5, 6, 15. Rules: M64-001, M64-010, M64-022, M64-024,
R14-096, R14-100, O33-005, O33-019.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    AccessEnabled,
    AccessInfoRecorded,
    AccessRefused,
    FilingDataReceived,
    FilingResultReceived,
    FilingSubmitted,
)
from beian.events.evidence import ElectronicSheetSubmitted
from beian.records import ECertificate, Filing, Finding, Opinion
from beian.regulations.addresses import Range, from_dotted, is_covered
from beian.regulations.codes import exists
from beian.regulations.reasons import Reason
from beian.regulations.regions import home_region
from beian.regulations.rules import enforces
from enterprise.domain.blacklisted import listed
from enterprise.domain.collected import Verification
from enterprise.domain.completion import AccessPlan, complete, subject_id_of
from enterprise.domain.contents import address_of
from enterprise.domain.context import AGENT, Context
from enterprise.domain.duties import refuse_missing_duties
from enterprise.domain.evidence_policy import demands_of
from enterprise.domain.revisits import scheduled
from enterprise.domain.states import (
    ON_BEHALF,
    Draft,
    DraftState,
    Lapsed,
    Numbered,
    Ready,
    Submitted,
    Verified,
    draft_of,
)
from enterprise.domain.texts import (
    ACCESS_ENABLED,
    FILING_RETURNED,
    HANDED_OVER,
    by_email,
    by_sms,
)
from enterprise.domain.untrue import refuse_untrue

REVIEW_APPROVED: Final = 1001
CONFLICTS: Final = frozenset({"1003", "1005", "1021", "1024", "1052", "1054"})
"""Codes of keys that others hold: the data may be right, and are verified again (R14-100).

1052 is a duplicate under way, 1054 a permission that is suspended: nothing has to change (R14-095).
"""
_NOT_THE_DATA: Final = frozenset({Reason.DUPLICATE_IN_PROGRESS, Reason.PERMISSION_SUSPENDED})
VIRTUAL_HOST: Final = 3
_MAY_SHARE: Final = frozenset({VIRTUAL_HOST, 4})
"""Jrfs whose sites may share an address; a line or a machine of one's own has its own."""
_RANGES_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class RecordAccess:
    """Enter how the sites are really connected; what is left out is as planned."""

    locations: tuple[int, ...] = ()
    modes: tuple[int, ...] = ()
    ranges: tuple[Range, ...] = ()
    reseller: str | None = None
    """Through whom the sponsor came, where not directly."""


@dataclass(frozen=True, slots=True)
class SubmitFiling:
    """Hand the filing to the uploader."""


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """Take what a result file says of the filing with this IspZtid."""

    subject_id: int
    findings: tuple[Finding, ...]
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class ReceiveData:
    """Take the issued record with this IspZtid."""

    subject_id: int
    filing_number: str
    filing: Filing
    certificate: ECertificate | None = None


@dataclass(frozen=True, slots=True)
class EnableAccess:
    """Switch the sites on."""


type SubmissionCommand = RecordAccess | SubmitFiling | ReceiveResult | ReceiveData | EnableAccess
SUBMISSION_COMMANDS: Final = (RecordAccess, SubmitFiling, ReceiveResult, ReceiveData, EnableAccess)


def decide_submission(state: DraftState, command: SubmissionCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case RecordAccess():
            return _record_access(state, command, context)
        case SubmitFiling():
            return refuse_untrue(state) or _submit(state, context)
        case ReceiveResult():
            return _receive_result(state, command, context)
        case ReceiveData():
            return _receive_data(state, command, context)
        case EnableAccess():
            return _enable_access(state, context)
        case _:
            assert_never(command)


def is_conflict(reasons: tuple[str, ...]) -> bool:
    """Say whether a draft came back for nothing that its sponsor could correct."""
    return bool(reasons) and (CONFLICTS | _NOT_THE_DATA).issuperset(reasons)


@enforces("M64-010", "M64-022", "R05-011")
def _record_access(state: DraftState, command: RecordAccess, context: Context) -> Decision:
    match state:
        case Verified(draft=draft, verification=verification):
            recorded = None
        case Ready(draft=draft, verification=verification, filing=recorded):
            pass
        case _:
            return _not_verified(state)
    plan = AccessPlan(
        locations=command.locations or (context.location,),
        modes=command.modes or (VIRTUAL_HOST,),
        ranges=command.ranges or _preallocated(draft),
    )
    refusal = _refuse_plan(plan, context) or _refuse_bare_address(draft.filing, plan)
    if refusal is not None:
        return refusal
    filing = complete(
        draft.filing,
        verification,
        plan,
        number=context.number,
        isp_id=context.isp_id,
        is_on_behalf=draft.submitted_by == ON_BEHALF,
    )
    if filing == recorded and command.reseller == draft.reseller:
        return []
    return [AccessInfoRecorded(draft_id=draft.draft_id, filing=filing, reseller=command.reseller)]


def _preallocated(draft: Draft) -> tuple[Range, ...]:
    addresses = [from_dotted(text) for text in draft.ip_ranges]
    return tuple(Range(address, address) for address in addresses if address is not None)


def _refuse_plan(plan: AccessPlan, context: Context) -> Refusal | None:
    """Say what in a plan cannot be a real connection of this provider, or None."""
    for place in plan.locations:
        if not exists("fbdd", place):
            return _invalid("locations", f"服务器放置地{place}不存在")
    for mode in plan.modes:
        if not exists("jrfs", mode):
            return _invalid("modes", f"接入方式{mode}不存在")
    if len(plan.ranges) > _RANGES_MAX:
        return Refusal(Reason.TOO_MANY, f"最多填写{_RANGES_MAX}个IP地址段", "ip_ranges")
    for asked in plan.ranges:
        if asked.first > asked.last or not is_covered(asked, context.reported):
            return _invalid("ip_ranges", "IP地址不在本单位已报备的地址段内")
    if not _MAY_SHARE.issuperset(plan.modes) and _is_used(plan.ranges, context.used_addresses):
        return Refusal(
            Reason.ADDRESS_POOL_EXHAUSTED,
            "专线和主机托管应当使用独立的IP地址，该地址已分配给其他网站",
            "ip_ranges",
            "M64-022",
        )
    return None


@enforces("O33-035")
def _refuse_bare_address(filing: Filing, plan: AccessPlan) -> Refusal | None:
    """Say which site without a domain does not get the address that its home page names."""
    for site in filing.sites:
        address = from_dotted(address_of(site) or "")
        if site.domains or address is None:
            continue
        if not any(used.first <= address <= used.last for used in plan.ranges):
            return Refusal(
                Reason.INVALID_FIELD,
                "没有域名的网站，接入的IP地址应当包含首页的地址",
                "ip_ranges",
                "O33-035",
            )
    return None


def _is_used(ranges: Iterable[Range], used: Iterable[int]) -> bool:
    return any(asked.first <= address <= asked.last for address in used for asked in ranges)


@enforces("M64-001", "M64-024", "M87-002", "M87-005", "O33-005", "R14-055", "R14-088", "J45-002")
def _submit(state: DraftState, context: Context) -> Decision:
    match state:
        case Ready(draft=draft, verification=verification, filing=filing):
            is_electronic = verification.method is not None
            demands = demands_of(filing, context.today, is_electronic=is_electronic)
            missing = refuse_missing_duties(verification, demands)
            if missing is not None:
                return missing
            submitted = FilingSubmitted(
                draft_id=draft.draft_id, filing=filing, submitted_by=draft.submitted_by
            )
            return [*_electronic_sheet(filing, verification, context), submitted]
        case Submitted() | Numbered():
            return []
        case Verified():
            return Refusal(Reason.INCOMPLETE, "尚未填写接入信息", "access-info", "M64-010")
        case _:
            return _not_verified(state)


def _electronic_sheet(
    filing: Filing, verification: Verification, context: Context
) -> Iterator[Event]:
    """Yield the sheet that goes with a filing whose person was recognised from afar."""
    if verification.method is None:
        return
    assert verification.sheet is not None, "nothing is verified without a sheet"
    assert filing.subject.isp_subject_id is not None, "ids come first"
    yield ElectronicSheetSubmitted(
        draft_id=verification.draft_id,
        isp_id=context.isp_id,
        isp_subject_id=filing.subject.isp_subject_id,
        home_region=home_region(filing.subject.address.province) or "",
        method=verification.method,
        sheet=verification.sheet,
    )


def _not_verified(state: DraftState) -> Refusal:
    match state:
        case Lapsed():
            return Refusal(Reason.LAPSED, "已超过一个月未到场核验，应当重新报备", rule="M64-016")
        case Submitted() | Numbered():
            return Refusal(Reason.WRONG_STATE, "已经提交，不能修改")
        case _:
            return Refusal(
                Reason.VERIFICATION_MISSING, Reason.VERIFICATION_MISSING.text, rule="M64-001"
            )


def _receive_result(state: DraftState, command: ReceiveResult, context: Context) -> Decision:
    draft = draft_of(state)
    if draft is None or command.subject_id != subject_id_of(context.number):
        return []  # of an earlier entry, which was answered before this one was made
    codes = {finding.code for finding in command.findings}
    opinion = command.opinion
    is_approved = opinion.approved if opinion is not None else codes == {REVIEW_APPROVED}
    received = FilingResultReceived(
        draft_id=draft.draft_id,
        findings=command.findings,
        opinion=opinion,
        approved=is_approved if opinion is not None or is_approved else None,
    )
    match state:
        case Submitted(is_approved=False) if is_approved:
            return [received]
        case Submitted(is_approved=False):
            return [received, *_notify(draft.draft_id, FILING_RETURNED)]
        case Numbered(has_result=False) if is_approved:
            return [received]
        case _:
            return []


@enforces("R05-009", "R14-036")
def _receive_data(state: DraftState, command: ReceiveData, context: Context) -> Decision:
    if not isinstance(state, Submitted) or command.subject_id != subject_id_of(context.number):
        return []
    draft = state.draft
    received = FilingDataReceived(
        draft_id=draft.draft_id,
        filing_number=command.filing_number,
        filing=command.filing,
        certificate=command.certificate,
    )
    handed_over = by_email(draft.draft_id, HANDED_OVER)
    if not draft.open_access or not _is_connected_here(command.filing, context):
        return [received, handed_over]
    opened = listed(draft.draft_id, context, refuses_access=True) or _enabled(
        draft.draft_id, command.filing_number, context
    )
    return [received, handed_over, *opened]


@enforces("R14-044")
def _refuse_agent(draft: Draft, context: Context) -> list[Event]:
    """An agent never opens access: the provider does, and answers for it."""
    if context.account != AGENT:
        return []
    return [AccessRefused(draft_id=draft.draft_id, reason=Reason.NOT_ALLOWED)]


@enforces("R14-096", "R14-123", "O33-019", "R14-036", "R14-048")
def _enable_access(state: DraftState, context: Context) -> Decision:
    draft = draft_of(state)
    assert draft is not None, "an unknown draft is refused before"
    by_agent = _refuse_agent(draft, context)
    if by_agent:
        return by_agent
    match state:
        case Numbered(is_open=True):
            return []
        case Numbered(has_ended=True):
            return Refusal(Reason.WRONG_STATE, "备案已经注销，不得提供接入", rule="R14-123")
        case Numbered(refuses_update=True):
            return Refusal(Reason.NOT_ALLOWED, "主办者拒不更新备案信息", rule="R14-042")
        case Numbered(terminated=terminated) if terminated:
            return Refusal(Reason.NOT_ALLOWED, "接入已经终止，不得再行开通", rule="O33-020")
        case Numbered(filing=filing) if not _is_connected_here(filing, context):
            return [AccessRefused(draft_id=draft.draft_id, reason=Reason.NUMBER_MISSING)]
        case Numbered(filing_number=number):
            return listed(draft.draft_id, context, refuses_access=True) or _enabled(
                draft.draft_id, number, context
            )
        case _:
            return [AccessRefused(draft_id=draft.draft_id, reason=Reason.NUMBER_MISSING)]


def _is_connected_here(filing: Filing, context: Context) -> bool:
    """Say whether the issued record has an access of this provider: filed through its system."""
    return any(one.isp_id == context.isp_id for site in filing.sites for one in site.accesses)


@enforces("R05-008")
def _enabled(draft_id: str, number: str, context: Context) -> list[Event]:
    """Return that access opens; its data are compared again when their time has come."""
    return [
        AccessEnabled(draft_id=draft_id, filing_number=number),
        *_notify(draft_id, ACCESS_ENABLED),
        scheduled(draft_id, context.today),
    ]


def _notify(draft_id: str, template: str) -> list[Event]:
    return [by_sms(draft_id, template), by_email(draft_id, template)]


def _invalid(where: str, detail: str) -> Refusal:
    return Refusal(Reason.INVALID_FIELD, detail, where, "M64-022")
