"""The automatic check of changes of filed records: every code from its cause."""

import dataclasses
import hashlib
from typing import Any, Final

import pytest

from beian.events.records import RecordChangeBegun, RecordFiled
from beian.records import BlobRef, ECertificate, Filing, Finding, Opinion
from beian.records_changes import FilingChange, Material, NewAccess, NewSites, RequestedChange
from beian.regulations.addresses import Range
from beian.regulations.unique_keys import DOMAIN, HOME_PAGE, certificate_hash
from province.domain.applying import applied
from province.domain.change_gate import Sender
from province.domain.check_context import CheckContext, Holder
from province.domain.filed_record import RECORD, Filed
from province.domain.filing_change_check import check_filing_change
from province.domain.fitness import unfit
from province.domain.new_access_check import check_new_access
from province.domain.new_sites_check import check_new_sites
from province.domain.numbering import issued, verifier_of
from province.domain.outline import Outline, outline_of_filed
from support.filings import ISP_ID, a_filing, a_range, a_site, address, an_access, with_

NUMBER: Final = "苏ICP备2026000001号"
OTHER: Final = 320000000002
FILING: Final = issued(a_filing(a_site(201), a_site(202)), NUMBER, "320000", 1)
PASSWORD: Final = "AbCd23456789"
MD5: Final = hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest()
REPORTED: Final = (Range(address("198.51.100.0"), address("198.51.100.255")),)
CERTIFICATE: Final = certificate_hash(FILING.subject.certificate)


def record(*under_way: str) -> Filed:
    filed = RecordFiled(
        filing_number=NUMBER,
        application_id="first",
        isp_id=ISP_ID,
        filing=FILING,
        verifier=verifier_of(PASSWORD, "00" * 16),
        certificate=ECertificate(serial="S", path="http://b.example/S", valid_until="2031-01-01"),
        opinion=Opinion(approved=True, reviewed_at="2026-03-10"),
        issued_on="2026-03-10",
    )
    begun = [
        RecordChangeBegun(filing_number=NUMBER, application_id=one, operation="ICP/BGBA")
        for one in under_way
    ]
    state = RECORD.fold([filed, *begun])
    assert isinstance(state, Filed)
    return state


OUTLINE: Final = outline_of_filed(record())


def context(isp_id: int = ISP_ID, **known: Any) -> CheckContext:
    return CheckContext(isp_id=isp_id, reported_ranges=REPORTED, **known)


def codes_of(findings: tuple[Finding, ...]) -> list[int]:
    return [one.code for one in findings]


def new_sites(
    change: NewSites, outline: Outline | None = OUTLINE, isp_id: int = ISP_ID, **known: Any
) -> list[int]:
    sender = Sender(isp_id, change.password)
    return codes_of(check_new_sites(change, outline, sender, context(isp_id, **known)))


def a_new_site(**changes: Any) -> NewSites:
    return NewSites(subject_number=NUMBER, sites=(a_site(209),), **changes)


def a_material(**changes: Any) -> Material:
    sheet = Material(
        format=1, usage=1, content=BlobRef(sha256="0" * 64, size=5), owner_type=2, owner_id=209
    )
    return with_(sheet, **changes)


def test_a_site_is_added_by_who_gives_access_or_knows_the_password() -> None:
    assert new_sites(a_new_site()) == []
    assert new_sites(a_new_site(password=MD5), isp_id=OTHER) == []
    assert new_sites(a_new_site(password=MD5.upper()), isp_id=OTHER) == []


@pytest.mark.proves("1016")
def test_a_site_is_added_to_what_is_filed() -> None:
    assert new_sites(a_new_site(), None) == [1016]


@pytest.mark.proves("1018", "R14-064")
def test_without_access_the_password_is_needed_and_it_is_not_wrong() -> None:
    assert new_sites(a_new_site(), isp_id=OTHER) == [1018]
    assert new_sites(a_new_site(password="0" * 32)) == [1018]
    assert new_sites(a_new_site(password=PASSWORD)) == [1018]


def test_the_plain_password_passes_where_the_switch_is_on() -> None:
    sender = Sender(OTHER, PASSWORD, may_be_plain=True)
    assert check_new_sites(a_new_site(), OUTLINE, sender, context(OTHER)) == ()


@pytest.mark.proves("1020")
def test_a_site_is_not_named_like_another_of_the_subject() -> None:
    named = NewSites(subject_number=NUMBER, sites=(a_site(209, name="示例网站202"),))
    assert new_sites(named) == [1020]


@pytest.mark.proves("1022")
def test_a_home_page_that_could_not_be_sent_back_is_refused() -> None:
    long = f"www.site209.example/{'a' * 250}"
    assert new_sites(NewSites(subject_number=NUMBER, sites=(a_site(209, home_page=long),))) == [
        1022
    ]


@pytest.mark.proves("1005")
def test_a_domain_of_the_subjects_own_other_site_is_taken() -> None:
    register = {(DOMAIN, "site209.example"): Holder(NUMBER, ISP_ID)}
    assert new_sites(a_new_site(), register=register) == [1005]


@pytest.mark.proves("1065")
def test_no_site_is_added_to_a_blacklisted_subject() -> None:
    assert new_sites(a_new_site(), blacklist=frozenset({("certificate", CERTIFICATE)})) == [1065]


@pytest.mark.proves("1055", "1056", "1057", "1061", "5010")
def test_material_of_a_new_site_names_it_or_the_subject() -> None:
    def of(**changes: Any) -> list[int]:
        return new_sites(a_new_site(materials=(a_material(**changes),)))

    assert of() == []
    assert of(owner_id=201) == [1055]
    assert of(owner_type=1, usage=2, owner_id=OUTLINE.subject_id) == []
    assert of(owner_type=1, usage=2, owner_id=None, owner_number=NUMBER) == []
    assert of(format=99) == [1056]
    assert of(usage=99) == [1057]
    assert of(usage=2) == [1061]
    assert of(content=BlobRef(sha256="0" * 64, size=200_000)) == [5010]


def new_access(isp_id: int = OTHER, outline: Outline | None = OUTLINE, **changes: Any) -> list[int]:
    change = NewAccess(
        site_number=f"{NUMBER}-1",
        isp_access_id=900,
        isp_id=isp_id,
        locations=(17,),
        modes=(3,),
        ip_ranges=(a_range("198.51.100.77"),),
        password=MD5,
    )
    sent = with_(change, **changes)
    sender = Sender(isp_id, sent.password)
    return codes_of(check_new_access(sent, outline, sender, context(isp_id)))


def test_a_further_provider_gives_a_filed_site_access() -> None:
    assert new_access() == []
    assert new_access(site_number="苏ICP备26000001号-1") == []
    assert new_access(site_number=None, site_id=OUTLINE.sites[0].site_id) == []


@pytest.mark.proves("1016")
def test_an_access_is_added_to_a_site_that_is_filed() -> None:
    assert new_access(site_number=f"{NUMBER}-9") == [1016]
    assert new_access(site_number="no number") == [1016]
    assert new_access(outline=None) == [1016]


@pytest.mark.proves("1018", "R14-098")
def test_an_access_is_added_with_the_right_password_only() -> None:
    assert new_access(password="0" * 32) == [1018]


@pytest.mark.proves("1038", "1029")
def test_a_provider_has_one_access_of_its_own() -> None:
    assert new_access(ISP_ID) == [1038]
    assert new_access(ISP_ID, ip_ranges=(a_range(),)) == [1038, 1029]


@pytest.mark.proves("1006", "1035", "1036", "1063", "1040")
def test_an_added_access_is_checked_like_any() -> None:
    assert new_access(modes=(99,)) == [1035]
    assert new_access(locations=(99,)) == [1036]
    assert new_access(ip_ranges=(a_range("203.0.113.9"),)) == [1063]
    assert new_access(ip_ranges=(a_range("0.0.0.0"),)) == [1006]
    assert new_access(ip_ranges=(a_range("198.51.100.7"), a_range("198.51.100.7"))) == [1040]


@pytest.mark.proves("1058", "1059")
def test_material_of_what_is_filed_names_it() -> None:
    site = OUTLINE.sites[0]
    assert new_access(materials=(a_material(owner_id=site.site_id),)) == []
    assert new_access(materials=(a_material(owner_id=1),)) == [1059]
    assert new_access(materials=(a_material(owner_id=None, owner_number="无"),)) == [1059]
    assert new_access(materials=(a_material(owner_type=1, usage=2, owner_id=1),)) == [1058]


def as_filed(filing: Filing = FILING) -> FilingChange:
    return FilingChange(subject=filing.subject, sites=filing.sites[:1])


def change(
    sent: FilingChange, outline: Outline | None = OUTLINE, isp_id: int = ISP_ID, **known: Any
) -> list[int]:
    sender = Sender(isp_id, sent.password)
    return codes_of(check_filing_change(sent, outline, sender, context(isp_id, **known)))


def with_site(**changes: Any) -> FilingChange:
    sent = as_filed()
    return with_(sent, sites=(with_(sent.sites[0], **changes),))


def test_what_the_record_holds_itself_is_no_conflict() -> None:
    own = Holder(NUMBER, ISP_ID)
    register = {
        ("certificate", CERTIFICATE): own,
        (DOMAIN, "site201.example"): own,
        (HOME_PAGE, "www.site201.example"): own,
    }
    assert change(as_filed(), register=register) == []


@pytest.mark.proves("1003", "1005", "1021")
def test_what_another_record_holds_is_a_conflict() -> None:
    other = Holder("粤ICP备2026000009号", OTHER)
    assert change(as_filed(), register={("certificate", CERTIFICATE): other}) == [1003]
    assert change(as_filed(), register={(DOMAIN, "site201.example"): other}) == [1005]
    page = {(HOME_PAGE, "www.site201.example"): other}
    assert change(as_filed(), register=page) == [1021]


@pytest.mark.proves("1005")
def test_a_domain_of_a_site_that_stays_as_it_is_cannot_move() -> None:
    register = {(DOMAIN, "site202.example"): Holder(NUMBER, ISP_ID)}
    taken = with_site(domains=a_site(202).domains, home_page=None)
    assert change(taken, register=register) == [1005]


@pytest.mark.proves("1020")
def test_a_changed_site_keeps_its_name_but_takes_no_other_sites() -> None:
    assert change(with_site(name="示例网站201")) == []
    assert change(with_site(name="示例网站202")) == [1020]


@pytest.mark.proves("1016")
def test_what_a_change_names_is_in_the_record() -> None:
    assert change(as_filed(), None) == [1016]
    subject = with_(FILING.subject, filing_number="苏ICP备2026000002号")
    assert change(with_(as_filed(), subject=subject)) == [1016]
    assert change(with_site(site_id=1)) == [1016]
    assert change(with_site(filing_number=f"{NUMBER}-2")) == [1016]
    foreign = FILING.sites[1]
    assert change(with_site(domains=foreign.domains)) == [1016]
    assert change(with_site(accesses=foreign.accesses)) == [1016]


@pytest.mark.proves("1023")
def test_an_address_that_is_to_be_changed_is_known() -> None:
    access = FILING.sites[0].accesses[0]
    unknown = with_(access, ip_ranges=(with_(access.ip_ranges[0], ip_id=5),))
    assert change(with_site(accesses=(unknown,))) == [1023]


@pytest.mark.proves("1037")
def test_a_site_is_changed_once_in_a_request() -> None:
    sent = as_filed()
    assert change(with_(sent, sites=(*sent.sites, *sent.sites))) == [1037]


@pytest.mark.proves("1048")
def test_a_provider_changes_only_records_and_accesses_of_its_own() -> None:
    assert change(as_filed(), isp_id=OTHER) == [1048]
    outline = outline_of_filed(with_shared())
    theirs = next(a for a in outline.sites[0].accesses if a.isp_id == OTHER)
    sent = with_(an_access(), access_id=theirs.access_id)
    assert change(with_site(accesses=(sent,)), outline) == [1048]


def added() -> NewAccess:
    return NewAccess(
        site_number=f"{NUMBER}-1",
        isp_access_id=900,
        isp_id=OTHER,
        locations=(17,),
        modes=(3,),
        ip_ranges=(a_range("198.51.100.77"),),
        password="",
    )


def with_shared() -> Filed:
    filing = applied(FILING, added())
    assert filing is not None
    return dataclasses.replace(record(), filing=issued(filing, NUMBER, "320000", 50, 2))


@pytest.mark.proves("1018")
def test_a_password_that_is_sent_is_right() -> None:
    assert change(with_(as_filed(), password="0" * 32)) == [1018]
    assert change(with_(as_filed(), password=MD5)) == []


@pytest.mark.proves("1046")
def test_a_subject_does_not_move_to_another_province() -> None:
    moved = with_(FILING.subject.address, province=440000, city=440100, county=440103)
    sent = with_(as_filed(), subject=with_(FILING.subject, address=moved))
    assert change(sent) == [1046]


@pytest.mark.proves("1017")
def test_a_second_change_waits_for_the_first() -> None:
    changing = outline_of_filed(record("second"))
    assert change(as_filed(), changing) == [1017]
    requested = RequestedChange(filing_number=NUMBER, change=as_filed())
    assert codes_of(unfit(record("second"), "third", requested)) == [1017]
    assert unfit(record("second"), "second", requested) == ()


@pytest.mark.proves("1051")
def test_a_provider_asks_for_so_many_changes_of_a_subject_and_no_more() -> None:
    sender = Sender(ISP_ID, None, has_asked_enough=True)
    assert codes_of(check_filing_change(as_filed(), OUTLINE, sender, context())) == [1051]


@pytest.mark.proves("1010", "1004")
def test_changed_data_are_checked_like_new_ones() -> None:
    person = with_(FILING.subject.responsible, office_phone="1")
    sent = with_(as_filed(), subject=with_(FILING.subject, responsible=person))
    assert change(sent) == [1010]
    domain = with_(FILING.sites[0].domains[0], name="www.deep.site201.example")
    assert change(with_site(domains=(domain,), home_page=None)) == [1004]


@pytest.mark.proves("1016")
def test_what_went_meanwhile_cannot_be_changed() -> None:
    gone = RequestedChange(
        filing_number=NUMBER, change=with_(as_filed(), sites=(with_(FILING.sites[0], site_id=1),))
    )
    assert codes_of(unfit(record(), "second", gone)) == [1016]
    access = RequestedChange(filing_number=NUMBER, change=with_(added(), site_number=f"{NUMBER}-9"))
    assert codes_of(unfit(record(), "second", access)) == [1016]
