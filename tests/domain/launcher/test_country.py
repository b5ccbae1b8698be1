"""A made-up country is in proportion, its numbers check out, and its seed makes it again."""

from collections import Counter
from itertools import batched

import pytest

from beian.records import Filing
from beian.regulations.certificates import CertificateType, SponsorKind, is_certificate_number
from beian.regulations.domains import is_independent_domain
from beian.regulations.regions import first_wrong_region, provinces
from beian.regulations.unique_keys import certificate_hash
from beian.wire.files import UploadFile, parse_upload
from beian.wire.upload_xzba import write_xzba
from launcher.accounts import ip_block
from launcher.country.certificate_numbers import (
    certificate_number,
    organisation_check_character,
    with_wrong_check_digit,
)
from launcher.country.draws import Draws
from launcher.country.faults import FAULTS
from launcher.country.making import (
    RECORDS_OF_A_FILE,
    REFUSED_NAME,
    Application,
    Country,
    Outcome,
)
from launcher.country.proportions import (
    CENTRE,
    EAST,
    SUBJECTS_BY_PROVINCE,
    apportion,
)
from launcher.samples import Provider

REGIONS = [str(code) for code in provinces()]
PROVIDERS = [
    Provider(int(f"{region}000002"), region, ip_block(region, 2, REGIONS)) for region in REGIONS
]
SUBJECTS = 2000


@pytest.fixture(scope="module")
def country() -> Country:
    return Country(7, SUBJECTS, PROVIDERS)


@pytest.fixture(scope="module")
def applications(country: Country) -> list[Application]:
    return [country.application(planned) for planned in country.plan]


@pytest.fixture(scope="module")
def filed(applications: list[Application]) -> list[Filing]:
    return [one.filing for one in applications if one.planned.outcome is Outcome.FILED]


def test_the_same_seed_makes_the_same_files_byte_for_byte() -> None:
    def files(seed: int) -> list[bytes]:
        country = Country(seed, 120, PROVIDERS)
        return [
            write_xzba(
                [one.filing for one in some],
                {key: blob for one in some for key, blob in one.blobs.items()},
                reporting_unit=provider.isp_id,
            )
            for provider in country.providers
            for number in (1, 2)
            for some in country.files(provider, number)
        ]

    first = files(7)
    assert first == files(7)
    assert not set(first) & set(files(8))


def test_the_order_of_the_providers_makes_no_difference() -> None:
    one, other = Country(3, 50, PROVIDERS), Country(3, 50, PROVIDERS[::-1])
    assert one.plan == other.plan


def test_as_many_subjects_are_filed_as_were_asked_for(country: Country) -> None:
    outcomes = Counter(planned.outcome for planned in country.plan)
    assert outcomes[Outcome.FILED] == SUBJECTS
    assert set(outcomes) == set(Outcome)


def test_every_province_has_its_share(country: Country) -> None:
    homes = Counter(one.home for one in country.plan if one.outcome is Outcome.FILED)
    assert set(homes) == set(REGIONS)
    for region, count in homes.items():
        assert abs(count - SUBJECTS * SUBJECTS_BY_PROVINCE[region] / 1000) <= 1
    assert homes.most_common(1)[0][0] == "440000"


def test_the_shares_are_those_of_east_centre_and_west() -> None:
    assert sum(SUBJECTS_BY_PROVINCE.values()) == 1000
    assert sum(SUBJECTS_BY_PROVINCE[one] for one in EAST) == 690
    assert sum(SUBJECTS_BY_PROVINCE[one] for one in CENTRE) == 185


def test_a_part_of_the_plan_is_a_country_too(country: Country) -> None:
    """They are mixed: the first half of the plan is no half of the map."""
    half = {one.home for one in country.plan[: len(country.plan) // 2]}
    assert len(half) >= 28


def test_sponsors_are_of_all_kinds_in_proportion(filed: list[Filing]) -> None:
    kinds = Counter(SponsorKind(filing.subject.kind or 0) for filing in filed)
    assert 0.70 < kinds[SponsorKind.ENTERPRISE] / len(filed) < 0.76
    assert 0.19 < kinds[SponsorKind.INDIVIDUAL] / len(filed) < 0.25
    assert {*kinds} >= set(SponsorKind) - {SponsorKind.MILITARY}


def test_subjects_have_several_sites_and_sites_several_domains(filed: list[Filing]) -> None:
    sites = [site for filing in filed for site in filing.sites]
    domains = [domain for site in sites for domain in site.domains]
    assert 1.2 < len(sites) / len(filed) < 1.4
    assert 1.2 < len(domains) / len(sites) < 1.4
    assert max(len(filing.sites) for filing in filed) >= 6
    assert any(len(site.accesses) == 2 for site in sites)
    assert any(site.pre_approvals for site in sites)


def test_almost_half_are_filed_from_another_province(country: Country) -> None:
    crossing = sum(one.home != one.provider.region for one in country.plan)
    assert 0.40 < crossing / len(country.plan) < 0.50


def test_some_sites_get_the_access_of_a_second_provider(country: Country) -> None:
    found = list(country.second_accesses())
    assert 0.015 < len(found) / SUBJECTS < 0.06
    assert all(one.provider != one.first_provider for one in found)
    assert all(one.access.isp_id == one.provider.isp_id for one in found)


def test_every_certificate_that_is_filed_has_a_right_number(filed: list[Filing]) -> None:
    for filing in filed:
        certificate, person = filing.subject.certificate, filing.subject.responsible
        assert is_certificate_number(certificate.type, certificate.number)
        for one in (person, *(site.responsible for site in filing.sites)):
            assert one.certificate_type
            assert is_certificate_number(one.certificate_type, one.certificate_number or "")


def test_no_two_subjects_share_a_certificate_or_a_domain(filed: list[Filing]) -> None:
    certificates = Counter(certificate_hash(filing.subject.certificate) for filing in filed)
    domains = Counter(d.name for f in filed for site in f.sites for d in site.domains)
    assert max(certificates.values()) == max(domains.values()) == 1


def test_names_of_the_simulation_are_used_alone(filed: list[Filing]) -> None:
    for filing in filed:
        names = [domain.name for site in filing.sites for domain in site.domains]
        assert all(name.endswith((".example", ".test")) for name in names)
        assert all(is_independent_domain(name) for name in names)
        address = filing.subject.address
        assert first_wrong_region(address.province, address.city, address.county) is None


def test_every_id_of_a_provider_is_used_once(applications: list[Application]) -> None:
    ids: Counter[tuple[int, int]] = Counter()
    for one in applications:
        if one.planned.outcome is Outcome.FAULTY:
            continue  # its correction has the same
        for site in one.filing.sites:
            given = [
                site.isp_site_id,
                *(domain.isp_domain_id for domain in site.domains),
                *(access.isp_access_id for access in site.accesses),
            ]
            ids.update((one.planned.provider.isp_id, number or 0) for number in given)
    assert max(ids.values()) == 1
    assert max(number for _, number in ids) < 10**15


def test_every_application_is_a_valid_record_of_the_interface(
    applications: list[Application],
) -> None:
    """Also what is wrong with the faulty ones is for the automatic check to find."""
    for some in batched(applications, RECORDS_OF_A_FILE):
        blobs = {key: blob for one in some for key, blob in one.blobs.items()}
        xml = write_xzba([one.filing for one in some], blobs, reporting_unit=110000000002)
        parsed = parse_upload(xml, "beianinfo.xml")
        assert isinstance(parsed, UploadFile), parsed
        assert len(parsed.records) == len(some)


def test_what_is_wrong_with_an_application_is_of_every_kind(
    applications: list[Application],
) -> None:
    faults = {one.fault for one in applications if one.planned.outcome is Outcome.FAULTY}
    assert faults == set(FAULTS)
    assert all(one.fault is None for one in applications if one.planned.outcome is Outcome.FILED)


def test_what_stands_against_something_filed_says_what_it_takes(
    applications: list[Application],
) -> None:
    by_index = {
        one.planned.index: one.filing
        for one in applications
        if one.planned.outcome is Outcome.FILED
    }
    for one in applications:
        outcome, filing = one.planned.outcome, one.filing
        if outcome is Outcome.DOUBLED:
            first = by_index[one.planned.of or 0]
            assert filing.subject.certificate == first.subject.certificate
            assert filing.sites[0].domains != first.sites[0].domains
        elif outcome is Outcome.DOMAIN_TAKEN:
            first = by_index[one.planned.of or 0]
            assert filing.sites[0].domains[0].name == first.sites[0].domains[0].name
        elif outcome is Outcome.REFUSED:
            assert REFUSED_NAME in filing.sites[0].name


def test_the_registry_knows_almost_everybody_by_the_right_name(
    country: Country, filed: list[Filing]
) -> None:
    names = {(one.certificate_type, one.number): one.name for one in country.registry()}
    assert len(names) == len(list(country.registry()))
    wrong = unknown = 0
    for filing in filed:
        certificate = filing.subject.certificate
        name = names.get((certificate.type, certificate.number))
        unknown += name is None
        wrong += name not in {None, filing.subject.name}
    assert 0 < wrong / len(filed) < 0.02
    assert 0 < unknown / len(filed) < 0.01


def test_of_a_year_most_file_before_it_and_some_in_each_month() -> None:
    country = Country(7, 1000, PROVIDERS, months=12)
    months = Counter(one.month for one in country.plan if one.outcome is Outcome.FILED)
    assert set(months) == set(range(13))
    assert 650 < months[0] < 750
    assert months.total() == 1000
    for one in country.plan:
        assert one in country.of_round(one.round, one.month)


def test_a_year_s_country_is_another_than_one_that_files_at_once() -> None:
    at_once, in_a_year = Country(7, 40, PROVIDERS), Country(7, 40, PROVIDERS, months=12)

    def ids(country: Country) -> set[int]:
        return {country.application(one).isp_subject_id for one in country.plan}

    assert not ids(at_once) & ids(in_a_year)


def test_a_network_of_one_province_is_seeded_too() -> None:
    country = Country(1, 40, PROVIDERS[:1])
    assert {one.home for one in country.plan} == {"110000"}
    assert not list(country.second_accesses())


@pytest.mark.parametrize("kind", CertificateType)
@pytest.mark.parametrize("number", range(20))
def test_a_number_of_every_kind_of_certificate_checks_out(
    kind: CertificateType, number: int
) -> None:
    made = certificate_number(kind, 110101, Draws(number))
    assert is_certificate_number(kind, made)


@pytest.mark.parametrize("kind", [CertificateType.ID_CARD, CertificateType.BUSINESS_LICENCE])
def test_a_mistyped_number_does_not_check_out(kind: CertificateType) -> None:
    made = certificate_number(kind, 110101, Draws(1))
    assert not is_certificate_number(kind, with_wrong_check_digit(made))


@pytest.mark.parametrize(("body", "check"), [("D2143569", "X"), ("00000000", "0")])
def test_an_organisation_code_has_the_check_character_of_the_standard(
    body: str, check: str
) -> None:
    assert organisation_check_character(body) == check


@pytest.mark.parametrize("total", [0, 5, 31, 100, 1999])
def test_shares_add_up_and_nobody_goes_without_where_there_is_enough(total: int) -> None:
    shares = apportion(total, SUBJECTS_BY_PROVINCE)
    assert sum(shares.values()) == total
    assert all(shares.values()) or total < len(shares)
