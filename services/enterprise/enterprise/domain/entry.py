"""Entry of a draft (填报): who enters what, on which form, and when it may come in again.

Flow: FLOW-02 steps 1 and 2. Rules: M64-010, M64-013, O33-005, R14-087, R14-095, J45-009.
"""

from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.access import FilingGuideShown
from beian.events.base import Event
from beian.events.enterprise import FilingDraftSubmitted, IpPreallocated
from beian.events.pre_approval import PreApprovalDocumentAttached
from beian.records import Filing
from beian.regulations.addresses import to_dotted
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import pre_verification_due
from beian.regulations.pre_approval import Category
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.address_pool import next_address
from enterprise.domain.blacklisted import listed
from enterprise.domain.completion import IDS_PER_DRAFT, ids_used
from enterprise.domain.contents import refuse_contents
from enterprise.domain.context import Context, has_mandate
from enterprise.domain.evidence_policy import demands_of
from enterprise.domain.guide import EDITION
from enterprise.domain.registration_form import Form, entered_form, refuse_form
from enterprise.domain.states import (
    ON_BEHALF,
    SPONSOR_SELF,
    AwaitingCorrection,
    Draft,
    DraftState,
    Lapsed,
    NoDraft,
    PreVerifying,
)
from enterprise.domain.submission import is_conflict

CALENDAR: Final = WorkingCalendar()


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """Hand in a draft, or the same draft again with corrections."""

    draft_id: str
    filing: Filing
    submitted_by: str
    mandate: str | None = None
    open_access: bool = False
    form: Form = field(default_factory=Form)
    guide: str | None = None
    """Edition of the guide that the sponsor was shown; the present one where it is not said."""


@enforces("R14-047", "R14-048", "R14-087", "R14-095", "O33-005", "M64-010")
def enter(state: DraftState, command: SubmitDraft, context: Context) -> Decision:
    refusal = _refuse_entry(command, context) or refuse_contents(command.filing)
    refusal = refusal or _refuse_guide(command) or _refuse_form(command, context)
    if refusal is not None:
        return refusal
    if context.is_leaving and isinstance(state, NoDraft):
        return Refusal(Reason.NOT_ALLOWED, "本单位正在退出市场，不再受理新增备案", rule="R14-047")
    if context.hits and isinstance(state, NoDraft | AwaitingCorrection):
        return listed(command.draft_id, context, refuses_access=False)
    match state:
        case NoDraft():
            address = next_address(context.reported, context.used_addresses)
            if address is None:
                return Refusal(
                    Reason.ADDRESS_POOL_EXHAUSTED,
                    Reason.ADDRESS_POOL_EXHAUSTED.text,
                    rule="R05-020",
                )
            ranges = (to_dotted(address),)
            return [
                FilingGuideShown(draft_id=command.draft_id, edition=EDITION),
                _draft_submitted(command, 1, context),
                *_attached(command, None),
                IpPreallocated(draft_id=command.draft_id, ip_ranges=ranges),
            ]
        case AwaitingCorrection(draft=draft, reasons=reasons):
            if _is_unchanged(draft, command) and not is_conflict(reasons):
                return Refusal(Reason.UNCHANGED, Reason.UNCHANGED.text, rule="M64-015")
            again = _draft_submitted(command, draft.revision + 1, context)
            return [again, *_attached(command, draft.filing)]
        case PreVerifying(draft=draft) if draft.filing == command.filing:
            return []
        case Lapsed():
            return Refusal(Reason.LAPSED, "已超过一个月未到场核验，应当重新报备", rule="M64-016")
        case _:
            return Refusal(Reason.WRONG_STATE, "草稿正在办理，不能修改")


@enforces("M64-033", "R14-038")
def _refuse_guide(command: SubmitDraft) -> Refusal | None:
    """Say that the sponsor was shown another guide than the one that holds."""
    if command.guide in {None, EDITION}:
        return None
    detail = f"备案指引已更新为{EDITION}，请重新阅读"
    return Refusal(Reason.INVALID_FIELD, detail, "guide", "R14-038")


@enforces("J45-009")
def _refuse_form(command: SubmitDraft, context: Context) -> Refusal | None:
    """Say what is wrong with the form; a Jiangsu sponsor declares that its data are true."""
    demands = demands_of(command.filing, context.today, is_electronic=False)
    if demands.duties and not command.form.declared:
        detail = "主办者应当声明对所提交信息的真实性负总责"
        return Refusal(Reason.INCOMPLETE, detail, "form.declared", "J45-009")
    return refuse_form(command.form, command.filing, context.today)


@enforces("R14-095")
def _is_unchanged(draft: Draft, command: SubmitDraft) -> bool:
    """Say whether a draft comes back as it was: no field changed, no document added."""
    if draft.filing != command.filing or command.form.added_documents:
        return False
    before = draft.form
    after = entered_form(command.form, command.filing)
    return before is None or replace(before, added_documents=()) == after


@enforces("R14-112", "R14-116")
def _attached(command: SubmitDraft, before: Filing | None) -> list[Event]:
    """Note the approval documents that came with the draft: their copies stay here."""
    held = set() if before is None else {one for site in before.sites for one in site.pre_approvals}
    return [
        PreApprovalDocumentAttached(
            application_id=command.draft_id,
            category=_category(approval.type),
            number=approval.number,
            documents=approval.documents,
        )
        for site in command.filing.sites
        for approval in site.pre_approvals
        if approval not in held
    ]


def _category(content_type: int) -> str:
    """Name what a document is for; a blog or a WAP site by the code table's number."""
    named = next((one for one in Category if one.content_type == content_type), None)
    return str(content_type) if named is None else named


@enforces("O33-005", "O33-006")
def _refuse_entry(command: SubmitDraft, context: Context) -> Refusal | None:
    """Say what is wrong with who enters what."""
    if command.submitted_by not in {SPONSOR_SELF, ON_BEHALF}:
        return Refusal(Reason.INVALID_FIELD, "填报方式不存在", "submitted_by", "R14-087")
    if any(site.accesses for site in command.filing.sites):
        if command.submitted_by == SPONSOR_SELF:
            return Refusal(
                Reason.NOT_ALLOWED, "接入信息只能由接入服务提供者填写", "sites.accesses", "M64-010"
            )
        return Refusal(
            Reason.INVALID_FIELD, "接入信息在核验通过后填写", "sites.accesses", "M64-022"
        )
    if command.submitted_by == ON_BEHALF and not has_mandate(command.mandate, context):
        return Refusal(Reason.INCOMPLETE, "代为报备应当注明委托", "mandate", "O33-005")
    if ids_used(command.filing) >= IDS_PER_DRAFT // 2:
        return Refusal(Reason.TOO_MANY, "一次报备的网站和域名过多", "sites")
    return None


@enforces("M64-013")
def _draft_submitted(command: SubmitDraft, revision: int, context: Context) -> FilingDraftSubmitted:
    due = pre_verification_due(context.today, CALENDAR)
    return FilingDraftSubmitted(
        draft_id=command.draft_id,
        filing=command.filing,
        submitted_by=command.submitted_by,
        mandate=command.mandate,
        open_access=command.open_access,
        revision=revision,
        pre_verification_due=due.day.isoformat(),
        form=entered_form(command.form, command.filing),
        declared_at=context.now if command.form.declared else None,
    )
