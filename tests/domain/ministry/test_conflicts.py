"""What stands against an application, and the code that says so."""

import pytest

from beian.events.filing import Conflict
from beian.records import UniqueKey
from beian.regulations.addresses import Range
from domain.ministry.cases import (
    CERTIFICATE_KEY,
    DOMAIN_KEY,
    HOME_PAGE_KEY,
    ISP,
    KEYS,
    NUMBER,
    OTHER_ISP,
    RANGE_KEY,
)
from ministry.domain.conflicts import Applicant, Holding, conflicts_of
from ministry.domain.keys import Claimed, Key, Registered

APPLICANT = Applicant("mine", ISP, KEYS, "示例云帆科技有限公司")
OTHERS_CLAIM = Claimed("theirs", OTHER_ISP)
REGISTERED = Registered("theirs", OTHER_ISP, NUMBER)


def found(
    holders: dict[UniqueKey, Key] | None = None,
    ranges: tuple[Holding, ...] = (),
    blacklist: frozenset[tuple[str, str]] = frozenset(),
) -> list[tuple[str, int, str]]:
    conflicts = conflicts_of(APPLICANT, holders or {}, ranges, blacklist)
    return [(conflict.key.kind, conflict.code, conflict.holder) for conflict in conflicts]


@pytest.mark.proves("R14-099")
def test_an_application_whose_keys_are_free_has_no_conflict() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("key", "code"),
    [
        pytest.param(CERTIFICATE_KEY, 1003, marks=pytest.mark.proves("1003", "R14-099")),
        pytest.param(DOMAIN_KEY, 1005, marks=pytest.mark.proves("1005", "R14-099")),
        pytest.param(HOME_PAGE_KEY, 1021, marks=pytest.mark.proves("1021", "R14-099")),
        pytest.param(RANGE_KEY, 1024, marks=pytest.mark.proves("1024", "R14-099")),
    ],
)
def test_a_key_of_an_issued_filing_has_the_code_of_its_kind(key: UniqueKey, code: int) -> None:
    assert found({key: REGISTERED}) == [(key.kind, code, NUMBER)]


@pytest.mark.proves("1052", "R14-099")
@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_an_application_under_way_is_1052(key: UniqueKey) -> None:
    assert found({key: OTHERS_CLAIM}) == [(key.kind, 1052, "theirs")]


@pytest.mark.proves("R14-100")
def test_every_conflict_is_found_and_names_the_key() -> None:
    conflicts = conflicts_of(APPLICANT, dict.fromkeys(KEYS, REGISTERED), (), frozenset())
    assert [conflict.code for conflict in conflicts] == [1003, 1005, 1021, 1024]
    assert conflicts[1] == Conflict(key=DOMAIN_KEY, code=1005, holder=NUMBER)


def test_what_the_application_holds_itself_is_no_conflict() -> None:
    assert found(dict.fromkeys(KEYS, Claimed("mine", ISP))) == []


@pytest.mark.proves("1024")
@pytest.mark.parametrize(
    ("held", "code"),
    [
        (Range(5, 10), 1024),
        (Range(11, 11), 1024),
        (Range(12, 99), 1024),
        (Range(1, 99), 1024),
        (Range(5, 9), None),
        (Range(13, 20), None),
    ],
)
def test_a_range_that_overlaps_another_providers_is_a_conflict(
    held: Range, code: int | None
) -> None:
    answer = found(ranges=(Holding(held, OTHER_ISP, "theirs", NUMBER),))
    assert answer == ([("iprange", code, NUMBER)] if code else [])


@pytest.mark.proves("1052")
def test_a_range_that_overlaps_one_of_an_application_under_way_is_1052() -> None:
    answer = found(ranges=(Holding(Range(12, 20), OTHER_ISP, "theirs", None),))
    assert answer == [("iprange", 1052, "theirs")]


@pytest.mark.proves("1024")
def test_a_range_that_overlaps_one_of_the_same_provider_is_no_conflict() -> None:
    """Virtual hosts: many sites share the addresses of their provider."""
    assert found(ranges=(Holding(Range(1, 99), ISP, "theirs", NUMBER),)) == []
    assert found({RANGE_KEY: Registered("theirs", ISP, NUMBER)}) == []


@pytest.mark.proves("1064")
def test_a_blacklisted_domain_is_1064() -> None:
    blacklist = frozenset({("domain", DOMAIN_KEY.value)})
    assert found(blacklist=blacklist) == [("domain", 1064, "blacklist")]


@pytest.mark.proves("1065")
@pytest.mark.parametrize(
    "entry", [("certificate", CERTIFICATE_KEY.value), ("name", "示例云帆科技有限公司")]
)
def test_a_blacklisted_subject_is_1065(entry: tuple[str, str]) -> None:
    assert found(blacklist=frozenset({entry})) == [("certificate", 1065, "blacklist")]
