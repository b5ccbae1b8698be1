"""The code tables and the list of reporting units as JCDM carries them (interface §10.2, §13).

The tables are those of code_tables.csv and the regions; JCDM is the official way for an
enterprise to learn them. By the path of a row below JCDM; the tables stand under the names they
have in code_tables.csv, and `qy` for the regions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from beian.records_downloads import CodeEntry, ReportingUnit
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.regulations.codes import Code, name_of, table, weight_of
from beian.regulations.regions import cities_of, counties_of, find_province, provinces

UNITS: Final = "Bbdwlb/Bbdw"
REGIONS: Final = "qy"
NAME_CHARACTERS_MAX: Final = 32
"""What every table's name has room for; some have more."""
REMARK_CHARACTERS_MAX: Final = 128
VALUE_ADDED_PROVIDER: Final = 3
"""Dwfl of an access provider, of our own table."""
_VALID: Final = 1
_PROVINCE, _CITY, _COUNTY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What a row says since the ministry changed it."""

    name: str
    remark: str | None = None


type Changes = Mapping[tuple[str, int], CodeChange]
"""By table and id."""


def reporting_unit(isp_id: int, name: str, region: str) -> ReportingUnit:
    """Return an access provider as the list of reporting units has it."""
    return ReportingUnit(
        id=isp_id,
        name=name,
        unit_class=VALUE_ADDED_PROVIDER,
        province=int(region),
        valid=_VALID,
    )


def address_registries() -> tuple[ReportingUnit, ...]:
    """Return the registries that addresses come from: who names one as a source finds it listed."""
    return tuple(
        ReportingUnit(id=unit, name=name, valid=_VALID) for unit, name in ADDRESS_REGISTRIES.items()
    )


def tables() -> tuple[str, ...]:
    """Return the names of all tables that JCDM carries, in its order."""
    return tuple(_TABLES)


def code_entry(name: str, code: int, change: CodeChange | None = None) -> CodeEntry | None:
    """Return a row as it stands, or None if there is no such row. KeyError: no such table."""
    return _changed(_entries(name).get(code), change)


def code_tables(changes: Changes) -> dict[str, Sequence[CodeEntry]]:
    """Return every row of every table by path, as they stand after `changes`."""
    found: dict[str, Sequence[CodeEntry]] = {}
    for name in _TABLES:
        rows = (
            _changed(entry, changes.get((name, code))) for code, entry in _entries(name).items()
        )
        found[path_of(name)] = [row for row in rows if row is not None]
    return found


def path_of(name: str) -> str:
    """Return the path of a table's rows below JCDM. KeyError: no such table."""
    return f"Jcdm_xx/{_TABLES[name][0]}"


def _changed(entry: CodeEntry | None, change: CodeChange | None) -> CodeEntry | None:
    if entry is None or change is None:
        return entry
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    return CodeEntry(**{**fields, "name": change.name, "remark": change.remark})


@cache
def _entries(name: str) -> dict[int, CodeEntry]:
    _, make = _TABLES[name]
    if name == REGIONS:
        return {entry.id: entry for entry in _regions()}
    return {code: make(row) for code, row in table(name).items()}


def _plain(row: Code) -> CodeEntry:
    return CodeEntry(id=row.id, name=row.name, valid=_VALID)


def _stateless(row: Code) -> CodeEntry:
    return CodeEntry(id=row.id, name=row.name)


def _weighed(row: Code) -> CodeEntry:
    return CodeEntry(id=row.id, name=row.name, valid=_VALID, weight=weight_of(row.id))


def _approved(row: Code) -> CodeEntry:
    return CodeEntry(
        id=row.id, name=row.name, valid=_VALID, weight=weight_of(row.id), needs_approval=1
    )


def _below(row: Code) -> CodeEntry:
    return CodeEntry(id=row.id, name=row.name, valid=_VALID, parent=row.parent_id)


def _used_for(row: Code) -> CodeEntry:
    return CodeEntry(id=row.id, name=row.name, valid=_VALID, owner_type=row.parent_id)


def _industry(row: Code) -> CodeEntry:
    letters = {one.parent_id: one.name for one in table("hyfl_bm").values()}
    return CodeEntry(id=row.id, name=row.name, valid=_VALID, code=letters[row.id])


def _feedback(row: Code) -> CodeEntry:
    assert row.parent_id is not None, "every kind of feedback lies below another"
    first = name_of("yjfk_fl1", row.parent_id)
    assert first is not None, "which is a row of its table"
    return CodeEntry(id=row.id, name=first, second_name=row.name, valid=_VALID)


def _bureau(row: Code) -> CodeEntry:
    province = find_province(row.parent_id or 0)
    assert province is not None, "every bureau is a province's"
    return CodeEntry(
        id=row.id,
        name=row.name,
        valid=_VALID,
        weight=weight_of(row.id),
        code=province.letters,
        province=int(province.code),
        province_short=province.short,
    )


def _regions() -> list[CodeEntry]:
    """Return provinces, cities and counties, each city before its counties."""
    found: list[CodeEntry] = []
    for province in provinces().values():
        code = int(province.code)
        found.append(_region(code, province.name, _PROVINCE))
        cities = cities_of(code)
        # Counties that the province itself rules lie below a city's code that names no city.
        below = {*cities, *range(code, code + 10_000, 100)}
        for city in sorted(below):
            if city in cities:
                found.append(_region(city, cities[city], _CITY))
            found += [_region(*one, _COUNTY) for one in sorted(counties_of(city).items())]
    return found


def _region(code: int, name: str, level: int) -> CodeEntry:
    return CodeEntry(id=code, name=name, level=level, valid=_VALID)


_TABLES: Final[Mapping[str, tuple[str, Callable[[Code], CodeEntry]]]] = {
    "dwfl": ("Dwfl_dms/Dwfl_xx", _plain),
    "dwxz": ("Dwxz_dms/Dwxz_xx", _plain),
    REGIONS: ("Qy_dms/Qy_xx", _plain),
    "yjfk": ("Yjfk_Wtfls/Yjfk_Wtfl_xx", _feedback),
    "guanju": ("Gj_dms/Gj_dm_xx", _bureau),
    "hyfl": ("Hyfl_dms/Hyfl_xx", _industry),
    "xzjb": ("Xzjb_dms/Xzjb_xx", _plain),
    "zjlx": ("Zjlx_dms/Zjlx_xx", _below),
    "nrlx": ("Wzjylx_dms/Wzjylx_xx", _approved),
    "fwnr": ("Wzfwlx_dms/Wzfwlx_xx", _weighed),
    "jrfs": ("Wzjrfs_dms/Wzjrfs_xx", _weighed),
    "zxly": ("Zxly_dms/Zxly_xx", _plain),
    "wbacl": ("Wbacl_dms/Wbacl_xx", _stateless),
    "hsyj": ("Hsyj_dms/Hsyj", _plain),
    "ymlx": ("Ymlx_dms/Ymlx", _plain),
    "fjwjgs": ("Fjwjgs_dms/Fjwjgs", _plain),
    "fjyt": ("Fjytlx_dms/Fjzjlx", _used_for),
    "yylb": ("Yylb_dms/Yylb", _plain),
}
"""By name: the path of its rows below Jcdm_xx, and what such a row is made of."""
