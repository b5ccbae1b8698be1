"""Accounts of bureaus' reviewers in the enterprise system, and what they look at. M64-038."""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.retention import (
    EvidenceOpenedByReviewer,
    RetainedItem,
    ReviewerAccountOpened,
)
from beian.passwords import is_password
from beian.records import PasswordVerifier
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

PASSWORD_CHARACTERS_MIN: Final = 8
"""Ours."""


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Give a reviewer of a bureau an account."""

    reviewer: str
    region: str
    password: str


@dataclass(frozen=True, slots=True)
class OpenEvidence:
    """Log in and look at the originals of one record."""

    password: str
    record_id: str
    kinds: tuple[str, ...] = ()
    """Which; without them, all."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules must know."""

    isp_id: int
    verifier: PasswordVerifier | None = None
    """Of the password that is to be the account's."""
    items: tuple[RetainedItem, ...] = ()
    """What is kept of the record that is asked for."""


@dataclass(frozen=True, slots=True)
class Account:
    """One reviewer's account."""

    opened: ReviewerAccountOpened | None = None
    last_seen: tuple[RetainedItem, ...] = ()

    @property
    def phase(self) -> str:
        return "" if self.opened is None else "Open"


@enforces("M64-038")
def decide(state: Account, command: OpenAccount | OpenEvidence, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    if isinstance(command, OpenAccount):
        return _open_account(state, command, context)
    account = state.opened
    if account is None:
        return Refusal(Reason.NOT_FOUND, "没有此审核人员账号")
    if not is_password(command.password, account.verifier, may_be_plain=True):
        return Refusal(Reason.NOT_AUTHENTICATED, "密码错误", "password", "M64-038")
    items = tuple(one for one in context.items if not command.kinds or one.kind in command.kinds)
    if not items:
        return Refusal(Reason.NOT_FOUND, "没有此项留存材料", "record_id", "M64-038")
    return [
        EvidenceOpenedByReviewer(
            reviewer=account.reviewer,
            region=account.region,
            isp_id=context.isp_id,
            record_id=command.record_id,
            items=items,
            rules=("M64-038",),
        )
    ]


def _open_account(state: Account, command: OpenAccount, context: Context) -> Decision:
    if state.opened is not None:
        return Refusal(Reason.ALREADY_EXISTS, "该审核人员已有账号", "reviewer")
    if find_province(command.region) is None:
        return Refusal(Reason.UNKNOWN_REGION, Reason.UNKNOWN_REGION.text, "region")
    if len(command.password) < PASSWORD_CHARACTERS_MIN:
        detail = f"密码不少于{PASSWORD_CHARACTERS_MIN}个字符"
        return Refusal(Reason.INVALID_FIELD, detail, "password", "M64-038")
    assert context.verifier is not None, "a new account comes with its password's verifier"
    return [
        ReviewerAccountOpened(
            reviewer=command.reviewer, region=command.region, verifier=context.verifier
        )
    ]


def verifier_of(password: str, salt: bytes) -> PasswordVerifier:
    """Return the only trace a password leaves, as `beian.passwords` compares it."""
    sent = hashlib.md5(password.encode("gbk", "replace"), usedforsecurity=False).hexdigest()
    return PasswordVerifier(
        salt=salt.hex(), sha256=hashlib.sha256(salt + sent.encode()).hexdigest()
    )


def evolve(state: Account, event: Event) -> Account:
    """Return the account after `event`."""
    match event:
        case ReviewerAccountOpened():
            return Account(event)
        case EvidenceOpenedByReviewer(items=items):
            return replace(state, last_seen=items)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an account")


REVIEWER: Final[Decider[Account, OpenAccount | OpenEvidence, Context]] = Decider(
    Account(), decide, evolve
)
