"""What the public may ask besides filings: certificates, policies, phones, the operator."""

from dataclasses import replace
from datetime import date

import pytest

from beian.eventlog import Patch, Put, Remove
from beian.events.filing import FilingApproved, FilingPublished, FilingRecordSynchronized
from beian.events.policy_texts import PolicyPublished, PolicyWithdrawn
from beian.records import ECertificate, Opinion, PasswordVerifier
from beian.regulations.enquiry_phones import enquiry_phones
from beian.regulations.operators import system_operator
from beian.regulations.reasons import Reason
from beian.regulations.regions import provinces
from ministry.domain.e_certificates import PublishedCertificate, judge
from ministry.domain.policy_texts import POLICIES, PublishPolicy, WithdrawPolicy
from ministry.read_models import policy_texts, published_certificates, published_sites
from support.apps import SUBJECT
from support.recording import recorded
from support.spec import Given

TODAY = date(2026, 3, 2)
KNOWN = PublishedCertificate("32", SUBJECT, "示例科技有限公司", "2031-03-02", "f" * 64, False)  # noqa: FBT003 - in force
given = Given(POLICIES)
PUBLISH = PublishPolicy(
    "app105-2023", "关于开展APP备案工作的通知", "https://policy.example", TODAY, "王"
)


@pytest.mark.proves("R14-151", "O33-014")
def test_a_certificate_holds_while_it_is_known_unaltered_in_force_and_not_expired() -> None:
    assert judge(KNOWN, None, TODAY).valid
    assert judge(KNOWN, "f" * 64, TODAY).valid
    assert judge(None, None, TODAY).why == "unknown"
    assert judge(KNOWN, "0" * 64, TODAY).why == "altered"
    assert judge(replace(KNOWN, is_cancelled=True), None, TODAY).why == "cancelled"
    assert judge(KNOWN, None, date(2031, 3, 3)).why == "expired"
    assert judge(KNOWN, None, date(2031, 3, 2)).valid


def published(sha256: str | None) -> FilingPublished:
    return FilingPublished(
        application_id="a",
        filing_number=SUBJECT,
        sponsor_name="示例科技有限公司",
        sponsor_kind=4,
        home_region="320000",
        sites=(),
        approved_on="2026-03-02",
        certificate=ECertificate(serial="32", path="p", valid_until="2031-03-02"),
        certificate_sha256=sha256,
    )


def test_a_change_of_a_filing_leaves_its_certificate_and_a_cancellation_ends_it() -> None:
    project = published_certificates.project
    (put,) = project(recorded(published("f" * 64), log="ministry"))
    assert isinstance(put, Put)
    assert put.row["sha256"] == "f" * 64
    (patch,) = project(recorded(published(None), log="ministry"))
    assert isinstance(patch, Patch)
    ended = FilingRecordSynchronized(
        application_id="a",
        isp_id=1,
        home_region="320000",
        filing_number=SUBJECT,
        sites=(),
        unique_keys=(),
        verifier=PasswordVerifier(salt="", sha256=""),
        is_cancelled=True,
    )
    (patch,) = project(recorded(ended, log="ministry"))
    assert isinstance(patch, Patch)
    assert patch.values == {"is_cancelled": True}


@pytest.mark.proves("O292-010")
def test_approval_alone_publishes_nothing() -> None:
    approved = FilingApproved(
        application_id="a", opinion=Opinion(approved=True, reviewed_at="2026-03-02")
    )
    assert list(published_sites.project(recorded(approved))) == []
    assert list(published_certificates.project(recorded(approved))) == []


@pytest.mark.proves("R14-011")
def test_a_policy_that_is_published_stands_in_the_listing_until_it_is_withdrawn() -> None:
    (event,) = given().when(PUBLISH, None).then_types(PolicyPublished)
    (put,) = policy_texts.project(recorded(event, log="ministry"))
    assert isinstance(put, Put)
    assert put.row["text_id"] == "app105-2023"
    history = given().after(PUBLISH, None)
    history.when(PUBLISH, None).then_nothing()
    (event,) = history.when(WithdrawPolicy("废止", "王"), None).then_types(PolicyWithdrawn)
    (remove,) = policy_texts.project(recorded(event, log="ministry"))
    assert isinstance(remove, Remove)
    given().when(replace(PUBLISH, title=" "), None).then_refused(Reason.INCOMPLETE)


@pytest.mark.proves("R14-164")
def test_each_of_the_31_bureaus_has_a_phone_and_may_publish_another() -> None:
    phones = enquiry_phones()
    assert set(phones) == set(provinces())
    assert len(phones) == 31
    phone = replace(PUBLISH, text_id="phone-js", kind="phone", region="320000", text="025-00012301")
    (event,) = given().when(phone, None).then_types(PolicyPublished)
    assert isinstance(event, PolicyPublished)
    assert event.rules == ("R14-164",)
    given().when(replace(phone, region="999999"), None).then_refused(
        Reason.INVALID_FIELD, rule="R14-164"
    )


@pytest.mark.proves("A105-020", "R14-024")
def test_who_runs_the_filing_system_is_a_dated_entry() -> None:
    assert system_operator(date(2023, 7, 20)).role == "coordination_center"
    assert system_operator(date(2023, 7, 21)).rule == "A105-020"
    assert "中国互联网协会" in system_operator(TODAY).names
