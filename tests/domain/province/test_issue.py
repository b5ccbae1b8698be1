"""What an issue gives, which policy decides, what refuses a whole file."""

import hashlib
from datetime import datetime

import pytest

from beian.events.providers import ReviewPolicyAdopted, ReviewRule
from beian.records import Domain
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.reasons import Reason
from beian.wire.files import UploadFile, UploadRecord
from province.domain.e_certificate import content_of, e_certificate
from province.domain.file_check import ReportingUnit, check_file
from province.domain.notices import number_issued
from province.domain.numbering import ids_of, issued, verifier_of
from province.domain.review_policy import POLICY, AdoptPolicy, Policy, judge
from support.filings import a_filing, a_site
from support.spec import Given

NUMBER = "苏ICP备2026000001号"
FILING = issued(a_filing(a_site(201), a_site(202)), NUMBER, "320000", 1)
NOW = datetime(2026, 3, 10, 9, 30, 0, 123456, CHINA_TIME)

given_policy = Given(POLICY)


@pytest.mark.proves("R14-101")
def test_every_part_of_an_issued_filing_has_an_id_of_its_own() -> None:
    ids = [FILING.subject.subject_id]
    for site in FILING.sites:
        ids.append(site.site_id)
        ids.extend(domain.domain_id for domain in site.domains)
        for access in site.accesses:
            ids.append(access.access_id)
            ids.extend(used.ip_id for used in access.ip_ranges)
    assert sorted(filter(None, ids)) == list(range(320000000001, 320000000001 + len(ids)))
    assert ids_of(a_filing(a_site(201), a_site(202))) == len(ids)
    assert ids_of(FILING) == 0, "what has an id gets no other"


@pytest.mark.proves("R14-101", "R14-110")
def test_sites_are_numbered_under_their_subject() -> None:
    assert FILING.subject.filing_number == NUMBER
    assert [site.filing_number for site in FILING.sites] == [f"{NUMBER}-1", f"{NUMBER}-2"]


@pytest.mark.proves("R14-093")
def test_a_verifier_knows_the_password_plain_and_as_md5() -> None:
    verifier = verifier_of("abcDEF123456", "0f" * 16)
    as_md5 = hashlib.md5(b"abcDEF123456").hexdigest()
    assert verifier.sha256 == hashlib.sha256(b"\x0f" * 16 + as_md5.encode()).hexdigest()
    assert "abcDEF123456" not in f"{verifier}"


@pytest.mark.proves("R14-093")
def test_sms_and_mail_carry_number_and_password_to_the_sponsor() -> None:
    sms, mail = number_issued(FILING, "江苏省通信管理局", "abcDEF123456")
    assert (sms.channel, sms.to, mail.channel, mail.to) == (
        "sms",
        "13800000000",
        "email",
        "zhangsan@sponsor.example",
    )
    for notice in (sms, mail):
        assert NUMBER in notice.text
        assert "abcDEF123456" in notice.text
        assert "模拟" in notice.text


@pytest.mark.proves("O33-014", "R14-101")
def test_an_e_certificate_names_the_filing_and_its_domains_for_five_years() -> None:
    content = content_of(FILING, "江苏省通信管理局", NOW)
    assert (content.serial, content.filing_number) == (320000000001, NUMBER)
    assert content.names == ("site201.example", "site202.example")
    assert content.expires == datetime(2031, 3, 10, 9, 30, 0, 0, CHINA_TIME)
    told = e_certificate(content, "http://127.0.0.1:8100/320000/api")
    assert told.path == "http://127.0.0.1:8100/320000/api/certificates/320000000001.pem"
    assert (told.serial, told.valid_until) == ("320000000001", "2031-03-10")


def rule(field: str, pattern: str, decision: str) -> ReviewRule:
    return ReviewRule(field=field, pattern=pattern, decision=decision)


@pytest.mark.proves("M64-026")
def test_people_review_where_no_policy_decides() -> None:
    assert judge(Policy(), a_filing()) is None
    unmatched = Policy("rules", (rule("subject.name", "无此名称", "approve"),))
    assert judge(unmatched, a_filing()) is None


@pytest.mark.proves("M64-026", "R14-094")
def test_a_policy_decides_every_filing_with_its_opinion() -> None:
    yes, no = judge(Policy("approve"), a_filing()), judge(Policy("refuse", (), "不行"), a_filing())
    assert yes is not None
    assert no is not None
    assert (yes.approved, no.approved, no.text) == (True, False, "不行")
    assert "模拟" in yes.text


def test_the_first_rule_that_matches_a_field_decides() -> None:
    rules = (
        rule("sites.domains.name", r"^bad\.", "refuse"),
        rule("subject.address.province", "^320000$", "approve"),
    )
    policy = Policy("rules", rules)
    bad = a_filing(a_site(201), a_site(domains=(Domain(name="bad.example"),)))
    good, refused = judge(policy, a_filing()), judge(policy, bad)
    assert good is not None
    assert refused is not None
    assert (good.approved, refused.approved) == (True, False)


def test_a_rule_that_cannot_be_read_approves_nothing() -> None:
    broken = (rule("subject.name", "(", "approve"), rule("subject.nothing.at", "", "approve"))
    assert judge(Policy("rules", broken), a_filing()) is None


def test_a_policy_is_adopted_once() -> None:
    adopt = AdoptPolicy("approve")
    adopted = ReviewPolicyAdopted(policy="approve")
    given_policy().when(adopt, None).then(adopted)
    given_policy(adopted).when(adopt, None).then_nothing()
    given_policy().when(AdoptPolicy("dice"), None).then_refused(Reason.UNKNOWN_POLICY)


JIANGSU = ReportingUnit(320000000001, "320000", frozenset({"ICP", "IP"}))


def file(*operations: str, unit: int = 320000000001) -> UploadFile:
    records = tuple(UploadRecord(name, 1, "1", "Jg_xx", 1) for name in operations)
    return UploadFile(operations[0].partition("/")[0], unit, records)


def refused(sent: UploadFile, unit: ReportingUnit | None = JIANGSU) -> int | None:
    return check_file(sent, 320000000001, unit, "320000", {"ICP/XZBA"})


def test_a_file_of_new_filings_is_read() -> None:
    assert refused(file("ICP/XZBA")) is None


@pytest.mark.proves("5003")
def test_a_file_is_its_sender_s() -> None:
    assert refused(file("ICP/XZBA", unit=320000000002)) == 5003


@pytest.mark.proves("3036")
def test_domain_data_go_to_the_ministry() -> None:
    assert refused(file("YM/XZBA")) == 3036


@pytest.mark.proves("1054", "2001")
def test_a_unit_that_was_not_admitted_reports_nothing() -> None:
    assert refused(file("ICP/XZBA"), None) == 1054
    assert refused(file("IP/XZBA/Xzly"), None) == 2001


@pytest.mark.proves("1053", "1054", "2001")
def test_a_unit_whose_admission_was_taken_back_reports_nothing_more() -> None:
    for code in (1053, 1054):
        gone = ReportingUnit(320000000001, "320000", frozenset({"ICP", "IP"}), code)
        assert refused(file("ICP/XZBA"), gone) == code
        assert refused(file("IP/XZBA/Xzly"), gone) == 2001


@pytest.mark.proves("1045")
def test_a_provider_files_at_the_bureau_of_its_own_province() -> None:
    elsewhere = ReportingUnit(320000000001, "440000", frozenset({"ICP"}))
    assert refused(file("ICP/XZBA"), elsewhere) == 1045


@pytest.mark.proves("5009")
def test_a_unit_reports_only_what_it_is_entitled_to() -> None:
    only_ip = ReportingUnit(320000000001, "320000", frozenset({"IP"}))
    assert refused(file("ICP/XZBA"), only_ip) == 5009


@pytest.mark.proves("5011")
@pytest.mark.parametrize("operation", ["ICP/XZWZ", "ICP/ZXBA", "IP/XZBA/Xzly"])
def test_operations_that_are_not_open_yet_say_so(operation: str) -> None:
    assert refused(file(operation)) == 5011
    if operation.startswith("ICP"):
        assert refused(file("ICP/XZBA", operation)) == 5011
