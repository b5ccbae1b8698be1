"""Which of the things that happened are a no to whoever asked: recorded, and answered as one."""

from beian.errors import Refusal
from beian.regulations.reasons import Reason
from enterprise.domain.draft import DraftCommand
from enterprise.domain.electronic import VerifyElectronically
from enterprise.domain.states import AwaitingCorrection, DraftState, Numbered, OnSite
from enterprise.domain.submission import EnableAccess
from enterprise.domain.verification import CheckDomain, CheckOriginal, MatchInformation


def refusal_of(command: DraftCommand, state: DraftState) -> Refusal | None:
    """Return the no that `command` ended in, seen from the state it left; None if it was done."""
    match command, state:
        case EnableAccess(), Numbered():
            return None
        case EnableAccess(), _:
            return Refusal(Reason.NUMBER_MISSING, Reason.NUMBER_MISSING.text, rule="R14-096")
        case CheckOriginal(), OnSite():
            return None
        case CheckOriginal(whose=whose), _:
            return Refusal(
                Reason.CERTIFICATE_REJECTED,
                f"{whose}的证件未通过权威数据源核验",
                "is_genuine",
                "M64-019",
            )
        case VerifyElectronically(), AwaitingCorrection():
            return Refusal(
                Reason.FACE_MISMATCH, "电子化核验比对不一致，不能提交", "person", "M87-002"
            )
        case MatchInformation(), OnSite(verification=verification) if verification.mismatches:
            wrong = "、".join(verification.mismatches)
            return Refusal(
                Reason.INFORMATION_MISMATCH,
                f"与原件不一致：{wrong}",
                verification.mismatches[0],
                "M64-020",
            )
        case CheckDomain(domain=domain), OnSite(verification=verification) if (
            domain in verification.foreign
        ):
            return Refusal(
                Reason.DOMAIN_OWNER_MISMATCH,
                f"域名{domain}的所有者为{verification.foreign[domain]}，与网站主办者不一致",
                "registrant",
                "M64-021",
            )
        case _:
            return None
