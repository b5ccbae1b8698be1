"""A record that a sponsor filed by itself: what its provider is asked, and may answer."""

from typing import Any

import pytest
from msgspec.structs import replace

from beian.events.self_filings import SelfFilingReceived, SelfFilingRefused
from beian.records import Filing
from beian.records_changes import VerificationAnswer, VerifiedFiling
from beian.regulations.reasons import Reason
from beian.wire.download_blocks import write_download
from beian.wire.downloads import DownloadFile, read_download
from province.domain.notices import self_filing_refused
from province.domain.numbering import ids_of, issued, with_ids
from province.domain.self_filings import (
    PASSED,
    SELF_FILING,
    NoteAnswer,
    Receive,
    check_answer,
    no_task,
    of_provider,
    self_filing_stream,
    task_of,
    verified_filing,
)
from support.filings import ISP_ID, a_filing
from support.spec import Given

given = Given(SELF_FILING)
TODAY = "2026-03-02"
RECORD = with_ids(of_provider(a_filing(), ISP_ID), "320000", 1)
RECEIVED = SelfFilingReceived(
    subject_id=320000000001, isp_id=ISP_ID, filing=RECORD, received_on=TODAY
)
TASK = task_of(RECEIVED, "模拟")


def answer(**changes: Any) -> VerificationAnswer:
    said: dict[str, Any] = {
        "refused": PASSED,
        "verifier": "李核实",
        "verified_on": TODAY,
        "unit": ISP_ID,
        "opinion": "信息真实准确",
        "filing": TASK,
    }
    return VerificationAnswer(**(said | changes))


def codes(**changes: Any) -> list[int]:
    return [one.code for one in check_answer(answer(**changes), RECEIVED, ISP_ID, TODAY)]


def with_site(task: VerifiedFiling, **changes: Any) -> VerifiedFiling:
    return replace(task, sites=(replace(task.sites[0], **changes),))


def test_the_task_is_the_record_with_the_bureau_s_ids_and_can_be_read() -> None:
    read = read_download(write_download({"ICP/HSRW/Baxx": [TASK]}))
    assert isinstance(read, DownloadFile), read
    (task,) = read.contents["ICP/HSRW/Baxx"]
    assert (task.subject.subject_id, task.subject.submission_mode) == (320000000001, 0)
    assert task.sites[0].accesses[0].reporter_id == RECEIVED.subject_id


def test_an_answer_in_order_has_no_finding_and_gives_the_record_back() -> None:
    assert codes() == []
    assert codes(refused=1, errors="网站名称与实际不符") == []
    back = verified_filing(answer(), RECEIVED)
    assert back == RECORD


def test_what_has_ids_keeps_them_when_it_is_issued() -> None:
    number = "苏ICP备2026000001号"
    filing = issued(RECORD, number, "440000", 900)
    assert filing.subject.subject_id == RECORD.subject.subject_id
    assert filing.sites[0].site_id == RECORD.sites[0].site_id
    assert filing.sites[0].filing_number == f"{number}-1"
    fresh = issued(a_filing(), number, "440000", 900)
    assert fresh.subject.subject_id == 440000000900
    assert (ids_of(RECORD), ids_of(a_filing())) == (0, 5)


@pytest.mark.proves("5003")
def test_the_unit_that_verified_is_the_sender() -> None:
    assert codes(unit=ISP_ID + 1) == [5003]


@pytest.mark.proves("5999")
def test_a_refusal_says_what_is_wrong_and_a_day_is_one_that_was() -> None:
    assert codes(refused=1) == [5999]
    assert codes(refused=1, errors="  ") == [5999]
    assert codes(verified_on="2026-03-03") == [5999]
    assert codes(verified_on="2026/03/02") == [5999]


@pytest.mark.proves("1016", "1023")
def test_an_answer_names_parts_of_the_record_that_was_asked_about() -> None:
    assert codes(filing=with_site(TASK, site_id=9)) == [1016]
    access = TASK.sites[0].accesses[0]
    other = replace(access, ip_ranges=(replace(access.ip_ranges[0], ip_id=9),))
    assert codes(filing=with_site(TASK, accesses=(other,))) == [1023]
    assert no_task(answer()).code == 1016


def test_a_task_is_answered_once_by_whom_it_was_given_to() -> None:
    refused = SelfFilingRefused(
        subject_id=RECEIVED.subject_id,
        verifier="李核实",
        verified_on=TODAY,
        opinion="主体信息不准确",
        errors="主体名称有误",
    )
    asked = given().after(Receive(RECEIVED), None)
    assert asked.state.waits_for(ISP_ID)
    assert not asked.state.waits_for(ISP_ID + 1)
    asked.when(Receive(RECEIVED), None).then_nothing()
    answered = asked.after(NoteAnswer(refused), None)
    assert not answered.state.waits_for(ISP_ID)
    answered.when(NoteAnswer(refused), None).then_refused(Reason.NOT_FOUND)
    given().when(NoteAnswer(refused), None).then_refused(Reason.NOT_FOUND)
    assert self_filing_stream(7) == "selffiling-7"


def test_the_sponsor_is_told_what_is_wrong_with_its_record() -> None:
    sms, letter = self_filing_refused(RECORD, "江苏省通信管理局", "主体名称有误")
    assert (sms.channel, letter.channel) == ("sms", "email")
    assert all("主体名称有误" in one.text for one in (sms, letter))
    nobody = Filing(
        subject=replace(
            RECORD.subject, responsible=replace(RECORD.subject.responsible, mobile=None, email=None)
        ),
        sites=RECORD.sites,
    )
    assert self_filing_refused(nobody, "江苏省通信管理局", "错误") == ()
