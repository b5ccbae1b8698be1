"""A commercial licence (经营许可证): applied for, decided within sixty days, converted, revoked.

The authority is the bureau of the company's registered place, or the ministry where the service
crosses provinces: one set of rules for both. The licence number is the filing's with 证 in the
place of 备 (interface §3). PURE.

Flow: FLOW-11. Rules: O292-004 to O292-006, O292-019, R05-002, R14-117 to R14-119.
"""

from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import MINISTRY
from beian.events.licence_displays import LicenceDisplayChecked
from beian.events.licences import (
    FilingNumberConverted,
    LicenceApplied,
    LicenceConsentNoted,
    LicenceDecisionOverdue,
    LicenceDocument,
    LicenceGranted,
    LicenceNumberWithdrawn,
    LicenceRefused,
    LicenceRegistered,
)
from beian.events.orders import LicenceRevoked
from beian.flows import drawn
from beian.flows.flow_11 import LIFECYCLE
from beian.licence_commands import (
    CROSS_REGION,
    PROVINCE,
    ApplyLicence,
    Context,
    DecideLicence,
    InspectDisplay,
    LicenceCommand,
    NoteConsent,
    NoteConverted,
    NoteDecisionOverdue,
    RegisterLicence,
    RevokeLicence,
)
from beian.licence_state import Licence, evolve
from beian.regulations.deadlines import licence_decision_due
from beian.regulations.filing_numbers import parse_filing_number, subject_number
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

KIND: Final = "licence"
BUSINESS_PLAN: Final = "business_plan"
SECURITY_MEASURES: Final = "security_measures"
CONSENT: Final = "consent"
DOCUMENTS: Final = {
    BUSINESS_PLAN: "业务发展计划及相关技术方案",
    SECURITY_MEASURES: "健全的网络与信息安全保障措施",
    CONSENT: "有关主管部门审核同意的文件",
}


def decide(state: Licence, command: LicenceCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case ApplyLicence():
            return _apply(state, command, context)
        case DecideLicence():
            return _decide(state, command, context)
        case NoteDecisionOverdue():
            return _note_overdue(state)
        case RegisterLicence():
            return _register(state, command)
        case NoteConsent():
            return _note_consent(state, command)
        case NoteConverted():
            return _note_converted(state, context)
        case InspectDisplay():
            return _inspect(state, command, context)
        case RevokeLicence():
            return _revoke(state, command, context)
        case _:
            assert_never(command)


@enforces("O292-004", "O292-005", "R05-002", "R14-117")
def _apply(state: Licence, command: ApplyLicence, context: Context) -> Decision:
    refusal = _refuse_applicant(command, context)
    if refusal is not None:
        return refusal
    if state.phase != "Filed":
        return Refusal(Reason.ALREADY_EXISTS, "该备案已经申请或者取得经营许可证", rule="R14-117")
    assert context.filed is not None, "refused without"
    applied = LicenceApplied(
        licence_id=context.licence_id,
        authority=context.authority,
        filing_number=context.filed.filing_number,
        home_region=context.filed.home_region,
        company=command.company,
        registration_province=command.registration_province,
        scope=command.scope,
        services=tuple(command.services),
        documents=tuple(
            LicenceDocument(kind=one.kind, name=one.name, sha256=one.sha256)
            for one in command.documents
        ),
        foreign_investment=command.foreign_investment,
        ministry_consent=command.ministry_consent,
        applied_on=context.today.isoformat(),
        decision_due=licence_decision_due(context.today).day.isoformat(),
    )
    missing = _missing(command)
    if not missing:
        return [applied]
    refused = LicenceRefused(
        licence_id=context.licence_id,
        reasons=tuple(f"缺少{DOCUMENTS[kind]}" for kind in missing),
        missing=missing,
        officer=context.authority,
        decided_on=context.today.isoformat(),
        rules=("O292-004", "O292-005"),
    )
    return [applied, refused]


@enforces("O292-004")
def _missing(command: ApplyLicence) -> tuple[str, ...]:
    """Return which of the documents are not there; the consent only for services of article 5."""
    brought = {one.kind for one in command.documents if one.name and one.sha256}
    needed = [BUSINESS_PLAN, SECURITY_MEASURES, *([CONSENT] if command.services else [])]
    return tuple(kind for kind in needed if kind not in brought)


def _refuse_applicant(command: ApplyLicence, context: Context) -> Refusal | None:
    """Say why this application is none that this authority may decide."""
    if command.scope not in {PROVINCE, CROSS_REGION}:
        return Refusal(Reason.INVALID_FIELD, "经营范围不正确", "scope", "R05-002")
    if (command.scope == CROSS_REGION) != (context.authority == MINISTRY):
        return Refusal(
            Reason.WRONG_BUREAU, "跨地区经营由部审批，本省经营由通信管理局审批", "scope", "R05-002"
        )
    if find_province(command.registration_province) is None:
        return Refusal(Reason.UNKNOWN_REGION, Reason.UNKNOWN_REGION.text, "registration_province")
    if command.scope == PROVINCE and command.registration_province != context.authority:
        return Refusal(
            Reason.WRONG_BUREAU,
            "应当向公司注册地的通信管理局申请",
            "registration_province",
            "R14-117",
        )
    if context.filed is None:
        return Refusal(Reason.NOT_FOUND, "没有此备案号，或者已经注销", "filing_number", "R14-117")
    if context.filed.is_individual or not command.company:
        return Refusal(Reason.NOT_ALLOWED, "经营许可证只发给公司", "company", "R14-117")
    if any(one.kind not in DOCUMENTS for one in command.documents):
        return Refusal(Reason.INVALID_FIELD, "没有此种材料", "documents", "O292-004")
    return None


@enforces("O292-005", "R14-117")
def _decide(state: Licence, command: DecideLicence, context: Context) -> Decision:
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer", "O292-005")
    if command.granted:
        if state.phase in {"Licensed", "Converted"}:
            return []
        return [_granted(state, command, context)]
    if not any(command.reasons):
        return Refusal(Reason.REASON_MISSING, "不予批准应当书面说明理由", "reasons", "O292-005")
    return [
        LicenceRefused(
            licence_id=state.licence_id,
            reasons=command.reasons,
            missing=(),
            officer=command.officer,
            decided_on=context.today.isoformat(),
            rules=("O292-005",),
        )
    ]


@enforces("O292-006")
def _granted(state: Licence, command: DecideLicence, context: Context) -> LicenceGranted:
    return LicenceGranted(
        licence_id=state.licence_id,
        authority=state.authority,
        filing_number=state.filing_number,
        home_region=state.home_region,
        licence_number=licence_number_of(state.filing_number),
        registry_registration_pending=True,
        officer=command.officer,
        decided_on=context.today.isoformat(),
        rules=("O292-005", "O292-006", "R14-117"),
    )


def licence_number_of(filing_number: str) -> str:
    """Return the licence number of a filing: its number with 证 in the place of 备."""
    parts = parse_filing_number(filing_number)
    if parts is None:
        return ""
    return subject_number(parts.region, parts.year, parts.serial, commercial=True)


@enforces("O292-005")
def _note_overdue(state: Licence) -> Decision:
    if state.phase != "Applied" or state.is_overdue or state.decision_due is None:
        return []
    return [
        LicenceDecisionOverdue(
            licence_id=state.licence_id, decision_due=state.decision_due, rules=("O292-005",)
        )
    ]


@enforces("O292-006")
def _register(state: Licence, command: RegisterLicence) -> Decision:
    if state.phase not in {"Licensed", "Converted"}:
        return Refusal(Reason.WRONG_STATE, "尚未取得经营许可证", rule="O292-006")
    if not state.registry_registration_pending:
        return []
    return [
        LicenceRegistered(
            licence_id=state.licence_id,
            registered_on=command.registered_on.isoformat(),
            rules=("O292-006",),
        )
    ]


@enforces("O292-019")
def _note_consent(state: Licence, command: NoteConsent) -> Decision:
    if not state.consent_missing:
        return []
    return [
        LicenceConsentNoted(
            licence_id=state.licence_id, reference=command.reference, rules=("O292-019",)
        )
    ]


@enforces("R14-118")
def _note_converted(state: Licence, context: Context) -> Decision:
    if state.phase != "Licensed" or state.licence_number is None:
        return []
    return [
        FilingNumberConverted(
            filing_number=state.filing_number,
            licence_number=state.licence_number,
            authority=state.authority,
            converted_on=context.today.isoformat(),
            rules=("R14-118",),
        )
    ]


@enforces("R14-119")
def _inspect(state: Licence, command: InspectDisplay, context: Context) -> Decision:
    if state.phase != "Converted" or state.licence_number is None:
        return Refusal(Reason.WRONG_STATE, "备案号尚未变更为经营许可证编号", rule="R14-119")
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明检查人", "officer", "R14-119")
    shown = {one.strip() for one in command.shown_numbers}
    wrong = (
        ("OLD_NUMBER_SHOWN", any(_is_of(one, state.filing_number) for one in shown)),
        ("LICENCE_NUMBER_MISSING", not any(_is_of(one, state.licence_number) for one in shown)),
        ("LICENCE_PAGE_MISSING", not command.licence_page_shown),
        ("LICENCE_ANNEX_MISSING", not command.annex_shown),
    )
    findings = tuple(finding for finding, is_so in wrong if is_so)
    return [
        LicenceDisplayChecked(
            check_id=context.order_id,
            kind="licence_display",
            region=context.authority,
            filing_number=state.filing_number,
            isp_id=None,
            passed=not findings,
            findings=findings,
            officer=command.officer,
            checked_on=context.today.isoformat(),
            rules=("R14-119", "O292-024"),
        )
    ]


def _is_of(shown: str, number: str) -> bool:
    """Say whether a number that is shown is a subject's, or one of its sites'."""
    return shown == number or shown.startswith(f"{number}-")


@enforces("O292-022", "O292-025")
def _revoke(state: Licence, command: RevokeLicence, context: Context) -> Decision:
    if state.phase == "Revoked":
        return []
    if not command.reason or not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明理由和经办人", rule="O292-025")
    if state.phase != "Converted" or state.licence_number is None:
        return Refusal(Reason.WRONG_STATE, "没有可以吊销的经营许可证", rule="O292-025")
    revoked = LicenceRevoked(
        order_id=context.order_id,
        of=f"{KIND}-{state.licence_id}",
        filing_number=state.filing_number,
        licence_number=state.licence_number,
        basis=Basis.DEPARTMENT_OPINION,
        registry_informed=command.registry_informed,
        reason=command.reason,
        officer=command.officer,
        rules=("O292-022", "O292-025"),
    )
    withdrawn = LicenceNumberWithdrawn(
        licence_id=state.licence_id,
        authority=state.authority,
        filing_number=state.filing_number,
        home_region=state.home_region,
        licence_number=state.licence_number,
        officer=command.officer,
        rules=("O292-025",),
    )
    return [revoked, withdrawn]


LICENCE: Final[Decider[Licence, LicenceCommand, Context]] = Decider(
    Licence(), drawn(LIFECYCLE, decide, phase=lambda state: state.phase), evolve
)


def licence_key(filing_number: str) -> str:
    """Return what names the licence of a filing: region, year and serial of its number."""
    parts = parse_filing_number(filing_number.strip())
    return "none" if parts is None else f"{parts.region}{parts.year}{parts.serial:06d}"
