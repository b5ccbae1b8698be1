"""Forbidden content (九不准) on a site: stopped at once, its record kept, reported. PURE.

Stream `content-<id>`. That a provider's access stops is decided on the site's own stream.
Flow: FLOW-13 step 1. Rules: O292-017, O292-018, R14-049, R14-063.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.content import (
    ContentRecordKept,
    ContentReported,
    ContentTransmissionStopped,
    ProhibitedContentDetected,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "content"


class Category(StrEnum):
    """The nine groups of ORDER292 article 15."""

    CONSTITUTION = "constitution"
    """(一) 反对宪法所确定的基本原则"""
    STATE_SECURITY = "state_security"
    """(二) 危害国家安全，泄露国家秘密，颠覆国家政权，破坏国家统一"""
    NATIONAL_HONOUR = "national_honour"
    """(三) 损害国家荣誉和利益"""
    ETHNIC_HATRED = "ethnic_hatred"
    """(四) 煽动民族仇恨、民族歧视，破坏民族团结"""
    CULTS = "cults"
    """(五) 破坏国家宗教政策，宣扬邪教和封建迷信"""
    RUMOURS = "rumours"
    """(六) 散布谣言，扰乱社会秩序，破坏社会稳定"""
    OBSCENITY = "obscenity"
    """(七) 散布淫秽、色情、赌博、暴力、凶杀、恐怖或者教唆犯罪"""
    DEFAMATION = "defamation"
    """(八) 侮辱或者诽谤他人，侵害他人合法权益"""
    OTHER = "other"
    """(九) 法律、行政法规禁止的其他内容"""


class FoundBy(StrEnum):
    """Who found it: the sponsor on its own site, the provider, or the daily monitoring."""

    SPONSOR = "sponsor"
    PROVIDER = "provider"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Report what was found."""

    host: str
    category: Category
    found_by: FoundBy
    place: str
    detail: str
    record: str
    """What was found, as it was: kept beside the log."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where it goes, and where its record lies."""

    isp_id: int
    region: str
    record: str
    size: int
    filing_number: str | None
    """Of the site, where it is connected here."""


@dataclass(frozen=True, slots=True)
class Content:
    """A finding."""

    phase: str = ""
    """Detected, Stopped, or Reported."""
    host: str = ""
    category: str = ""
    found_by: str = ""
    place: str = ""
    record: str | None = None
    filing_number: str | None = None


@enforces("O292-017", "O292-018", "R14-063")
def detect(state: Content, command: ReportContent, context: Context) -> Decision:
    """Note the finding, keep its record; stop its transmission where the sponsor found it."""
    if state.phase:
        return Refusal(Reason.ALREADY_EXISTS, "该情况已经报告", "key")
    if not command.record:
        return Refusal(Reason.INCOMPLETE, "应当保存有关记录", "record", "O292-018")
    detected = ProhibitedContentDetected(
        host=command.host,
        category=command.category,
        found_by=command.found_by,
        place=command.place,
        detail=command.detail,
        rules=("O292-017",),
    )
    kept = ContentRecordKept(record=context.record, size=context.size)
    if command.found_by != FoundBy.SPONSOR:
        return [detected, kept]
    return [detected, kept, ContentTransmissionStopped(host=command.host, rules=("O292-018",))]


@enforces("O292-018", "R14-049")
def report(state: Content, context: Context) -> Decision:
    """Report a finding that was stopped, with the reference of its record."""
    if state.record is None:
        return Refusal(Reason.INCOMPLETE, "应当保存有关记录", "record", "O292-018")
    by_sponsor = state.found_by == FoundBy.SPONSOR
    return [
        ContentReported(
            region=context.region,
            isp_id=context.isp_id,
            host=state.host,
            filing_number=context.filing_number,
            category=state.category,
            place=state.place,
            record=state.record,
            rules=("O292-018",) if by_sponsor else ("R14-049",),
        )
    ]


def decide(state: Content, command: ReportContent | None, context: Context) -> Decision:
    """Detect with a command, report without one: what stops access comes in between."""
    return report(state, context) if command is None else detect(state, command, context)


def evolve(state: Content, event: Event) -> Content:
    """Return the finding after `event`."""
    match event:
        case ProhibitedContentDetected():
            return replace(
                state,
                phase="Detected",
                host=event.host,
                category=event.category,
                found_by=event.found_by,
                place=event.place,
            )
        case ContentRecordKept(record=record):
            return replace(state, record=record)
        case ContentTransmissionStopped():
            return replace(state, phase="Stopped")
        case ContentReported(filing_number=number):
            return replace(state, phase="Reported", filing_number=number)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of forbidden content")


CONTENT: Final[Decider[Content, ReportContent | None, Context]] = Decider(Content(), decide, evolve)
