"""What an enterprise system answers when a bureau asks it to verify a self-filed record."""

from datetime import date

from beian.errors import Refusal
from beian.events.self_filings import SelfFilingReceived
from beian.records_changes import VerificationAnswer
from beian.regulations.reasons import Reason
from beian.wire.files import UploadFile, parse_upload
from beian.wire.upload_operations import write_icp_upload
from enterprise.domain.verification_tasks import answer_to
from province.domain.numbering import with_ids
from province.domain.self_filings import of_provider, task_of
from support.filings import ISP_ID, a_filing

TASK = task_of(
    SelfFilingReceived(
        subject_id=320000000001,
        isp_id=ISP_ID,
        filing=with_ids(of_provider(a_filing(), ISP_ID), "320000", 1),
        received_on="2026-03-02",
    ),
    "模拟",
)


def answer(*, passed: bool, errors: str | None = None) -> VerificationAnswer | Refusal:
    return answer_to(
        TASK,
        isp_id=ISP_ID,
        today=date(2026, 3, 2),
        passed=passed,
        verifier="李核实",
        opinion="信息真实准确",
        errors=errors,
    )


def test_passed_is_nought_and_refused_is_one_on_the_wire() -> None:
    for passed, hsjg in ((True, 0), (False, 1)):
        said = answer(passed=passed, errors=None if passed else "名称有误")
        assert isinstance(said, VerificationAnswer)
        assert (said.refused, said.unit, said.verified_on) == (hsjg, ISP_ID, "2026-03-02")
        xml = write_icp_upload({"ICP/HSJG": [said]}, {}, reporting_unit=ISP_ID)
        assert isinstance(parse_upload(xml, "hsjg.xml"), UploadFile)


def test_a_refusal_says_what_is_wrong() -> None:
    for errors in (None, "  "):
        said = answer(passed=False, errors=errors)
        assert isinstance(said, Refusal)
        assert said.reason is Reason.REASON_MISSING
