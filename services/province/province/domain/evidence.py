"""Evidence as the home bureau can see it (A-52): what lacks it goes back when its review begins.

Of a filing on the wire a bureau sees verification sheet and photo; of a pilot enterprise's, the
electronic sheet. What is in the photo, its own inspection sees. Rules: O292-007, J45-001, J45-007,
M87-005, M87-007, M87-012, M87-013. Readings: A-15, A-16, A-19, A-52.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.evidence_review import EvidencePolicySet
from beian.records import Filing
from beian.regulations.certificates import is_personal
from beian.regulations.in_force import binds_subject, in_force
from beian.regulations.numbers import FACE_SCORE_MIN
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

POLICY_STREAM: Final = "evidencepolicy-bureau"
SHEET: Final = 1
PHOTO: Final = 5
"""Fjyt."""
SCORE_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class SetEvidencePolicy:
    """Say what evidence is asked for."""

    officer: str
    on_site: bool = True
    slip_photo: bool = True
    face_recognition: bool = False
    face_threshold: int = FACE_SCORE_MIN
    changes: bool = False


@dataclass(frozen=True, slots=True)
class EvidencePolicy:
    """What evidence the bureau asks for."""

    on_site: bool = True
    slip_photo: bool = True
    face_recognition: bool = False
    face_threshold: int = FACE_SCORE_MIN
    changes: bool = False
    """Whether changes that are to be verified again must bring material (R14-105)."""
    phase: str = "InForce"


@enforces("J45-021")
def _decide(state: EvidencePolicy, command: SetEvidencePolicy, _context: object) -> Decision:
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer")
    if not 0 <= command.face_threshold <= SCORE_MAX:
        return Refusal(Reason.INVALID_FIELD, f"应当为0至{SCORE_MAX}", "face_threshold", "J45-021")
    wanted = EvidencePolicySet(
        on_site=command.on_site,
        slip_photo=command.slip_photo,
        face_recognition=command.face_recognition,
        face_threshold=command.face_threshold,
        changes=command.changes,
        officer=command.officer,
    )
    return [] if _set(state, wanted) == state else [wanted]


def _set(_state: EvidencePolicy, event: Event) -> EvidencePolicy:
    assert isinstance(event, EvidencePolicySet)
    return EvidencePolicy(
        event.on_site,
        event.slip_photo,
        event.face_recognition,
        event.face_threshold,
        event.changes,
    )


POLICY: Final[Decider[EvidencePolicy, SetEvidencePolicy, object]] = Decider(
    EvidencePolicy(), _decide, _set
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known of a filing beside itself when its review begins."""

    today: date
    region: str
    is_pilot: bool
    """Whether its provider is on the pilot list today."""
    has_electronic_sheet: bool
    """Whether an electronic sheet came for it."""
    policy: EvidencePolicy = EvidencePolicy()


@dataclass(frozen=True, slots=True)
class Lacking:
    """What sends a filing back."""

    reasons: tuple[Reason, ...]
    text: str
    """Shyj: read by the enterprise and the sponsor."""
    rules: tuple[str, ...]
    """Ids of the rules that say so."""


def judge_evidence(filing: Filing, sight: Sight) -> Lacking | None:
    """Return what evidence or material a filing lacks, or None."""
    found = [*_missing_evidence(filing, sight), *_missing_groups(filing)]
    if not found:
        return None
    return Lacking(
        reasons=tuple(dict.fromkeys(one.reason for one in found)),
        text="；".join(dict.fromkeys(one.text for one in found)),
        rules=tuple(dict.fromkeys(one.rule for one in found)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """One thing that is not there."""

    reason: Reason
    text: str
    rule: str


@enforces("J45-001", "J45-007", "M87-005", "M87-007", "M87-012", "M87-013", "M64-025")
def _missing_evidence(filing: Filing, sight: Sight) -> Iterator[_Found]:
    sheet, photo = _is_there(filing, SHEET), _is_there(filing, PHOTO)
    if sight.has_electronic_sheet:
        # The sheet is the whole of the verification: no paper, no seal (M87-007).
        if not sight.is_pilot:
            yield _Found(Reason.ONSITE_MISSING, "不是电子化核验试点企业，应当当面核验", "M87-012")
        return
    if sight.is_pilot:
        if not sheet and sight.policy.on_site:
            yield _Found(Reason.SHEET_MISSING, "缺少电子化核验单", "M87-005")
        return
    if sight.policy.on_site and not (sheet or photo) and _is_face_to_face(sight.today):
        yield _Found(Reason.ONSITE_MISSING, "没有当面核验材料（核验单、负责人照片）", "M87-012")
    is_asked = sight.policy.slip_photo and binds_subject("J45-007", sight.region, sight.today)
    if is_asked and not photo:
        yield _Found(
            Reason.SLIP_PHOTO_MISSING, "没有负责人手持核验点编号单和身份证件的照片", "J45-007"
        )


def _is_face_to_face(today: date) -> bool:
    """Say whether originals are verified face to face already: from April 2010 on (M64-031)."""
    return in_force("M64-001", today) and not in_force("M64-031", today)


def _is_there(filing: Filing, usage: int) -> bool:
    """Say whether each site has an attachment of a use."""
    owners = {one.owner_id for one in filing.attachments if one.usage == usage}
    return all(site.isp_site_id in owners for site in filing.sites)


@enforces("O292-007")
def _missing_groups(filing: Filing) -> Iterator[_Found]:
    """Yield the groups of article 8's material of which something is missing."""
    subject = filing.subject
    is_individual = is_personal(subject.certificate.type)
    people = [site.responsible.name for site in filing.sites]
    if not is_individual:
        people.append(subject.responsible.name)
    basics = (subject.name, subject.certificate.number, *people)
    if not all(text is not None and text.strip() for text in basics):
        yield _Found(Reason.INCOMPLETE, "缺少主办单位和网站负责人的基本情况", "O292-007")
    if not all((site.domains or site.home_page) and site.services for site in filing.sites):
        yield _Found(Reason.INCOMPLETE, "缺少网站网址和服务项目", "O292-007")
    consents = [one for site in filing.sites for one in site.pre_approvals]
    if not all(one.documents for one in consents):
        yield _Found(Reason.PREAPPROVAL_MISSING, "缺少有关主管部门审核同意的文件", "O292-007")
