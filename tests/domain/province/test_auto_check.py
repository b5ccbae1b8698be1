"""Every code that the automatic check of a new filing can raise, by its real cause."""

from typing import Any

import pytest

from beian.records import (
    Address,
    BlobRef,
    Certificate,
    Domain,
    Filing,
    Finding,
    PreApproval,
)
from beian.regulations.addresses import Range, range_of
from beian.regulations.unique_keys import certificate_hash
from beian.wire.codes import message
from province.domain.auto_check import check_new_filing
from province.domain.check_context import (
    CheckContext,
    HeldRange,
    Holder,
    RequiredMaterial,
    brought_by,
    own_keys,
)
from province.domain.ip_comparison import compare_addresses
from support.filings import (
    ISP_ID,
    a_filing,
    a_person,
    a_range,
    a_site,
    a_unit,
    an_access,
    an_attachment,
    an_individual,
    with_,
)

NUMBER = "苏ICP备2026000001号"
OTHER = Holder(NUMBER, 320000000002)


def context(**changes: Any) -> CheckContext:
    known: dict[str, Any] = {
        "isp_id": ISP_ID,
        "reported_ranges": (range_of("198.51.100.0/24"),),
    }
    return CheckContext(**(known | changes))


def findings(filing: Filing, **changes: Any) -> list[Finding]:
    return list(check_new_filing(filing, context(**changes)))


def codes(filing: Filing, **changes: Any) -> list[int]:
    return [one.code for one in findings(filing, **changes)]


def of_subject(**changes: Any) -> list[int]:
    return codes(a_filing(subject=a_unit(**changes)))


def of_site(**changes: Any) -> list[int]:
    return codes(a_filing(a_site(**changes)))


def of_attachment(**changes: Any) -> list[int]:
    return codes(a_filing(attachments=(an_attachment(**changes),)))


def certificate(kind: int, number: str, where: str = "示例路1号") -> Certificate:
    return Certificate(type=kind, number=number, address=where)


@pytest.mark.proves("R14-089", "R14-107")
def test_a_filing_without_a_defect_passes() -> None:
    assert findings(a_filing()) == []
    assert findings(a_filing(a_site(201), a_site(202))) == []


def test_an_individual_needs_neither_kind_nor_office_phone_nor_person_s_name() -> None:
    site = a_site(responsible=a_person(office_phone=None))
    assert findings(a_filing(site, subject=an_individual(kind=None))) == []


@pytest.mark.proves("1003")
def test_a_sponsor_that_is_filed_already_adds_a_site_instead() -> None:
    filing = a_filing()
    held = ("certificate", certificate_hash(filing.subject.certificate))
    assert findings(filing, register={held: OTHER}) == [
        Finding(code=1003, message="网站主办者冲突，请核实后再次报备")
    ]


@pytest.mark.proves("1004")
@pytest.mark.parametrize("name", ["www.site.example", "deep.www.site.example", "not a domain"])
def test_a_domain_is_registered_directly_under_a_suffix(name: str) -> None:
    site = a_site(domains=(Domain(isp_domain_id=1, name=name),), home_page=None)
    assert findings(a_filing(site)) == [
        Finding(
            code=1004,
            message="无效域名，请核实后再次报备。网站名称：示例网站201，错误数据：" + name,
        )
    ]


@pytest.mark.proves("1004")
def test_a_site_without_a_domain_names_an_address_of_its_own() -> None:
    own = (Domain(isp_domain_id=1, name="198.51.100.10"),)
    other = (Domain(isp_domain_id=1, name="198.51.100.99"),)
    assert of_site(domains=own, home_page=None) == []
    assert of_site(domains=other, home_page=None) == [1004]


@pytest.mark.proves("1005")
def test_a_domain_filed_under_another_site_is_refused() -> None:
    held = {("domain", "site201.example"): OTHER}
    (found,) = findings(a_filing(), register=held)
    assert (found.code, "错误数据：site201.example" in found.message) == (1005, True)


@pytest.mark.proves("1006")
@pytest.mark.parametrize(("first", "last"), [("127.0.0.1", None), ("10.0.0.1", "10.0.0.9")])
def test_an_address_is_a_usable_one(first: str, last: str | None) -> None:
    assert of_site(accesses=(an_access(1, a_range(first, last)),)) == [1006]


@pytest.mark.proves("1006")
def test_a_range_begins_before_it_ends() -> None:
    assert of_site(accesses=(an_access(1, a_range("198.51.100.9", "198.51.100.1")),)) == [1006]


@pytest.mark.proves("1007")
def test_contact_data_that_are_there_say_something() -> None:
    blank = Address(province=320000, city=320100, county=None, detail="  ")
    assert of_subject(address=blank) == [1007]
    assert of_site(responsible=a_person(name=" ")) == [1007]


@pytest.mark.proves("1008")
def test_a_certificate_is_of_a_type_that_belongs_to_the_sponsor_s_kind() -> None:
    assert of_subject(certificate=certificate(99, "X1")) == [1008]
    assert of_subject(certificate=certificate(5, "X1")) == [1008]
    assert of_subject(certificate=certificate(12, "12345678-9")) == []


@pytest.mark.proves("1008")
def test_a_certificate_number_is_there_and_short_enough_to_be_sent_back() -> None:
    assert of_subject(certificate=certificate(12, "9" * 129)) == [1008]
    assert of_subject(certificate=certificate(12, "   ")) == [1008]
    assert of_subject(certificate=certificate(12, "12345678-9", " ")) == [1008]


@pytest.mark.proves("1008")
def test_a_responsible_person_has_a_personal_certificate_with_type_and_number() -> None:
    assert of_subject(responsible=a_person(certificate_type=1)) == [1008]
    assert of_subject(responsible=a_person(certificate_number=None)) == [1008]
    assert of_subject(responsible=a_person(certificate_type=None)) == [1008]


@pytest.mark.proves("1009")
def test_a_mail_address_can_be_one() -> None:
    assert of_subject(responsible=a_person(email="zhangsan")) == [1009]
    assert of_subject(responsible=a_person(email="a@b.example;c@d.example")) == []


@pytest.mark.proves("1010")
@pytest.mark.parametrize("phone", [None, "   ", "025-123456789", "12345678901"])
def test_a_unit_gives_an_office_phone_that_can_be_one(phone: str | None) -> None:
    assert of_subject(responsible=a_person(office_phone=phone)) == [1010]


@pytest.mark.proves("1011")
def test_a_mobile_number_has_eleven_digits() -> None:
    assert of_subject(responsible=a_person(mobile="23800000000")) == [1011]
    assert of_subject(responsible=a_person(mobile="13800000000;13900000000")) == []


@pytest.mark.proves("1012")
def test_an_msn_account_is_like_a_mail_address() -> None:
    assert of_subject(responsible=a_person(msn="nobody")) == [1012]


@pytest.mark.proves("1013")
def test_a_qq_number_has_digits_only() -> None:
    assert of_subject(responsible=a_person(qq="12a45")) == [1013]


@pytest.mark.proves("1014")
def test_a_unit_is_of_a_kind_of_units_and_an_individual_of_its_own() -> None:
    assert of_subject(kind=None) == [1014]
    assert of_subject(kind=5) == [1014]
    assert of_subject(kind=77) == [1014]
    assert codes(a_filing(subject=an_individual(kind=4))) == [1014]


@pytest.mark.proves("1015")
def test_an_id_card_number_has_its_check_digit() -> None:
    wrong = "110101199003077759"
    subject = an_individual(certificate=certificate(2, wrong))
    assert findings(a_filing(subject=subject)) == [
        Finding(code=1015, message=message(1015, value=wrong))
    ]
    assert of_site(responsible=a_person(certificate_number=wrong)) == [1015]


@pytest.mark.proves("1019")
@pytest.mark.parametrize(
    ("province", "city", "county"),
    [(990000, 320100, None), (320000, 440100, None), (320000, 320100, 320500)],
)
def test_regions_exist_and_lie_within_each_other(
    province: int, city: int, county: int | None
) -> None:
    assert of_subject(address=Address(province=province, city=city, county=county)) == [1019]


@pytest.mark.proves("1020")
def test_two_sites_of_one_subject_have_different_names() -> None:
    assert codes(a_filing(a_site(201, name="同名"), a_site(202, name="别名;同名"))) == [1020]


@pytest.mark.proves("1020")
def test_a_name_of_a_pending_request_is_taken() -> None:
    own = frozenset(key for key in own_keys(brought_by(a_filing())) if key[0] == "site_name")
    assert codes(a_filing(), own=own) == [1020]


@pytest.mark.proves("1021")
def test_a_home_page_filed_for_another_site_is_refused() -> None:
    held = {("homepage", "www.site201.example"): OTHER}
    assert codes(a_filing(), register=held) == [1021]


@pytest.mark.proves("1022")
def test_a_home_page_is_a_host_or_an_address_on_the_web() -> None:
    assert of_site(home_page="not a url") == [1022]
    assert of_site(home_page="x" * 256) == [1022]


@pytest.mark.proves("1024")
def test_a_range_of_a_site_at_another_provider_is_refused() -> None:
    used = a_range()
    around = Range(used.first - 1, used.last + 1)
    assert codes(a_filing(), held_ranges=(HeldRange(around, OTHER),)) == [1024]
    own = HeldRange(around, Holder(NUMBER, ISP_ID))
    assert codes(a_filing(), held_ranges=(own,)) == []


@pytest.mark.proves("1024")
def test_two_ranges_of_one_site_do_not_overlap() -> None:
    one = a_range("198.51.100.10", "198.51.100.20")
    other = a_range("198.51.100.20", "198.51.100.30", 2)
    assert of_site(accesses=(an_access(1, one, other),)) == [1024]


def test_two_sites_may_share_an_address() -> None:
    assert codes(a_filing(a_site(201), a_site(202))) == []


@pytest.mark.proves("1029")
def test_a_site_has_no_two_identical_accesses() -> None:
    assert of_site(accesses=(an_access(401), an_access(402))) == [1029]


@pytest.mark.proves("1031")
def test_a_unit_s_site_has_an_office_phone() -> None:
    assert of_site(responsible=a_person(office_phone=None)) == [1031]
    assert of_site(responsible=a_person(office_phone="1234567890123")) == [1010]


@pytest.mark.proves("1033")
def test_a_pre_approval_has_a_type_a_number_and_documents() -> None:
    paper = BlobRef(sha256="0" * 64, size=9)
    good = PreApproval(type=1, number="文号1", documents=(paper,))
    assert of_site(pre_approvals=(good,)) == []
    assert of_site(pre_approvals=(with_(good, type=60),)) == [1033]
    assert of_site(pre_approvals=(with_(good, number=" "),)) == [1033]
    assert of_site(pre_approvals=(with_(good, documents=()),)) == [1033]
    assert of_site(pre_approvals=(with_(good, documents=(paper,) * 11),)) == [1033]


@pytest.mark.proves("1034")
def test_a_service_is_in_its_table() -> None:
    assert of_site(services=(1, 63)) == [1034]


@pytest.mark.proves("1035")
def test_an_access_mode_is_in_its_table() -> None:
    assert of_site(accesses=(with_(an_access(), modes=(3, 44)),)) == [1035]


@pytest.mark.proves("1036")
def test_a_server_s_place_is_in_its_table() -> None:
    assert of_site(accesses=(with_(an_access(), locations=(64,)),)) == [1036]


@pytest.mark.proves("1037")
def test_a_site_s_id_is_reported_once() -> None:
    assert codes(a_filing(), own=frozenset({("site", "201")})) == [1037]
    again = a_site(202, isp_site_id=201)
    assert codes(a_filing(a_site(201), again)) == [1037]


@pytest.mark.proves("1038")
def test_an_access_s_id_is_reported_once() -> None:
    assert codes(a_filing(), own=frozenset({("access", "401")})) == [1038]
    again = a_site(202, accesses=(an_access(401),))
    assert codes(a_filing(a_site(201), again)) == [1038]


@pytest.mark.proves("1039")
def test_a_domain_is_reported_once() -> None:
    assert codes(a_filing(), own=frozenset({("domain", "site201.example")})) == [1039]
    twice = (Domain(isp_domain_id=1, name="site201.example"),) * 2
    assert of_site(domains=twice) == [1039]


@pytest.mark.proves("1040")
def test_a_range_is_reported_once_for_an_access() -> None:
    assert of_site(accesses=(an_access(1, a_range(), a_range(number=2)),)) == [1040]


@pytest.mark.proves("1041")
def test_a_home_page_lies_in_one_of_the_site_s_domains() -> None:
    assert of_site(home_page="http://www.elsewhere.example/") == [1041]
    assert of_site(home_page="https://site201.example/index.html") == []


@pytest.mark.proves("1044")
def test_a_unit_s_responsible_person_has_a_name() -> None:
    assert of_subject(responsible=a_person(name=None)) == [1044]
    assert of_subject(responsible=a_person(name="  ")) == [1044]


@pytest.mark.proves("1055")
def test_material_belongs_to_the_record_it_came_with() -> None:
    assert of_attachment(owner_id=999) == [1055]
    assert of_attachment(usage=2, owner_type=1, owner_id=101) == []
    assert of_attachment(usage=2, owner_type=1, owner_id=201) == [1055]


@pytest.mark.proves("1055", "R14-040")
def test_a_policy_can_demand_material() -> None:
    required = RequiredMaterial(unit=frozenset({1, 2}), individual=frozenset({1, 5}))
    assert codes(a_filing(), required=required) == [1055]
    alone = a_filing(subject=an_individual(), attachments=())
    assert codes(alone, required=required) == [1055, 1055]


@pytest.mark.proves("1056")
def test_an_attachment_s_format_is_in_its_table() -> None:
    assert of_attachment(format=9) == [1056]


@pytest.mark.proves("1057")
def test_an_attachment_s_use_is_in_its_table() -> None:
    assert of_attachment(usage=9) == [1057]


@pytest.mark.proves("1061")
def test_an_attachment_s_use_fits_its_owner() -> None:
    assert of_attachment(owner_type=1, owner_id=101) == [1061]
    assert of_attachment(owner_type=7) == [1061, 1055]


@pytest.mark.proves("1063")
def test_a_range_lies_in_what_the_provider_has_reported() -> None:
    assert of_site(accesses=(an_access(1, a_range("203.0.113.5")),)) == [1063]
    halves = (range_of("198.51.100.0/28"), range_of("198.51.100.16/28"))
    across = a_site(accesses=(an_access(1, a_range("198.51.100.10", "198.51.100.20")),))
    assert codes(a_filing(across), reported_ranges=halves) == []


@pytest.mark.proves("1062", "1063")
def test_where_unreported_addresses_are_only_told_they_send_nothing_back() -> None:
    site = a_site(accesses=(an_access(1, a_range("203.0.113.5")),))
    lenient = context(refuses_unreported=False)
    assert check_new_filing(a_filing(site), lenient) == ()
    assert [one.code for one in compare_addresses((site,), lenient)] == [1063]
    assert [one.code for one in compare_addresses((a_site(),), lenient)] == [1062]
    assert compare_addresses((site,), context()) == ()


@pytest.mark.proves("1064", "R14-017")
def test_a_listed_domain_is_refused() -> None:
    (found,) = findings(a_filing(), blacklist=frozenset({("domain", "site201.example")}))
    assert found.message == ("“示例网站201”网站的“site201.example域名”在黑名单中，请核实后再次报备")


@pytest.mark.proves("1065", "R14-017")
def test_a_listed_sponsor_is_refused_by_certificate_or_by_name() -> None:
    held = certificate_hash(a_unit().certificate)
    assert codes(a_filing(), blacklist=frozenset({("certificate", held)})) == [1065]
    assert codes(a_filing(), blacklist=frozenset({("name", "示例科技有限公司")})) == [1065]


@pytest.mark.proves("1066")
def test_a_language_is_in_its_table() -> None:
    assert of_site(languages=(1, 55)) == [1066]


@pytest.mark.proves("5010")
def test_material_is_no_larger_than_allowed_and_readable() -> None:
    def of(size: int, usage: int) -> list[int]:
        content = BlobRef(sha256="0" * 64, size=size)
        return of_attachment(content=content, usage=usage)

    kibibyte = 1024
    assert of(150 * kibibyte, 1) == []
    assert of(150 * kibibyte + 1, 1) == [5010]
    assert of(100 * kibibyte, 5) == []
    assert of(100 * kibibyte + 1, 5) == [5010]
    assert of(0, 1) == [5010]


@pytest.mark.proves("5010")
def test_a_pre_approval_s_document_is_no_larger_than_allowed() -> None:
    large = BlobRef(sha256="0" * 64, size=100 * 1024 + 1)
    approval = PreApproval(type=1, number="文号1", documents=(large,))
    assert of_site(pre_approvals=(approval,)) == [5010]


@pytest.mark.proves("R14-089")
def test_every_defect_is_named_not_only_the_first_and_each_once() -> None:
    site = a_site(services=(63,), languages=(55,), home_page="http://www.elsewhere.example/")
    filing = a_filing(site, subject=a_unit(kind=None, responsible=a_person(name=None)))
    assert codes(filing) == [1014, 1044, 1034, 1066, 1041]
