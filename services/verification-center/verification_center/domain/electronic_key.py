"""Electronic keys (备案电子密钥) of content departments: issued with a scope, revoked. PURE.

FLOW-24. Stream `electronickey-<key id>`. The key is `<scope>.<key id>.<secret>`, the scope being
`nation` or a region; only its hash is kept. Rules: R14-030, R14-154; R14-153 for the scope.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.sharing import ElectronicKeyIssued, ElectronicKeyRevoked
from beian.regulations.codes import table
from beian.regulations.electronic_keys import hash_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

ISSUED = "Issued"
REVOKED = "Revoked"


class Level(StrEnum):
    """Whose department it is."""

    MINISTRY = "ministry"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class IssueKey:
    """Authorize a department and make its key."""

    department: str
    level: Level
    valid_until: date
    region: str | None = None
    """Of a provincial department."""
    remit: tuple[int, ...] = ()
    """Kinds of special content (nrlx) it sees; none: all filings."""


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """Take the key back."""

    reason: str


type KeyCommand = IssueKey | RevokeKey


@dataclass(frozen=True, slots=True)
class Making:
    """When it is; the id and the whole text of the key that is to be made."""

    today: date
    key_id: str
    key: str


@dataclass(frozen=True, slots=True)
class ElectronicKey:
    """A key, as issued."""

    phase: str = ""
    issued: ElectronicKeyIssued | None = None


def decide(state: ElectronicKey, command: KeyCommand, context: Making) -> Decision:
    """Issue a key with a scope, or revoke it."""
    match command:
        case IssueKey():
            return _issue(state, command, context)
        case RevokeKey():
            return _revoke(state, command, context)


@enforces("R14-030", "R14-154")
def _issue(state: ElectronicKey, command: IssueKey, context: Making) -> Decision:
    rule = "R14-030"
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "该电子密钥已经发放", rule=rule)
    if not command.department.strip():
        return Refusal(Reason.INVALID_FIELD, "请填写部门名称", "department", rule)
    if command.level is Level.PROVINCE and find_province(command.region or "") is None:
        return Refusal(Reason.UNKNOWN_REGION, Reason.UNKNOWN_REGION.text, "region", rule)
    if command.level is Level.MINISTRY and command.region is not None:
        return Refusal(Reason.INVALID_FIELD, "部级部门的密钥不限于一省", "region", rule)
    if command.valid_until <= context.today:
        return Refusal(Reason.INVALID_FIELD, "有效期应晚于今日", "valid_until", rule)
    unknown = sorted(set(command.remit) - set(table("nrlx")))
    if unknown:
        return Refusal(Reason.INVALID_FIELD, f"没有此类前置审批内容：{unknown[0]}", "remit", rule)
    return [
        ElectronicKeyIssued(
            key_id=context.key_id,
            department=command.department.strip(),
            level=command.level.value,
            region=command.region,
            remit=tuple(sorted(set(command.remit))),
            key_sha256=hash_of(context.key),
            issued_on=context.today.isoformat(),
            valid_until=command.valid_until.isoformat(),
            rules=("R14-030", "R14-154"),
        )
    ]


@enforces("R14-154")
def _revoke(state: ElectronicKey, command: RevokeKey, context: Making) -> Decision:
    if state.issued is None or state.phase == REVOKED:
        return Refusal(Reason.WRONG_STATE, "该电子密钥已经注销", rule="R14-154")
    if not command.reason.strip():
        return Refusal(Reason.REASON_MISSING, "请说明注销原因", "reason", "R14-154")
    return [
        ElectronicKeyRevoked(
            key_id=state.issued.key_id,
            region=state.issued.region,
            reason=command.reason.strip(),
            revoked_on=context.today.isoformat(),
            rules=("R14-154",),
        )
    ]


def evolve(state: ElectronicKey, event: Event) -> ElectronicKey:
    """Return the key after `event`."""
    match event:
        case ElectronicKeyIssued():
            return ElectronicKey(ISSUED, event)
        case ElectronicKeyRevoked():
            return ElectronicKey(REVOKED, state.issued)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an electronic key")


ELECTRONIC_KEY: Decider[ElectronicKey, KeyCommand, Making] = Decider(
    ElectronicKey(), decide, evolve
)
