"""Phone, fax and mailbox for reports of the public. Stream `reportchannel-own`.

Rules: R05-006, R14-021.
"""

import re
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision, Moment
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.public_reports import ReportChannelsPublished
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KEY: Final = "own"
STREAM: Final = f"reportchannel-{KEY}"
_PHONE: Final = re.compile(r"\+?[0-9][0-9 -]{3,30}")
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class PublishChannels:
    """Publish where the public may report."""

    phone: str
    fax: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Channels:
    """What is published."""

    phase: str = ""
    """Published."""
    phone: str | None = None
    fax: str | None = None
    mailbox: str | None = None


@enforces("R05-006", "R14-021")
def decide(state: Channels, command: PublishChannels, _context: Moment) -> Decision:
    """Publish channels, all of them; the same again adds nothing."""
    for field, value, pattern in (
        ("phone", command.phone, _PHONE),
        ("fax", command.fax, _PHONE),
        ("mailbox", command.mailbox, _MAILBOX),
    ):
        if not pattern.fullmatch(value):
            return Refusal(Reason.INVALID_FIELD, "不是有效的电话、传真或邮箱", field, "R05-006")
    if (state.phone, state.fax, state.mailbox) == (command.phone, command.fax, command.mailbox):
        return []
    return [ReportChannelsPublished(phone=command.phone, fax=command.fax, mailbox=command.mailbox)]


def evolve(_state: Channels, event: Event) -> Channels:
    """Return what is published after `event`."""
    assert isinstance(event, ReportChannelsPublished), f"{type(event).__name__} publishes nothing"
    return Channels("Published", event.phone, event.fax, event.mailbox)


CHANNELS: Final[Decider[Channels, PublishChannels, Moment]] = Decider(Channels(), decide, evolve)
