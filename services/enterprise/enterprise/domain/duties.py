"""What a Jiangsu subject's responsible person hears, signs and reads aloud at the filing site.

Decides whether each paper is one, and what is still missing. Anybody's verification may collect
them; whose must, evidence_policy.py says. Flow: FLOW-03 step 7. Rules: J45-008, J45-010 to
J45-012.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.evidence import (
    AuthorizationLetterCollected,
    CommitmentLetterSigned,
    CommitmentVideoRecorded,
    ResponsibilityNoticeExplained,
    ResponsibilityNoticeSigned,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.collected import AUTHORIZATION, COMMITMENT, NOTICE, Verification
from enterprise.domain.contents import Holder, holders_of, is_individual
from enterprise.domain.evidence_policy import ON_SITE, Demands
from enterprise.domain.originals import Whose
from enterprise.domain.pictures import Picture, evidence_of


@dataclass(frozen=True, slots=True)
class ExplainNotice:
    """Read the notice out and explain it."""

    explained_by: str


@dataclass(frozen=True, slots=True)
class SignNotice:
    """Sign it."""

    signer: Holder
    signed_on: str
    notice: Picture


@dataclass(frozen=True, slots=True)
class SignCommitment:
    """Sign the commitment letter, which names the domains."""

    signer: Holder
    domains: tuple[str, ...]
    signed_on: str
    letter: Picture


@dataclass(frozen=True, slots=True)
class RecordVideo:
    """Keep the recording of the person who reads the letter aloud."""

    sha256: str
    size: int
    format: str
    location: str


@dataclass(frozen=True, slots=True)
class CollectAuthorization:
    """Keep the legal representative's authorization of one of the responsible persons."""

    authorized: Whose
    authorized_by: str
    letter: Picture


type DutyCommand = ExplainNotice | SignNotice | SignCommitment | RecordVideo | CollectAuthorization
DUTY_COMMANDS: Final = (
    ExplainNotice,
    SignNotice,
    SignCommitment,
    RecordVideo,
    CollectAuthorization,
)


def decide_duty(state: Verification, command: DutyCommand, demands: Demands) -> Decision:
    """Say what a step comes to."""
    match command:
        case ExplainNotice():
            return _explain(state, command)
        case SignNotice():
            return _sign_notice(state, command)
        case SignCommitment():
            return _sign_commitment(state, command)
        case RecordVideo():
            return _record_video(state, command, demands)
        case CollectAuthorization():
            return _collect(state, command)
        case _:
            assert_never(command)


@enforces("J45-010")
def _explain(state: Verification, command: ExplainNotice) -> Decision:
    if not command.explained_by.strip():
        return Refusal(Reason.INCOMPLETE, "应当写明由谁宣读和解释", "explained_by", "J45-010")
    if state.is_explained:
        return []
    return [
        ResponsibilityNoticeExplained(
            draft_id=state.draft_id,
            explained_by=command.explained_by,
            explained_to=holders_of(state.filing).site_person.name or "",
        )
    ]


@enforces("J45-010", "J45-011")
def _sign_notice(state: Verification, command: SignNotice) -> Decision:
    if not state.is_explained:
        return Refusal(
            Reason.WRONG_STATE, "应当先向负责人宣读并解释责任告知书", "notice", "J45-010"
        )
    refusal = _refuse_signature(state, command.signer, command.signed_on)
    if refusal is not None:
        return refusal
    notice = evidence_of(NOTICE, command.notice)
    if isinstance(notice, Refusal):
        return notice
    if state.notice == notice:
        return []
    return [
        ResponsibilityNoticeSigned(
            draft_id=state.draft_id,
            notice=notice,
            signer=command.signer.name or "",
            signer_certificate=command.signer.certificate_number or "",
            signed_on=command.signed_on,
        )
    ]


@enforces("J45-011")
def _sign_commitment(state: Verification, command: SignCommitment) -> Decision:
    refusal = _refuse_signature(state, command.signer, command.signed_on)
    if refusal is not None:
        return refusal
    missing = [name for name in named_in_letter(state) if name not in command.domains]
    if missing:
        return Refusal(
            Reason.INCOMPLETE, f"承诺书没有写明{'、'.join(missing)}", "domains", "J45-011"
        )
    letter = evidence_of(COMMITMENT, command.letter)
    if isinstance(letter, Refusal):
        return letter
    if state.commitment == letter:
        return []
    return [
        CommitmentLetterSigned(
            draft_id=state.draft_id,
            letter=letter,
            signer=command.signer.name or "",
            signer_certificate=command.signer.certificate_number or "",
            domains=command.domains,
            signed_on=command.signed_on,
        )
    ]


@enforces("J45-012")
def _record_video(state: Verification, command: RecordVideo, demands: Demands) -> Decision:
    if state.commitment is None:
        return Refusal(Reason.WRONG_STATE, "应当先签署承诺书", "video", "J45-012")
    if command.size <= 0:
        return Refusal(Reason.DOCUMENT_MISSING, "诵读视频没有内容", "video", "J45-012")
    if command.location != demands.location:
        said = "应当在备案现场录制" if demands.location == ON_SITE else "电子化核验应当远程录制"
        return Refusal(Reason.DOCUMENT_NOT_ACCEPTED, said, "location", "J45-012")
    if state.video == command.sha256:
        return []
    return [
        CommitmentVideoRecorded(
            draft_id=state.draft_id,
            sha256=command.sha256,
            size=command.size,
            format=command.format,
            location=command.location,
        )
    ]


@enforces("J45-008")
def _collect(state: Verification, command: CollectAuthorization) -> Decision:
    if is_individual(state.filing.subject) or command.authorized is Whose.SUBJECT:
        return Refusal(
            Reason.INVALID_FIELD, "单位的主体负责人或者网站负责人才需要授权书", "authorized"
        )
    if not command.authorized_by.strip():
        return Refusal(Reason.INCOMPLETE, "授权书应当由法定代表人签署", "authorized_by", "J45-008")
    letter = evidence_of(AUTHORIZATION, command.letter)
    if isinstance(letter, Refusal):
        return letter
    if letter in state.letters and command.authorized in state.authorized:
        return []
    return [
        AuthorizationLetterCollected(
            draft_id=state.draft_id,
            letter=letter,
            authorized=command.authorized,
            authorized_by=command.authorized_by,
        )
    ]


def refuse_missing_duties(state: Verification, demands: Demands) -> Refusal | None:
    """Return the first of the duties that is not done, or None."""
    return next(missing_duties(state, demands), None)


@enforces("J45-002", "J45-008", "J45-010", "J45-011", "J45-012")
def missing_duties(state: Verification, demands: Demands) -> Iterator[Refusal]:
    """Yield what is missing of the duties, in the order in which they are done."""
    if not demands.duties:
        return
    signer = holders_of(state.filing).site_person.certificate_number
    if not state.is_explained:
        yield _missing("应当向负责人宣读并解释责任告知书", "notice", "J45-010")
    if state.notice is None or state.notice_signer != signer:
        yield _missing("网站负责人应当签署责任告知书", "notice", "J45-011")
    if (
        state.commitment is None
        or state.commitment_signer != signer
        or not set(named_in_letter(state)) <= set(state.committed)
    ):
        yield _missing("网站负责人应当签署写明域名和日期的承诺书", "commitment", "J45-011")
    if state.video is None:
        yield _missing("应当录制负责人诵读承诺书的视频", "video", "J45-012")
    for whose in authorizations_needed(state):
        if whose not in state.authorized:
            yield _missing("负责人不是法定代表人的，应当提供法人授权书", whose, "J45-008")


@enforces("J45-008")
def authorizations_needed(state: Verification) -> tuple[Whose, ...]:
    """Return who needs the legal representative's letter: each person who is not the same (A-17).

    Where the form names no legal representative, nobody is known to be it.
    """
    if is_individual(state.filing.subject):
        return ()
    entered = holders_of(state.filing)
    persons = {
        Whose.SUBJECT_PERSON: entered.subject_person,
        Whose.SITE_PERSON: entered.site_person,
    }
    return tuple(
        whose
        for whose, person in persons.items()
        if state.representative is None or person.certificate_number != state.representative
    )


def named_in_letter(state: Verification) -> tuple[str, ...]:
    """Return what a commitment letter names: the domains, or the address of a site without."""
    homes = [site.home_page for site in state.filing.sites if not site.domains and site.home_page]
    return (*state.domains, *homes)


def _refuse_signature(state: Verification, signer: Holder, signed_on: str) -> Refusal | None:
    if signer != holders_of(state.filing).site_person:
        return Refusal(Reason.FACE_MISMATCH, "应当由网站负责人本人签署", "signer", "J45-011")
    try:
        date.fromisoformat(signed_on)
    except ValueError:
        return Refusal(Reason.INCOMPLETE, "应当写明签署日期", "signed_on", "J45-011")
    return None


def _missing(detail: str, where: str, rule: str) -> Refusal:
    return Refusal(Reason.DOCUMENT_MISSING, detail, where, rule)
