"""The code tables that nobody published: our own, complete enough for a file of base codes."""

import pytest

from beian.regulations.codes import name_of, table, weight_of
from beian.regulations.regions import provinces

OURS = ("dwfl", "guanju", "hsyj", "hyfl", "wbacl", "xzjb", "yjfk", "ymlx", "zxly")


@pytest.mark.parametrize("name", OURS)
def test_a_table_of_our_own_is_marked_and_counts_from_one(name: str) -> None:
    rows = table(name)
    assert list(rows) == list(range(1, len(rows) + 1))
    assert {row.source for row in rows.values()} == {"ours"}
    assert all(0 < len(row.name) <= 64 for row in rows.values())


def test_every_province_has_one_bureau() -> None:
    bureaus = {str(row.parent_id): row.name for row in table("guanju").values()}
    assert bureaus == {code: province.bureau for code, province in provinces().items()}


def test_what_lies_below_another_table_lies_below_a_row_of_it() -> None:
    for name in ("yjfk", "hyfl_bm"):
        for row in table(name).values():
            assert row.parent_table is not None
            assert row.parent_id is not None
            assert name_of(row.parent_table, row.parent_id)


def test_every_code_has_a_bit_of_its_own() -> None:
    weights = [weight_of(code) for code in table("guanju")]
    assert weights[:3] == [1, 2, 4]
    assert sum(weights) == (1 << len(weights)) - 1
