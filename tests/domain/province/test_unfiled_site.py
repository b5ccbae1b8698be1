"""An unfiled site at its bureau: put to a provider, answered, overdue; 5005, 5006, 5007, 5999."""

from datetime import date, datetime

import msgspec
import pytest

from beian.clock import CancelTimer, SetTimer
from beian.events.orders import ShutdownOrdered
from beian.events.unfiled_sites import (
    UnfiledSiteConfirmed,
    UnfiledSiteDetected,
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteFiled,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
)
from beian.records_changes import UnfiledSiteHandled
from beian.regulations.addresses import from_dotted
from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.deadlines import CHINA_TIME, unfiled_site_due
from beian.regulations.reasons import Reason
from beian.wire.downloads import DownloadFile, read_download
from province.application.laying_ready import files_of
from province.domain.unfiled_site import (
    SITE,
    Context,
    Handle,
    NoteClosed,
    NoteFiled,
    NoteOverdue,
    Site,
    TakeFinding,
    findings_of,
    listed,
)
from province.edges.timers import timers
from support.recording import recorded
from support.spec import Given

ISP, OTHER_ISP = 320000000002, 320000000001
ADDRESS = from_dotted("198.51.100.7") or 0
TODAY = date(2026, 3, 2)
NOW = Context(TODAY, DueDate(date(2026, 3, 9)))
LATER = Context(date(2026, 3, 20), DueDate(date(2026, 3, 27)))
site = Given(SITE)

FOUND = UnfiledSiteDetected(
    finding_id="f1",
    domain="www.unfiled.example",
    address=ADDRESS,
    region="320000",
    languages=(1,),
    operator=None,
    detected_on="2026-03-01",
    remark="巡查发现",
)
NOTICE = UnfiledSiteNoticeIssued(
    finding_id="f1",
    record_id=320000000017,
    isp_id=ISP,
    domain="www.unfiled.example",
    address=ADDRESS,
    languages=(1,),
    operator=ISP,
    detected_on="2026-03-01",
    first_detected_on=None,
    detections=1,
    listed_on="2026-03-02",
    due_on="2026-03-09",
    due_assumed=False,
    remark="巡查发现",
)
ANSWER = UnfiledSiteHandled(
    domain="www.unfiled.example",
    address=ADDRESS,
    operator=ISP,
    access_provider=ISP,
    province=320000,
    result=2,
    opinion="已停止接入",
    listed_on="2026-03-02",
    due_on="2026-03-09",
    reporter_name="张三",
)
DISPOSED = UnfiledSiteDisposed(
    finding_id="f1",
    record_id=320000000017,
    isp_id=ISP,
    domain="www.unfiled.example",
    address=ADDRESS,
    result=2,
    opinion="已停止接入",
    disposed_on="2026-03-02",
    due_on="2026-03-09",
    reporter_name="张三",
    reporter_phone=None,
    reporter_email=None,
)
OVERDUE = UnfiledSiteOverdue(
    finding_id="f1", record_id=320000000017, isp_id=ISP, due_on="2026-03-09"
)


CLOSED = ShutdownOrdered(
    order_id="case1.2",
    of="case1",
    region="320000",
    filing_number=None,
    domain="www.unfiled.example",
    isp_id=None,
    isp_ids=(ISP,),
    is_temporary=False,
    until=None,
    basis="UNFILED_SERVICE",
    reason="拒不改正",
    officer="李某",
    ordered_on="2026-03-20",
    rules=("O33-025",),
)


def confirmed(finding_id: str = "f1", on: str = "2026-03-02") -> UnfiledSiteConfirmed:
    return UnfiledSiteConfirmed(
        finding_id=finding_id,
        region="320000",
        isp_id=ISP,
        domain="www.unfiled.example",
        address=ADDRESS,
        confirmed_on=on,
        rules=("R14-026",),
    )


def taking(
    found: UnfiledSiteDetected = FOUND, number: str | None = None, isp_id: int | None = ISP
) -> TakeFinding:
    return TakeFinding(found, 320000000017, number, isp_id)


@pytest.mark.proves("R14-026", "R14-037")
def test_a_finding_is_put_to_the_provider_of_the_address_with_five_working_days() -> None:
    site().when(taking(), NOW).then(confirmed(), NOTICE)
    site(NOTICE).when(taking(), NOW).then_nothing()
    assert unfiled_site_due(TODAY, WorkingCalendar()).day == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("number", "isp_id", "reason"),
    [("苏ICP备2026000001号-1", ISP, "filed"), (None, None, "no_provider")],
)
def test_a_site_that_is_filed_or_nobodys_is_dismissed(
    number: str | None, isp_id: int | None, reason: str
) -> None:
    site().when(taking(number=number, isp_id=isp_id), NOW).then(
        UnfiledSiteDismissed(
            finding_id="f1",
            domain="www.unfiled.example",
            address=ADDRESS,
            reason=reason,
            filing_number=number,
        )
    )


def test_found_again_before_the_answer_it_is_the_same_record_with_the_same_last_day() -> None:
    again = msgspec.structs.replace(FOUND, finding_id="f2", detected_on="2026-03-20")
    told = msgspec.structs.replace(
        NOTICE,
        finding_id="f2",
        detected_on="2026-03-20",
        first_detected_on="2026-03-01",
        detections=2,
    )
    site(NOTICE).when(taking(again), LATER).then(confirmed("f2", "2026-03-20"), told)


def test_found_again_after_the_answer_it_is_a_new_record() -> None:
    again = msgspec.structs.replace(FOUND, finding_id="f2", detected_on="2026-03-20")
    command = TakeFinding(again, 320000000018, None, ISP)
    told = msgspec.structs.replace(
        NOTICE,
        finding_id="f2",
        record_id=320000000018,
        detected_on="2026-03-20",
        first_detected_on="2026-03-01",
        detections=2,
        listed_on="2026-03-20",
        due_on="2026-03-27",
    )
    site(NOTICE, DISPOSED).when(command, LATER).then(confirmed("f2", "2026-03-20"), told)


@pytest.mark.proves("R14-026")
def test_the_providers_answer_closes_it_in_time_or_late() -> None:
    site(NOTICE).when(Handle(ISP, ANSWER), NOW).then(DISPOSED)
    late = msgspec.structs.replace(DISPOSED, disposed_on="2026-03-20")
    site(NOTICE, OVERDUE).when(Handle(ISP, ANSWER), LATER).then(late)


@pytest.mark.proves("5005", "5006", "5007", "5999")
@pytest.mark.parametrize(
    ("state", "isp_id", "changes", "codes"),
    [
        ((), ISP, {}, [5005]),
        ((NOTICE,), OTHER_ISP, {}, [5005]),
        ((NOTICE, DISPOSED), ISP, {}, [5006]),
        ((NOTICE,), ISP, {"result": 99}, [5007]),
        ((NOTICE,), ISP, {"due_on": "2026-03-01"}, [5999]),
        ((NOTICE,), ISP, {"listed_on": "2026-13-40"}, [5999]),
        ((), ISP, {"result": 99, "due_on": "无处理时限无无无"}, [5005, 5007, 5999]),
        ((NOTICE,), ISP, {"access_provider": 1, "due_on": "2026-03-02"}, []),
    ],
)
def test_an_answer_that_is_wrong_comes_back_with_every_code(
    state: tuple[UnfiledSiteNoticeIssued, ...],
    isp_id: int,
    changes: dict[str, object],
    codes: list[int],
) -> None:
    command = Handle(isp_id, msgspec.structs.replace(ANSWER, **changes))
    assert [one.code for one in findings_of(SITE.fold(state), command)] == codes
    if codes:
        site(*state).when(command, NOW).then_refused(Reason.WRONG_STATE)


def test_a_day_that_went_by_is_noted_once_and_never_after_the_answer() -> None:
    site(NOTICE).when(NoteOverdue(), LATER).then(OVERDUE)
    site(NOTICE, OVERDUE).when(NoteOverdue(), LATER).then_nothing()
    site(NOTICE, DISPOSED).when(NoteOverdue(), LATER).then_nothing()
    assert SITE.fold([NOTICE, OVERDUE]) == Site(NOTICE, frozenset({"f1"}), is_overdue=True)


@pytest.mark.proves("O33-025")
def test_a_site_that_was_dealt_with_is_filed_after_all_or_closed_for_good() -> None:
    dealt_with = site(NOTICE, DISPOSED)
    (filed,) = dealt_with.when(NoteFiled("苏ICP备2026000001号"), LATER).then_types(UnfiledSiteFiled)
    assert SITE.fold([NOTICE, DISPOSED, filed]).filed_under == "苏ICP备2026000001号"
    dealt_with.when(NoteClosed(CLOSED), LATER).then(CLOSED)
    site(NOTICE, DISPOSED, filed).when(NoteClosed(CLOSED), LATER).then_nothing()
    assert SITE.fold([NOTICE, DISPOSED, CLOSED]).is_closed_for_good


def test_the_last_day_is_a_timer_until_the_answer_or_the_overdue() -> None:
    stream = "unfiledsite-www.unfiled.example.198.51.100.7"
    end = datetime(2026, 3, 10, tzinfo=CHINA_TIME)
    name = "unfiled_site_due-320000000017"
    due = SetTimer(name, end, "unfiled_site_due", "www.unfiled.example.198.51.100.7")
    assert list(timers(recorded(NOTICE, stream))) == [due]
    for event in (DISPOSED, OVERDUE):
        assert list(timers(recorded(event, stream))) == [CancelTimer(name)]


def test_the_provider_reads_what_and_until_when() -> None:
    ((block, content),) = files_of(listed(NOTICE, "320000"))
    read = read_download(content)
    assert isinstance(read, DownloadFile), read
    ((told,),) = read.contents.values()
    assert block == "ICP/WBAWZLB"
    assert (told.domain, told.address, told.province) == (NOTICE.domain, ADDRESS, 320000)
    assert told.remark == "请于2026-03-09前上报处理结果；巡查发现"
