"""An unfiled site at the provider: received, answered once for each file, sealed."""

from datetime import date

import msgspec
import pytest

from beian.events.notices import (
    UnfiledSiteAnswerEntered,
    UnfiledSiteAnswerSealed,
    UnfiledSiteNoticeReceived,
)
from beian.records_changes import UnfiledSiteHandled
from beian.regulations.reasons import Reason
from enterprise.domain.unfiled_site import SITE, Answer, Context, Receive, Seal
from support.spec import Given

site = Given(SITE)
NOW = Context(320000000001, "320000", date(2026, 3, 4))
NOTICE = UnfiledSiteNoticeReceived(
    record_id=320000000017,
    domain="www.unfiled.example",
    address=3325256711,
    operator=320000000001,
    detected_on="2026-03-01",
    detections=1,
    remark="请于2026-03-09前上报处理结果",
    file_name="20260302090000_JS_19.xml",
    received_on="2026-03-02",
)
ENTERED = UnfiledSiteAnswerEntered(
    record_id=320000000017,
    answer=UnfiledSiteHandled(
        domain="www.unfiled.example",
        address=3325256711,
        operator=320000000001,
        access_provider=320000000001,
        province=320000,
        result=2,
        opinion="已停止接入",
        listed_on="2026-03-02",
        due_on="2026-03-04",
        reporter_name="张三",
    ),
)
SEALED = UnfiledSiteAnswerSealed(record_id=320000000017, file_name="wbacljg320000000001n1.xml")
ANSWER = Answer(2, "已停止接入", reporter_name="张三")


@pytest.mark.proves("R14-037")
def test_a_site_is_answered_with_the_days_of_its_list() -> None:
    site(NOTICE).when(ANSWER, NOW).then(ENTERED)
    again = msgspec.structs.replace(NOTICE, received_on="2026-03-04", detections=2)
    site(NOTICE, again).when(ANSWER, NOW).then(ENTERED)
    site(NOTICE).when(Receive(NOTICE), NOW).then_nothing()


def test_an_answer_goes_into_one_file_and_may_be_given_anew_afterwards() -> None:
    site(NOTICE, ENTERED).when(Seal(SEALED.file_name), NOW).then(SEALED)
    site(NOTICE, ENTERED).when(ANSWER, NOW).then_refused(Reason.WRONG_STATE)
    site(NOTICE, ENTERED, SEALED).when(ANSWER, NOW).then(ENTERED)
    site(NOTICE).when(Seal("a.xml"), NOW).then_refused(Reason.WRONG_STATE)


@pytest.mark.parametrize(
    ("history", "command", "reason"),
    [
        ((), ANSWER, Reason.NOT_FOUND),
        ((NOTICE,), Answer(99, "无"), Reason.INVALID_FIELD),
        ((NOTICE,), Answer(2, "无", date(2026, 3, 1)), Reason.INVALID_FIELD),
    ],
)
def test_what_the_bureau_would_send_back_is_refused(
    history: tuple[UnfiledSiteNoticeReceived, ...], command: Answer, reason: Reason
) -> None:
    site(*history).when(command, NOW).then_refused(reason)
