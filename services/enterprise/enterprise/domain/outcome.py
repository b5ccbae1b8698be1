"""Which of the things that happened are a no to whoever asked: recorded, and answered as one."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from beian.errors import Refusal
from beian.events.access import BlacklistHit
from beian.events.base import Event
from beian.events.enterprise import AccessRefused
from beian.regulations.reasons import Reason
from enterprise.domain.draft import DraftCommand
from enterprise.domain.electronic import VerifyElectronically
from enterprise.domain.entry import SubmitDraft
from enterprise.domain.states import AwaitingCorrection, DraftState, OnSite
from enterprise.domain.submission import EnableAccess
from enterprise.domain.verification import CheckDomain, CheckOriginal, MatchInformation

BLACKLISTED: Final = Refusal(Reason.BLACKLISTED, Reason.BLACKLISTED.text, rule="R14-048")
NO_ACCESS: Final = MappingProxyType(
    {
        Reason.NUMBER_MISSING: Refusal(
            Reason.NUMBER_MISSING, Reason.NUMBER_MISSING.text, rule="R14-096"
        ),
        Reason.NOT_ALLOWED: Refusal(Reason.NOT_ALLOWED, "代理商不得自行开通接入", rule="R14-044"),
        Reason.BLACKLISTED: BLACKLISTED,
    }
)
"""Why access was refused, as it is answered."""


def refusal_of(
    command: DraftCommand, state: DraftState, decision: Sequence[Event] = ()
) -> Refusal | None:
    """Return the no that `command` ended in, seen from the state it left; None if it was done.

    `decision`: what happened by it.
    """
    match command, state:
        case EnableAccess(), _:
            refused = [one.reason for one in decision if isinstance(one, AccessRefused)]
            return NO_ACCESS[Reason(refused[0])] if refused else None
        case SubmitDraft(), _:
            is_listed = any(isinstance(one, BlacklistHit) for one in decision)
            return BLACKLISTED if is_listed else None
        case CheckOriginal(), OnSite():
            return None
        case CheckOriginal(whose=whose), _:
            detail = f"{whose}的证件未通过权威数据源核验"
            return Refusal(Reason.CERTIFICATE_REJECTED, detail, "is_genuine", "M64-019")
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
