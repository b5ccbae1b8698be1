"""Who may decide for the bureau: reviewers of its own, and those of its support center.

Stream `officer-<account>`. As long as nobody was ever appointed, anybody decides under the name
given: a network is usable at once. Rules: R14-012, R14-020, O292-027.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.officers import OfficerAppointed, OfficerDismissed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


class Role(StrEnum):
    """A post. Inspectors look, and decide nothing."""

    REVIEWER = "reviewer"
    SUPPORT_CENTER = "support_center"
    INSPECTOR = "inspector"


MAY_DECIDE: Final = frozenset({Role.REVIEWER, Role.SUPPORT_CENTER})


@dataclass(frozen=True, slots=True)
class Appoint:
    """Give somebody a post."""

    account: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Dismiss:
    """End the post."""

    reason: str


type OfficerCommand = Appoint | Dismiss


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with a post, or without one any more."""

    account: str = ""
    name: str = ""
    role: str = ""
    is_active: bool = False

    @property
    def phase(self) -> str:
        return "Appointed" if self.is_active else "Dismissed"


@enforces("R14-012", "R14-020")
def decide(state: Officer, command: OfficerCommand, _context: Moment) -> Decision:
    """Say who is appointed or dismissed, or why not."""
    match command:
        case Appoint(account=account, name=name, role=role):
            if not account or not name:
                return Refusal(Reason.INCOMPLETE, "请填写账号和姓名", "account", "R14-012")
            if state.is_active and (state.name, state.role) == (name, role):
                return []
            rules = ("R14-020",) if role is Role.SUPPORT_CENTER else ("R14-012",)
            return [OfficerAppointed(account=account, name=name, role=role.value, rules=rules)]
        case Dismiss(reason=reason):
            if not state.is_active:
                return []
            return [OfficerDismissed(account=state.account, reason=reason, rules=("R14-012",))]
        case _:
            assert_never(command)


def evolve(state: Officer, event: Event) -> Officer:
    """Return the post after `event`."""
    match event:
        case OfficerAppointed(account=account, name=name, role=role):
            return Officer(account, name, role, is_active=True)
        case OfficerDismissed():
            return replace(state, is_active=False)
        case _:
            raise AssertionError(f"{type(event).__name__} concerns no officer")


OFFICER: Final[Decider[Officer, OfficerCommand, Moment]] = Decider(Officer(), decide, evolve)


@enforces("R14-012", "R14-020", "O292-027")
def refuse_decider(reviewer: str, officers: Collection[Officer]) -> Refusal | None:
    """Refuse a decision by somebody who has no post for it.

    `officers`: all that were ever appointed. `reviewer` is a name or an account.
    """
    if not officers:
        return None
    mine = [one for one in officers if reviewer in {one.account, one.name} and one.is_active]
    if any(one.role in MAY_DECIDE for one in mine):
        return None
    detail = f"{reviewer}不是本局在岗的审核人员，不能作出审核决定"
    return Refusal(Reason.NOT_ALLOWED, detail, "reviewer", "R14-012")


def acting_as(reviewer: str, officers: Collection[Officer]) -> str:
    """Return the actor a decision is recorded under: the account; the authority is the log's."""
    for one in officers:
        if reviewer in {one.account, one.name} and one.is_active:
            return f"{one.role.replace('_', '-')}:{one.account}"
    return f"reviewer:{reviewer}"
