"""The code tables as JCDM carries them: complete, unique, and as the checks of uploads use them."""

from beian.regulations.base_codes import (
    CodeChange,
    code_entry,
    code_tables,
    path_of,
    reporting_unit,
    tables,
)
from beian.regulations.codes import table
from beian.regulations.regions import first_wrong_region
from beian.wire.shapes_codes import CODE_SHAPES


def test_every_table_of_the_schema_is_there_and_has_rows() -> None:
    found = code_tables({})
    assert {*found, "Bbdwlb/Bbdw"} == set(CODE_SHAPES)
    assert all(found.values())
    assert all(len({row.id for row in rows}) == len(rows) for rows in found.values())


def test_a_table_has_the_ids_that_uploads_are_checked_against() -> None:
    for name in tables():
        if name != "qy":
            assert [row.id for row in code_tables({})[path_of(name)]] == list(table(name))


def test_every_region_lies_where_an_upload_may_name_it() -> None:
    rows = code_tables({})[path_of("qy")]
    assert {row.level for row in rows} == {1, 2, 3}
    for row in rows:
        province = row.id // 10_000 * 10_000
        city = row.id if row.level == 2 else None
        county = row.id if row.level == 3 else None
        assert first_wrong_region(province, city, county) is None, row


def test_a_change_says_one_row_anew() -> None:
    change = CodeChange("博客类", "更名")
    row = code_entry("nrlx", 7, change)
    assert row is not None
    assert (row.name, row.remark, row.weight, row.needs_approval) == ("博客类", "更名", 64, 1)
    changed = code_tables({("nrlx", 7): change})[path_of("nrlx")]
    plain = code_tables({})[path_of("nrlx")]
    assert [(one.id, one == other) for one, other in zip(changed, plain, strict=True)] == [
        (code, code != 7) for code in range(1, 11)
    ]
    assert code_entry("nrlx", 99) is None


def test_a_reporting_unit_is_named_with_its_province() -> None:
    unit = reporting_unit(320000000001, "示例网络", "320000")
    assert (unit.id, unit.name, unit.province, unit.valid) == (320000000001, "示例网络", 320000, 1)
