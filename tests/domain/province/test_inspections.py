"""What a bureau makes of findings: files by kind, and notices with their deadlines."""

from typing import Any

import pytest

from beian.events.inspections import (
    InspectionResultNoted,
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)
from beian.records_downloads import SiteCheck, SubjectCheck
from beian.regulations.reasons import Reason
from beian.wire.download_blocks import write_download
from beian.wire.downloads import DownloadFile, read_download
from province.domain.inspections import INSPECTIONS, result_of
from province.domain.modification_notices import (
    NOTICE,
    CloseNotice,
    IssueNotice,
    NoteNoticeOverdue,
    notice_of,
    written,
)
from support.spec import Given

given = Given(NOTICE)
TODAY = "2026-03-02"
SITE = "苏ICP备2026000001号-1"


def result(kind: str, **check: Any) -> InspectionResultNoted:
    said: dict[str, Any]
    if kind == "subject":
        said = {
            "subject": SubjectCheck(
                subject_id=11,
                name="示例公司",
                certificate_type=1,
                certificate_number="91320000MA1AAAAA1X",
                **check,
            )
        }
    else:
        said = {"site": SiteCheck(site_id=12, filing_number=SITE, checked_at=TODAY, **check)}
    return InspectionResultNoted(
        finding_id="a.1", application_id="a", isp_id=320000000001, kind=kind, **said
    )


NOTICE_OF_SITE = ModificationNoticeIssued(
    notice_id="n",
    isp_id=320000000001,
    kind=1,
    filing_number=SITE,
    record_id=12,
    text="网站名称与实际不符",
    due="2026-03-16",
)


@pytest.mark.parametrize(
    ("kind", "check", "block"),
    [
        ("subject", {"error": "名称不一致"}, "Zthc"),
        ("access", {"result": 1, "provider": 1, "access_id": 13}, "Jrhc"),
        ("access", {"result": 2, "domain": "site.example", "address": 9}, "Jrhc"),
        ("empty_shell", {"result": 1}, "Kkwzhc"),
        ("silent_site", {"home_page": "http://site.example/"}, "Wzch"),
    ],
)
def test_each_kind_of_finding_has_its_block(kind: str, check: dict[str, Any], block: str) -> None:
    contents = result_of(result(kind, **check))
    read = read_download(write_download(contents))
    assert isinstance(read, DownloadFile), read
    assert read.contents == {f"ICP/HCJG/Jgxx/{block}": tuple(contents[f"ICP/HCJG/Jgxx/{block}"])}


def test_a_finding_is_noted_once() -> None:
    found = result("silent_site")
    noted = Given(INSPECTIONS)().after(found, None)
    noted.when(found, None).then_nothing()


def test_wrong_identities_must_be_corrected_and_silence_need_not() -> None:
    subject = notice_of(result("subject", error="名称不一致"), "苏ICP备2026000001号", "2026-03-16")
    assert subject is not None
    assert (subject.kind, subject.record_id, subject.finding_id) == (0, 11, "a.1")
    site = notice_of(result("site_person", remark="姓名不一致"), None, "2026-03-16")
    assert site is not None
    assert (site.kind, site.filing_number) == (1, SITE)
    assert result_of(result("site_person")) == {}
    assert notice_of(result("silent_site"), None, "2026-03-16") is None


def test_the_deadline_of_a_notice_stands_in_its_text_however_long_that_is() -> None:
    long = ModificationNoticeIssued(
        **{name: getattr(NOTICE_OF_SITE, name) for name in NOTICE_OF_SITE.__struct_fields__}
        | {"text": "错" * 300}
    )
    for notice in (NOTICE_OF_SITE, long):
        read = read_download(write_download(written(notice, "模拟")))
        assert isinstance(read, DownloadFile), read
        (told,) = read.contents["ICP/XGTZ/Tzxx"]
        assert told.text.endswith("请于2026-03-16前核实并提交变更备案")


def test_a_notice_is_issued_once_and_its_day_is_still_to_come() -> None:
    history = given().after(IssueNotice(NOTICE_OF_SITE), TODAY)
    history.when(IssueNotice(NOTICE_OF_SITE), TODAY).then_nothing()
    given().when(IssueNotice(NOTICE_OF_SITE), "2026-03-16").then_refused(Reason.INVALID_FIELD)


def test_a_notice_that_nobody_answers_is_overdue_once_and_can_still_be_closed() -> None:
    overdue = ModificationNoticeOverdue(notice_id="n", due="2026-03-16")
    given(NOTICE_OF_SITE).when(NoteNoticeOverdue("n"), "2026-03-17").then(overdue)
    late = given(NOTICE_OF_SITE, overdue)
    late.when(NoteNoticeOverdue("n"), "2026-03-17").then_nothing()
    late.when(CloseNotice("n", "已变更"), "2026-03-17").then(
        ModificationNoticeClosed(notice_id="n", reason="已变更")
    )


def test_a_closed_notice_stays_closed() -> None:
    closed = ModificationNoticeClosed(notice_id="n", reason="已变更")
    history = given(NOTICE_OF_SITE, closed)
    history.when(CloseNotice("n", "又一次"), TODAY).then_nothing()
    history.when(NoteNoticeOverdue("n"), "2026-03-17").then_nothing()
    given().when(CloseNotice("n", "已变更"), TODAY).then_refused(Reason.NOT_FOUND)
