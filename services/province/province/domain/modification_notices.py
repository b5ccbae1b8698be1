"""A notice that data of a filing must be corrected, with its deadline: ICP/XGTZ.

Stream `notice-<notice id>`. A bureau issues it for what the center found wrong, or by an act of
its own; its end without a correction is noted and changes nothing else. Interface §10.2;
validation §12 (XGTZ). The length of the deadline is ours: no text gives one.
"""

from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.inspections import (
    InspectionResultNoted,
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)
from beian.records_downloads import Rectification
from beian.regulations.reasons import Reason
from province.domain.inspections import SITE_PERSON, SUBJECT

NOTICES: Final = "ICP/XGTZ/Tzxx"
OF_SUBJECT: Final = 0
"""Tzlb."""
OF_SITE: Final = 1
TEXT_CHARACTERS_MAX: Final = 255
"""Tznr."""


@dataclass(frozen=True, slots=True)
class IssueNotice:
    """Tell a provider to correct data."""

    notice: ModificationNoticeIssued


@dataclass(frozen=True, slots=True)
class NoteNoticeOverdue:
    """The last day has gone by."""

    notice_id: str


@dataclass(frozen=True, slots=True)
class CloseNotice:
    """The data are corrected, or need not be."""

    notice_id: str
    reason: str


type NoticeCommand = IssueNotice | NoteNoticeOverdue | CloseNotice


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, and where it stands."""

    issued: ModificationNoticeIssued | None = None
    is_overdue: bool = False
    is_closed: bool = False


def decide(state: Notice, command: NoticeCommand, today: str) -> Decision:
    """Issue, note as overdue or close a notice, each once. `today`: YYYY-MM-DD."""
    match command:
        case IssueNotice(notice=notice):
            if state.issued is not None:
                return []
            if notice.due <= today:
                return Refusal(Reason.INVALID_FIELD, "整改期限应晚于今天", field="due")
            return [notice]
        case NoteNoticeOverdue(notice_id=notice_id):
            if state.issued is None or state.is_closed or state.is_overdue:
                return []
            return [ModificationNoticeOverdue(notice_id=notice_id, due=state.issued.due)]
        case CloseNotice(notice_id=notice_id, reason=reason):
            if state.issued is None:
                return Refusal(Reason.NOT_FOUND, "没有此通知", field="notice_id")
            if state.is_closed:
                return []
            return [ModificationNoticeClosed(notice_id=notice_id, reason=reason)]


def evolve(state: Notice, event: Event) -> Notice:
    """Return the notice after `event`."""
    match event:
        case ModificationNoticeIssued():
            return Notice(event)
        case ModificationNoticeOverdue():
            return replace(state, is_overdue=True)
        case ModificationNoticeClosed():
            return replace(state, is_closed=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a notice")


NOTICE: Decider[Notice, NoticeCommand, str] = Decider(Notice(), decide, evolve)


def notice_stream(notice_id: str) -> str:
    """Return the stream of a notice."""
    return f"notice-{notice_id}"


def notice_of(
    result: InspectionResultNoted, filing_number: str | None, due: str
) -> ModificationNoticeIssued | None:
    """Return the notice that a finding calls for: only wrong identities are data to correct.

    `filing_number`: the subject's, where the bureau knows it.
    """
    if result.kind == SUBJECT and result.subject is not None:
        kind, record_id = OF_SUBJECT, result.subject.subject_id
        number, said = filing_number or "", result.subject.error or "主体信息有误"
    elif result.kind == SITE_PERSON and result.site is not None:
        kind, record_id = OF_SITE, result.site.site_id
        number, said = result.site.filing_number, result.site.remark or "网站信息有误"
    else:
        return None
    return ModificationNoticeIssued(
        notice_id=result.finding_id,
        isp_id=result.isp_id,
        kind=kind,
        filing_number=number,
        record_id=record_id,
        text=said,
        due=due,
        finding_id=result.finding_id,
    )


def written(notice: ModificationNoticeIssued, remark: str) -> dict[str, list[Rectification]]:
    """Return the notice as the provider reads it; the deadline stands in its text."""
    ending = f"。请于{notice.due}前核实并提交变更备案"
    return {
        NOTICES: [
            Rectification(
                kind=notice.kind,
                filing_number=notice.filing_number or None,
                record_id=notice.record_id,
                text=notice.text[: TEXT_CHARACTERS_MAX - len(ending)] + ending,
                remark=remark,
            )
        ]
    }
