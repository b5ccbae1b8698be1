"""One site's annual review (年度审核) at its home bureau: asked for, submitted, judged, corrected.

Missing the last day and a department's veto both fail it: then the bureau orders to correct
within a limit, and only a refusal closes the site and cancels its filing. That what is seen of a
site differs from its filing is a case of its own and does not fail the review (A-29).

Flow: FLOW-15. Rules: O33-023, O33-031, O33-032, R05-036, R05-037, R14-023, R14-065.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.annual_review import (
    AnnualReviewFailed,
    AnnualReviewLateSubmissionNoted,
    AnnualReviewOpinionGiven,
    AnnualReviewOverdue,
    AnnualReviewPassed,
    AnnualReviewSubmitted,
    AnnualReviewVetoed,
    ReviewedSiteGone,
)
from beian.events.base import Event
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.events.orders import (
    RectificationCompleted,
    RectificationOrdered,
    RectificationRefused,
)
from beian.flows import START, drawn
from beian.flows.flow_15 import LIFECYCLE
from beian.records import Site
from beian.regulations.addresses import from_dotted
from beian.regulations.domains import domain_key, registrable_domain
from beian.regulations.numbers import ANNUAL_REVIEW_CORRECTION_DAYS
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.site_review_commands import (
    AcceptCorrection,
    CompareObserved,
    GiveReviewOpinion,
    NoteReviewOverdue,
    NoteSiteGone,
    OpenSiteReview,
    OrderCorrection,
    PassReview,
    RefuseCorrection,
    ReviewCommand,
    SubmitReview,
)
from province.domain.site_review_states import Context, SiteReview, evolve

KIND: Final = "annualreview"
NO_OBJECTION: Final = "no_objection"
OBJECTION: Final = "objection"
REVOKE_QUALIFICATION: Final = "revoke_qualification"
CLOSE_SITE: Final = "close_site"
VETOES: Final = frozenset({REVOKE_QUALIFICATION, CLOSE_SITE})
OPINIONS: Final = frozenset({NO_OBJECTION, OBJECTION, *VETOES})
LIMIT_PASSED: Final = "limit_passed"


def decide(state: SiteReview, command: ReviewCommand, context: Context) -> Decision:  # noqa: C901, PLR0911 - one line per command
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case OpenSiteReview():
            return [command.opened, *command.told] if state.phase == START else []
        case SubmitReview():
            return _submit(state, command, context)
        case GiveReviewOpinion():
            return _give_opinion(state, command, context)
        case CompareObserved():
            return _compare(state, command, context)
        case PassReview():
            return _pass(state, command)
        case NoteReviewOverdue():
            return _note_overdue(state, context)
        case OrderCorrection():
            return _order(state, command, context)
        case AcceptCorrection():
            return _accept(state, command)
        case RefuseCorrection():
            return _refuse(state, command, context)
        case NoteSiteGone():
            if state.is_gone:
                return []
            return [ReviewedSiteGone(year=state.year, site_number=state.site_number)]
        case _:
            assert_never(command)


@enforces("O33-023", "R14-065")
def _submit(state: SiteReview, command: SubmitReview, context: Context) -> Decision:
    if not command.submitted_by:
        return Refusal(Reason.INCOMPLETE, "应当注明提交人", "submitted_by", "O33-023")
    if command.isp_id is not None and command.isp_id not in state.isp_ids:
        return Refusal(Reason.NOT_ALLOWED, "该网站不由此接入服务提供者接入", "isp_id", "R14-065")
    if state.is_gone:
        return Refusal(Reason.WRONG_STATE, "该网站的备案已经注销")
    if state.phase in {"Overdue", "Rectifying"}:
        return _noted_late(state, command)
    if state.phase != "Open":
        return []
    if context.today.isoformat() > state.closes_on:
        return Refusal(Reason.LAPSED, f"年度审核已于{state.closes_on}截止", rule="O33-023")
    return [
        AnnualReviewSubmitted(
            year=state.year,
            region=state.region,
            filing_number=state.filing_number,
            site_number=state.site_number,
            site_id=state.site_id,
            isp_id=command.isp_id,
            submitted_by=command.submitted_by,
            is_accurate=command.is_accurate,
            remark=command.remark,
            received=True,
        )
    ]


def _noted_late(state: SiteReview, command: SubmitReview) -> Decision:
    """Note what comes too late, once: it may be what the correction consists of."""
    if state.late_submissions:
        return []
    return [
        AnnualReviewLateSubmissionNoted(
            year=state.year,
            site_number=state.site_number,
            isp_id=command.isp_id,
            submitted_by=command.submitted_by,
            is_accurate=command.is_accurate,
            remark=command.remark,
        )
    ]


@enforces("O33-031", "R05-037")
def _give_opinion(state: SiteReview, command: GiveReviewOpinion, context: Context) -> Decision:
    if command.department not in context.may_veto:
        return Refusal(Reason.NOT_ALLOWED, "该部门不在年度审核部门名单中", "department", "O33-031")
    if command.opinion not in OPINIONS:
        return Refusal(Reason.INVALID_FIELD, "没有此种意见", "opinion", "R05-037")
    if not command.document_number or not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当有书面意见的文号和经办人", rule="R05-037")
    if command.opinion not in VETOES:
        given = AnnualReviewOpinionGiven(
            year=state.year,
            site_number=state.site_number,
            department=command.department,
            opinion=command.opinion,
            document_number=command.document_number,
            officer=command.officer,
        )
        return [] if state.opinions.get(command.department) == command.opinion else [given]
    if command.department in state.vetoes:
        return []
    return [
        AnnualReviewVetoed(
            year=state.year,
            site_number=state.site_number,
            department=command.department,
            opinion=command.opinion,
            document_number=command.document_number,
            officer=command.officer,
            rules=("O33-031", "R05-037"),
        ),
        AnnualReviewFailed(
            year=state.year,
            site_number=state.site_number,
            departments=(*state.vetoes, command.department),
            rules=("R05-037", "O33-032"),
        ),
    ]


@enforces("R05-036")
def _compare(state: SiteReview, command: CompareObserved, context: Context) -> Decision:
    if state.phase == START:
        return Refusal(Reason.NOT_FOUND, Reason.NOT_FOUND.text)
    if not command.officer or not (command.addresses or command.domains):
        return Refusal(Reason.INCOMPLETE, "应当注明查得的地址或域名和经办人", rule="R05-036")
    if context.filed is None:
        return Refusal(Reason.NOT_FOUND, "该网站的备案已经注销", "site")
    addresses = [from_dotted(one) for one in command.addresses]
    if None in addresses:
        return Refusal(Reason.INVALID_FIELD, "不是IPv4地址", "addresses")
    differing = _differing(context.filed, [one or 0 for one in addresses], command.domains)
    key = f"{state.year}-{state.site_id}"
    if not differing:
        matched = InformationMatched(draft_id=key)
        return [matched, *_corrected(state, command.officer)]
    found = InformationMismatched(draft_id=key, fields=differing)
    if state.mismatch_order is not None:
        return [] if differing == state.mismatched else [found]
    due = context.today + timedelta(days=ANNUAL_REVIEW_CORRECTION_DAYS)
    text = "网站的IP地址或域名与备案信息不一致，限期变更备案"
    basis, rules = Basis.LATE_CHANGE, ("R05-036", "O33-030")
    return [found, _ordered(state, context.order_id, basis, due, text, command.officer, rules)]


def _differing(filed: Site, addresses: Iterable[int], domains: Iterable[str]) -> tuple[str, ...]:
    """Return in what a site that was seen differs from its filing."""
    ranges = [used for access in filed.accesses for used in access.ip_ranges]
    known = {domain_key(one.name) for one in filed.domains}
    found = []
    if any(not any(used.first <= one <= used.last for used in ranges) for one in addresses):
        found.append("ip_ranges")
    if any(not known & {domain_key(one), registrable_domain(one)} for one in domains):
        found.append("domains")
    return tuple(found)


def _corrected(state: SiteReview, officer: str) -> list[Event]:
    if state.mismatch_order is None:
        return []
    return [
        RectificationCompleted(
            order_id=state.mismatch_order,
            of=f"{KIND}-{state.year}-{state.site_id}",
            text="网站的IP地址和域名与备案信息一致",
            officer=officer,
            rules=("R05-036",),
        )
    ]


def _ordered(
    state: SiteReview,
    order_id: str,
    basis: Basis,
    due: date,
    text: str,
    officer: str,
    rules: tuple[str, ...],
) -> RectificationOrdered:
    return RectificationOrdered(
        order_id=order_id,
        of=f"{KIND}-{state.year}-{state.site_id}",
        filing_number=state.site_number,
        isp_id=None,
        basis=basis,
        due=due.isoformat(),
        text=text,
        officer=officer,
        rules=rules,
    )


@enforces("O33-022")
def _pass(state: SiteReview, command: PassReview) -> Decision:
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-022")
    return [] if state.phase == "Passed" else [_passed(state, command.officer, "O33-022")]


def _passed(state: SiteReview, officer: str, rule: str) -> AnnualReviewPassed:
    return AnnualReviewPassed(
        year=state.year, site_number=state.site_number, officer=officer, rules=(rule,)
    )


@enforces("O33-023")
def _note_overdue(state: SiteReview, context: Context) -> Decision:
    if state.phase != "Open" or state.is_gone:
        return []
    if context.today.isoformat() <= state.closes_on:
        return Refusal(Reason.WRONG_STATE, "提交期限尚未届满", rule="O33-023")
    return [
        AnnualReviewOverdue(
            year=state.year,
            site_number=state.site_number,
            closes_on=state.closes_on,
            rules=("O33-023",),
        )
    ]


@enforces("O33-032")
def _order(state: SiteReview, command: OrderCorrection, context: Context) -> Decision:
    if state.phase == "Rectifying":
        return []
    if not command.officer or not command.text:
        return Refusal(Reason.INCOMPLETE, "应当注明改正内容和经办人", rule="O33-032")
    due = command.due or context.today + timedelta(days=ANNUAL_REVIEW_CORRECTION_DAYS)
    if due <= context.today:
        return Refusal(Reason.INVALID_FIELD, "改正期限应当在今天之后", "due", "O33-032")
    if state.phase not in {"Overdue", "Failed"}:
        return Refusal(Reason.WRONG_STATE, "只有逾期或未通过的年度审核才责令改正", rule="O33-032")
    rules = ("O33-032", "R05-037") if state.vetoes else ("O33-032", "O33-023")
    basis, officer = Basis.ANNUAL_REVIEW, command.officer
    return [_ordered(state, context.order_id, basis, due, command.text, officer, rules)]


@enforces("O33-032")
def _accept(state: SiteReview, command: AcceptCorrection) -> Decision:
    if state.phase == "Passed":
        return []
    if state.phase != "Rectifying" or state.order_id is None:
        return Refusal(Reason.WRONG_STATE, "没有待改正的命令", rule="O33-032")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-032")
    return [
        RectificationCompleted(
            order_id=state.order_id,
            of=f"{KIND}-{state.year}-{state.site_id}",
            text=command.text,
            officer=command.officer,
            rules=("O33-032",),
        ),
        _passed(state, command.officer, "O33-032"),
    ]


@enforces("O33-032")
def _refuse(state: SiteReview, command: RefuseCorrection, context: Context) -> Decision:
    if state.phase == "Cancelled":
        return []
    if state.phase != "Rectifying" or state.order_id is None or state.due is None:
        return Refusal(Reason.WRONG_STATE, "应当先责令限期改正", rule="O33-032")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O33-032")
    if context.today.isoformat() <= state.due:
        return Refusal(Reason.WRONG_STATE, f"改正期限{state.due}尚未届满", rule="O33-032")
    return [
        RectificationRefused(
            order_id=state.order_id,
            of=f"{KIND}-{state.year}-{state.site_id}",
            reason=LIMIT_PASSED,
            closes=True,
            officer=command.officer,
            rules=("O33-032",),
        )
    ]


SITE_REVIEW: Final[Decider[SiteReview, ReviewCommand, Context]] = Decider(
    SiteReview(), drawn(LIFECYCLE, decide, phase=lambda state: state.phase), evolve
)


def review_stream(year: int, site_id: int) -> str:
    """Return the stream of a site's review in a year."""
    return f"{KIND}-{year}-{site_id}"
