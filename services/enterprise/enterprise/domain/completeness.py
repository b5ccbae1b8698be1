"""What a verification still lacks: originals, photo, comparisons, and which documents are missing.

Rules: M64-001, M64-017, M64-019 to M64-021, R14-056, J45-006 to J45-012.
"""

from collections.abc import Iterator

from beian.errors import Refusal
from beian.records import Filing
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.collected import (
    AUTHORIZATION,
    COMMITMENT,
    COPY_OF,
    NOTICE,
    PHOTO,
    VIDEO,
    Verification,
)
from enterprise.domain.contents import holders_of, is_individual
from enterprise.domain.duties import authorizations_needed
from enterprise.domain.evidence_policy import Demands
from enterprise.domain.originals import Whose


@enforces("R14-056")
def missing_documents(state: Verification, demands: Demands) -> tuple[str, ...]:
    """Return the kinds of evidence that are required and not supplied, in the required order."""
    supplied = frozenset(supplied_documents(state))
    return tuple(kind for kind in required_documents(state, demands) if kind not in supplied)


def required_documents(state: Verification, demands: Demands) -> tuple[str, ...]:
    """Return the kinds of evidence a sponsor of this kind brings."""
    needed = [COPY_OF[whose] for whose in originals_needed(state.filing)]
    needed.append(PHOTO)
    if demands.duties:
        needed += [NOTICE, COMMITMENT, VIDEO]
        if authorizations_needed(state):
            needed.append(AUTHORIZATION)
    return tuple(needed)


def supplied_documents(state: Verification) -> Iterator[str]:
    """Yield the kinds of evidence that were collected."""
    yield from (copy.kind for copy in state.copies)
    single = {
        PHOTO: state.photo,
        NOTICE: state.notice,
        COMMITMENT: state.commitment,
        VIDEO: state.video,
    }
    yield from (kind for kind, evidence in single.items() if evidence is not None)
    if state.letters and set(authorizations_needed(state)) <= state.authorized:
        yield AUTHORIZATION


def originals_needed(filing: Filing) -> tuple[Whose, ...]:
    """Return whose originals are checked: each holder once, though it be named twice."""
    entered = holders_of(filing)
    needed = (
        [Whose.SUBJECT_PERSON]
        if is_individual(filing.subject)
        else [
            Whose.SUBJECT,
            Whose.SUBJECT_PERSON,
        ]
    )
    if entered.site_person.certificate_number != entered.subject_person.certificate_number:
        needed.append(Whose.SITE_PERSON)
    return tuple(needed)


def refuse_sheet(state: Verification) -> Refusal | None:
    """Return the first thing that must be there before the sheet can be filled."""
    if state.photo is None:
        return _not_yet(Reason.DOCUMENT_MISSING, "尚未拍摄网站负责人照片", "photo", "M64-017")
    checked = {whose for whose, _ in state.originals}
    for whose in originals_needed(state.filing):
        if whose not in checked or state.copy_of(whose) is None:
            return _not_yet(
                Reason.DOCUMENT_MISSING, f"尚未核验证件原件：{whose}", "certificates", "M64-019"
            )
    if state.mismatches:
        wrong = "、".join(state.mismatches)
        return _not_yet(
            Reason.INFORMATION_MISMATCH, f"与原件不一致：{wrong}", state.mismatches[0], "M64-020"
        )
    if not state.matched:
        return _not_yet(Reason.VERIFICATION_MISSING, "尚未比对原件与填报信息", "match", "M64-020")
    for domain, owner in state.foreign.items():
        return _not_yet(
            Reason.DOMAIN_OWNER_MISMATCH, f"域名{domain}的所有者为{owner}", "domain", "M64-021"
        )
    for domain in state.domains:
        if domain not in state.confirmed:
            return _not_yet(
                Reason.VERIFICATION_MISSING, f"尚未核验域名{domain}的所有者", "domain", "M64-021"
            )
    return None


def _not_yet(reason: Reason, detail: str, where: str, rule: str) -> Refusal:
    return Refusal(reason, detail, where, rule)
