"""The identity check of issued filings against the registry of made-up persons and units."""

import msgspec
import pytest

from beian.events.checking import AuthorityEntrySet, IdentityDataChecked, PersonChecked
from beian.events.filing import FilingRecordReported
from beian.records import ECertificate, Filing, Opinion, PasswordVerifier
from beian.regulations.certificates import is_certificate_number
from beian.regulations.reasons import Reason
from beian.regulations.unique_keys import certificate_hash_of
from launcher.samples import Provider, sample
from support.spec import Given
from verification_center.domain.authority import AUTHORITY, SetEntry
from verification_center.domain.identity_check import (
    IDENTITY_CHECK,
    CheckFiling,
    Context,
    identities_of,
)
from verification_center.edges.sample_entries import sample_entries

given = Given(IDENTITY_CHECK)
registry = Given(AUTHORITY)
NUMBER = "苏ICP备2026000001号"
FILING = sample(1, Provider(320000000002, "320000", "198.51.100.0/24"), pictures=False).filing
SUBJECT, PERSON = FILING.subject, FILING.subject.responsible
SITE_PERSON = FILING.sites[0].responsible
KNOWN = Context({one.entry_id: one.name for one in sample_entries()})


def report(filing: Filing = FILING) -> CheckFiling:
    reported = FilingRecordReported(
        application_id="application-1",
        isp_id=320000000002,
        provider_region="320000",
        home_region="320000",
        filing_number=NUMBER,
        filing=filing,
        unique_keys=(),
        verifier=PasswordVerifier(salt="00", sha256="ab"),
        certificate=ECertificate(serial="01", path="/c", valid_until="2036-03-02"),
        opinion=Opinion(approved=True, reviewed_at="2026-03-02"),
        issued_on="2026-03-02",
    )
    return CheckFiling(reported, "320000")


def checked(result: str, *persons: PersonChecked) -> IdentityDataChecked:
    return IdentityDataChecked(
        application_id="application-1",
        filing_number=NUMBER,
        home_region="320000",
        isp_id=320000000002,
        result=result,
        persons=persons,
    )


def person(whose: str, result: str = "match", *fields: str) -> PersonChecked:
    return PersonChecked(whose=whose, result=result, fields=fields)


@pytest.mark.proves("M64-027")
def test_a_filing_whose_identities_the_registry_confirms_is_a_match() -> None:
    persons = (person("subject"), person("subject_person"), person("site_person 1"))
    given().when(report(), KNOWN).then(checked("match", *persons))


@pytest.mark.proves("M64-027")
def test_a_name_that_differs_is_a_mismatch_that_names_the_field() -> None:
    other = msgspec.structs.replace(SUBJECT, name="示例别的公司")
    filing = msgspec.structs.replace(FILING, subject=other)
    outcome = given().when(report(filing), KNOWN).then_types(IdentityDataChecked)[0]
    assert isinstance(outcome, IdentityDataChecked)
    assert outcome.result == "mismatch"
    assert outcome.persons[0] == person("subject", "mismatch", "name")
    assert [one.result for one in outcome.persons[1:]] == ["match", "match"]


@pytest.mark.proves("M64-027")
def test_somebody_the_registry_does_not_know_is_a_mismatch_too() -> None:
    outcome = given().when(report(), Context({})).then_types(IdentityDataChecked)[0]
    assert isinstance(outcome, IdentityDataChecked)
    assert outcome.result == "mismatch"
    assert {one.result for one in outcome.persons} == {"not_found"}
    assert {one.fields for one in outcome.persons} == {("certificate_number",)}


def test_a_person_without_certificate_is_not_found() -> None:
    nameless = msgspec.structs.replace(SITE_PERSON, certificate_number=None)
    site = msgspec.structs.replace(FILING.sites[0], responsible=nameless, filing_number="x-1")
    filing = msgspec.structs.replace(FILING, sites=(site,))
    outcome = given().when(report(filing), KNOWN).then_types(IdentityDataChecked)[0]
    assert isinstance(outcome, IdentityDataChecked)
    assert outcome.persons[2] == person("site_person x-1", "not_found", "certificate_number")


@pytest.mark.proves("M64-027")
def test_every_filing_is_checked_once() -> None:
    given(checked("match")).when(report(), KNOWN).then_nothing()


@pytest.mark.proves("M64-011")
def test_only_the_home_bureau_reports_a_filing_to_be_checked() -> None:
    foreign = CheckFiling(report().report, "440000")
    given().when(foreign, KNOWN).then_refused(Reason.WRONG_BUREAU)


def test_the_outcome_holds_no_number_and_no_name() -> None:
    outcome = given().when(report(), KNOWN).then_types(IdentityDataChecked)[0]
    text = msgspec.json.encode(outcome).decode()
    assert str(PERSON.name) not in text
    assert str(PERSON.certificate_number) not in text


def test_the_identities_are_subject_subject_person_and_each_sites_person() -> None:
    site = FILING.sites[0]
    twice = msgspec.structs.replace(FILING, sites=(site, site))
    whose = [identity.whose for identity in identities_of(twice)]
    assert whose == ["subject", "subject_person", "site_person 1", "site_person 2"]


def test_an_entry_is_set_and_changed() -> None:
    entry = AuthorityEntrySet(
        entry_id=certificate_hash_of(2, str(PERSON.certificate_number)),
        certificate_type=2,
        number=str(PERSON.certificate_number),
        name="赵示例",
    )
    command = SetEntry(2, str(PERSON.certificate_number), " 赵示例 ")
    registry().when(command, None).then(entry)
    registry(entry).when(command, None).then_nothing()
    renamed = SetEntry(2, str(PERSON.certificate_number), "赵样本")
    registry(entry).when(renamed, None).then(msgspec.structs.replace(entry, name="赵样本"))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (SetEntry(99, "x", "赵示例"), "certificate_type"),
        (SetEntry(2, "110101199003070039", "赵示例"), "number"),
        (SetEntry(2, str(PERSON.certificate_number), " "), "name"),
        (SetEntry(2, str(PERSON.certificate_number), "赵" * 129), "name"),
    ],
)
def test_what_can_be_no_entry_is_refused(command: SetEntry, field: str) -> None:
    assert registry().when(command, None).then_refused(Reason.INVALID_FIELD).field == field


def test_the_registry_s_first_entries_have_numbers_that_can_be() -> None:
    entries = sample_entries()
    assert len({one.entry_id for one in entries}) == len(entries) > 100
    assert all(is_certificate_number(one.certificate_type, one.number) for one in entries)


@pytest.mark.parametrize("individual", [False, True])
@pytest.mark.parametrize("home", ["110000", "320000", "440000"])
def test_the_first_samples_are_people_the_registry_knows(home: str, *, individual: bool) -> None:
    provider = Provider(440000000002, "440000", "203.0.113.0/24")
    for number in range(1, 13):
        made = sample(number, provider, home=home, individual=individual, pictures=False)
        for one in identities_of(made.filing):
            assert KNOWN.names[str(one.entry_id)] == one.name
