"""An unfiled site (未备案网站) that the bureau put to this provider, and what it answers.

Stream `unfiledsite-<the bureau's id>`. Decides what may be answered: once for each file, with a
result of the table and days in order. What the bureau makes of it comes back as a result file.

Flow: FLOW-12. Rule: R14-037. Interface §10.1 (WBACLJG).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.notices import (
    UnfiledSiteAnswerEntered,
    UnfiledSiteAnswerSealed,
    UnfiledSiteNoticeReceived,
)
from beian.records_changes import UnfiledSiteHandled
from beian.regulations.codes import exists
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Receive:
    """A file that was fetched names the site."""

    notice: UnfiledSiteNoticeReceived


@dataclass(frozen=True, slots=True)
class Answer:
    """Say what was done about it."""

    result: int
    """Cljg, of the table wbacl."""
    opinion: str
    due_on: date | None = None
    """Clsx; today where it is not said."""
    reporter_name: str | None = None
    reporter_phone: str | None = None
    reporter_email: str | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """The answer goes into a file."""

    file_name: str


type SiteCommand = Receive | Answer | Seal


@dataclass(frozen=True, slots=True)
class Context:
    """Who answers, and when."""

    isp_id: int
    region: str
    today: date


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of the site."""

    notice: UnfiledSiteNoticeReceived | None = None
    """The last one."""
    received_on: str = ""
    """When the first one came."""
    waiting: UnfiledSiteHandled | None = None
    """An answer that is in no file yet."""


def site_stream(record_id: int) -> str:
    """Return the stream of a site."""
    return f"unfiledsite-{record_id}"


@enforces("R14-037")
def decide(site: Site, command: SiteCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case Receive(notice=notice):
            return [] if site.notice == notice else [notice]
        case Answer():
            return _answer(site, command, context)
        case Seal(file_name=name):
            if site.waiting is None or site.notice is None:
                return Refusal(Reason.WRONG_STATE, "没有等待上报的处理结果")
            return [UnfiledSiteAnswerSealed(record_id=site.notice.record_id, file_name=name)]
        case _:
            assert_never(command)


def _answer(site: Site, command: Answer, context: Context) -> Decision:
    notice = site.notice
    if notice is None:
        return Refusal(Reason.NOT_FOUND, "没有这一未备案网站", field="record_id")
    if site.waiting is not None:
        return Refusal(Reason.WRONG_STATE, "处理结果正等待上报")
    if not exists("wbacl", command.result):
        return Refusal(Reason.INVALID_FIELD, "处理结果不在代码表中", field="result")
    due_on = (command.due_on or context.today).isoformat()
    if due_on < site.received_on:
        return Refusal(Reason.INVALID_FIELD, "处理时限早于入表日期", field="due_on")
    answer = UnfiledSiteHandled(
        domain=notice.domain,
        address=notice.address,
        operator=notice.operator,
        access_provider=context.isp_id,
        province=int(context.region),
        result=command.result,
        opinion=command.opinion,
        listed_on=site.received_on,
        due_on=due_on,
        reporter_name=command.reporter_name,
        reporter_phone=command.reporter_phone,
        reporter_email=command.reporter_email,
    )
    return [UnfiledSiteAnswerEntered(record_id=notice.record_id, answer=answer)]


def evolve(site: Site, event: Event) -> Site:
    """Return what is known after `event`."""
    match event:
        case UnfiledSiteNoticeReceived(received_on=day):
            return replace(site, notice=event, received_on=site.received_on or day)
        case UnfiledSiteAnswerEntered(answer=answer):
            return replace(site, waiting=answer)
        case UnfiledSiteAnswerSealed():
            return replace(site, waiting=None)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an unfiled site")


SITE: Final[Decider[Site, SiteCommand, Context]] = Decider(Site(), decide, evolve)
