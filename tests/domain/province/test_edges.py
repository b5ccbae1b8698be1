"""What the edges do without input or output: deadlines as timers, the certificate's signature."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from beian.clock import CancelTimer, SetTimer
from beian.errors import Fault
from beian.eventlog import Recorded
from beian.events.base import Event, type_of
from beian.events.filing import FilingApproved, FilingReturned, ReviewOverdue, ReviewStarted
from beian.events.inspections import (
    ModificationNoticeClosed,
    ModificationNoticeIssued,
    ModificationNoticeOverdue,
)
from beian.records import Opinion
from beian.regulations.deadlines import CHINA_TIME
from launcher.authority import new_authority
from province.domain.e_certificate import CertificateContent
from province.edges.certificate_authority import CertificateAuthority
from province.edges.timers import timers
from support.filings import ISP_ID, a_filing

LOG = "province.320000"
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=CHINA_TIME)
CONTENT = CertificateContent(
    serial=320000000001,
    filing_number="苏ICP备2026000001号",
    bureau="江苏省通信管理局",
    names=("site.example", "198.51.100.7"),
    issued=NOW,
    expires=NOW + timedelta(days=365),
)


def recorded(event: Event) -> Recorded:
    return Recorded(
        log=LOG,
        position=1,
        stream="filing-a",
        version=1,
        event_id="e",
        type=type_of(event).name,
        schema=1,
        event=event,
        data=b"{}",
        actor=LOG,
        causation_id=None,
        correlation_id="c",
        traceparent=None,
        network_time=NOW,
        wall_time=NOW,
        leaf_hash=b"",
    )


@pytest.mark.proves("O33-011", "M64-026")
def test_a_review_is_overdue_when_its_last_day_has_ended() -> None:
    started = ReviewStarted(
        application_id="a",
        isp_id=ISP_ID,
        provider_region="320000",
        home_region="320000",
        filing=a_filing(),
        unique_keys=(),
        review_due="2026-04-08",
        due_assumed=False,
    )
    midnight = datetime(2026, 4, 9, 0, 0, tzinfo=CHINA_TIME)
    assert list(timers(recorded(started))) == [
        SetTimer("review_due-a", midnight, "review_due", "a")
    ]


def test_a_notice_is_overdue_when_its_last_day_has_ended_unless_it_is_closed() -> None:
    issued = ModificationNoticeIssued(
        notice_id="n",
        isp_id=ISP_ID,
        kind=0,
        filing_number="苏ICP备2026000001号",
        record_id=1,
        text="主体名称有误",
        due="2026-03-16",
    )
    midnight = datetime(2026, 3, 17, 0, 0, tzinfo=CHINA_TIME)
    assert list(timers(recorded(issued))) == [SetTimer("notice_due-n", midnight, "notice_due", "n")]
    closed = ModificationNoticeClosed(notice_id="n", reason="已变更")
    overdue = ModificationNoticeOverdue(notice_id="n", due="2026-03-16")
    for end in (closed, overdue):
        assert list(timers(recorded(end))) == [CancelTimer("notice_due-n")]


@pytest.mark.proves("O33-011")
def test_a_decision_ends_the_deadline_and_so_does_its_notice() -> None:
    opinion = Opinion(approved=True, reviewed_at="2026-03-10")
    approved = FilingApproved(application_id="a", opinion=opinion)
    returned = FilingReturned(
        application_id="a",
        isp_id=ISP_ID,
        provider_region="320000",
        home_region="320000",
        reasons=("INACCURATE",),
        findings=(),
        opinion=None,
    )
    overdue = ReviewOverdue(application_id="a", review_due="2026-04-08")
    for event in (approved, returned, overdue):
        assert list(timers(recorded(event))) == [CancelTimer("review_due-a")]


@pytest.fixture
def authority(tmp_path: Path) -> CertificateAuthority:
    key, pem = new_authority(LOG)
    (tmp_path / f"{LOG}.key").write_bytes(key)
    (tmp_path / f"{LOG}.pem").write_bytes(pem)
    return CertificateAuthority.read(tmp_path, LOG)


@pytest.mark.proves("O33-014", "R14-101")
def test_an_e_certificate_is_signed_by_the_bureau_and_says_that_it_is_simulated(
    authority: CertificateAuthority,
) -> None:
    signed = x509.load_pem_x509_certificate(authority.sign(CONTENT))
    signed.verify_directly_issued_by(authority.certificate)
    assert signed.serial_number == 320000000001
    subject = signed.subject.rfc4514_string()
    assert "苏ICP备2026000001号" in subject
    assert "SIMULATED" in subject
    names = signed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["site.example"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["198.51.100.7"]


def test_the_same_content_gives_the_same_certificate(authority: CertificateAuthority) -> None:
    assert authority.sign(CONTENT) == authority.sign(CONTENT)


def test_another_authority_did_not_sign_it(authority: CertificateAuthority, tmp_path: Path) -> None:
    signed = x509.load_pem_x509_certificate(authority.sign(CONTENT))
    key, pem = new_authority(LOG)
    (tmp_path / "other.key").write_bytes(key)
    (tmp_path / "other.pem").write_bytes(pem)
    other = CertificateAuthority.read(tmp_path, "other")
    with pytest.raises((InvalidSignature, ValueError)):
        signed.verify_directly_issued_by(other.certificate)


def test_a_missing_authority_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="beian init"):
        CertificateAuthority.read(tmp_path, LOG)
