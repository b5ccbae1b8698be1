"""Which national-style words and region names a unit is authorized to use.

Stream `nameauthorization-<certificate number>`. Rule: R14-068.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.naming import NameAuthorizationRegistered, NameAuthorizationRevoked
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.naming import reserved_word

RULE: Final = "R14-068"


@dataclass(frozen=True, slots=True)
class RegisterAuthorization:
    """Enter a unit's authorization to use a word."""

    certificate_number: str
    unit_name: str
    word: str
    document: str
    officer: str


@dataclass(frozen=True, slots=True)
class RevokeAuthorization:
    """Take an authorization back."""

    word: str
    reason: str
    officer: str


type AuthorizationCommand = RegisterAuthorization | RevokeAuthorization


@dataclass(frozen=True, slots=True)
class Authorizations:
    """Of one unit."""

    certificate_number: str = ""
    words: tuple[str, ...] = ()

    @property
    def phase(self) -> str:
        return "Authorized" if self.words else "NotAuthorized"


def authorizations_stream(certificate_number: str) -> str:
    """Return the stream of a unit."""
    return f"nameauthorization-{certificate_number}"


@enforces("R14-068")
def decide(state: Authorizations, command: AuthorizationCommand, _context: Moment) -> Decision:
    """Say what is registered or revoked, or why not."""
    match command:
        case RegisterAuthorization(word=word):
            if reserved_word(word) != word:
                return Refusal(
                    Reason.INVALID_FIELD, "不是国字号或行政区域名称，无需授权", "word", RULE
                )
            if not command.document or not command.officer:
                return Refusal(Reason.DOCUMENT_MISSING, "请填写授权文件和经办人", "document", RULE)
            if word in state.words:
                return []
            return [
                NameAuthorizationRegistered(
                    certificate_number=command.certificate_number,
                    unit_name=command.unit_name,
                    word=word,
                    document=command.document,
                    officer=command.officer,
                    rules=(RULE,),
                )
            ]
        case RevokeAuthorization(word=word):
            if word not in state.words:
                return Refusal(Reason.NOT_FOUND, "该单位没有此项授权", "word", RULE)
            return [
                NameAuthorizationRevoked(
                    certificate_number=state.certificate_number,
                    word=word,
                    reason=command.reason,
                    officer=command.officer,
                    rules=(RULE,),
                )
            ]
        case _:
            assert_never(command)


def evolve(state: Authorizations, event: Event) -> Authorizations:
    """Return what a unit may use after `event`."""
    match event:
        case NameAuthorizationRegistered(certificate_number=number, word=word):
            return Authorizations(number, (*state.words, word))
        case NameAuthorizationRevoked(word=word):
            return replace(state, words=tuple(one for one in state.words if one != word))
        case _:
            raise AssertionError(f"{type(event).__name__} authorizes nothing")


AUTHORIZATIONS: Final[Decider[Authorizations, AuthorizationCommand, Moment]] = Decider(
    Authorizations(), decide, evolve
)
