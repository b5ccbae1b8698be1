"""Region codes exist and are nested; base codes are those of the interface."""

import pytest

from beian.regulations import codes
from beian.regulations.regions import (
    MINISTRY_LETTERS,
    cities_of,
    counties_of,
    find_province,
    first_wrong_region,
    home_region,
    provinces,
    region_name,
)


def test_there_are_31_provinces_each_with_a_bureau_and_a_short_name_of_its_own() -> None:
    assert len(provinces()) == 31
    assert len({province.short for province in provinces().values()}) == 31
    letters = {province.letters for province in provinces().values()}
    assert len(letters) == 31
    assert MINISTRY_LETTERS not in letters
    jiangsu = find_province(320000)
    assert jiangsu is not None
    assert (jiangsu.name, jiangsu.short, jiangsu.letters) == ("江苏省", "苏", "JS")
    assert jiangsu.bureau == "江苏省通信管理局"
    assert home_region(320000) == "320000"
    assert home_region(710000) is None


@pytest.mark.proves("1019")
@pytest.mark.parametrize(
    ("province", "city", "county"),
    [
        (320000, 320100, 320105),
        (110000, 110100, 110108),  # a municipality's districts
        (500000, 500200, 500235),  # and its counties
        (440000, 441900, None),  # a city without counties
        (420000, 429000, 429004),  # a county directly under the province
        (420000, None, 429004),
        (330000, 330100, 330114),  # made in 2021
        (650000, 659000, 659012),  # made in 2023
        (320000, None, None),
    ],
)
def test_regions_that_exist_and_are_nested_pass(
    province: int, city: int | None, county: int | None
) -> None:
    assert first_wrong_region(province, city, county) is None


@pytest.mark.proves("1019")
@pytest.mark.parametrize(
    ("province", "city", "county", "wrong"),
    [
        (999999, 320100, None, 999999),
        (710000, None, None, 710000),  # no bureau
        (320000, 440100, None, 440100),  # another province's city
        (320000, 320000, None, 320000),  # a province is no city
        (320000, 320100, 330106, 330106),  # another city's county
        (320000, 320100, 320505, 320505),
        (320000, 320100, 320199, 320199),  # no such county
        (110000, 110200, None, 110200),  # ended in 2015
        (110000, 110100, 110103, 110103),  # ended in 2010
        (420000, None, 429001, 429001),
    ],
)
def test_the_first_region_that_is_wrong_is_named(
    province: int, city: int | None, county: int | None, wrong: int
) -> None:
    assert first_wrong_region(province, city, county) == wrong


def test_names_of_places_can_be_listed_for_a_form() -> None:
    assert region_name(320105) == "建邺区"
    assert region_name(130204) == "古冶区"  # renamed in 1995
    assert cities_of(320000)[320100] == "南京市"
    assert counties_of(320100)[320102] == "玄武区"
    assert cities_of(999999) == {}
    assert counties_of(999999) == {}


@pytest.mark.proves("1034", "1035", "1036", "1056", "1057", "1066")
@pytest.mark.parametrize(
    ("table", "size", "missing"),
    [
        ("fwnr", 24, 25),
        ("jrfs", 4, 5),
        ("fbdd", 31, 13),
        ("fjwjgs", 2, 3),
        ("fjyt", 5, 6),
        ("yylb", 17, 18),
    ],
)
def test_a_code_is_right_if_its_table_has_it(table: str, size: int, missing: int) -> None:
    assert len(codes.table(table)) == size
    assert codes.exists(table, 1)
    assert not codes.exists(table, missing)
    assert codes.name_of(table, missing) is None


def test_the_twelve_condition_types_name_the_certificate_type_they_ask_for() -> None:
    rows = codes.table("queryConditionType")
    assert set(rows) == set(range(13))
    assert rows[0].parent_table is None
    assert all(
        (row.parent_table, row.parent_id) == ("zjlx", row.id) for row in rows.values() if row.id
    )


def test_every_code_that_belongs_to_another_names_one_that_exists() -> None:
    for name in codes.tables():
        for row in codes.table(name).values():
            if row.parent_table is not None:
                assert row.parent_id is not None
                assert codes.find(row.parent_table, row.parent_id) is not None
