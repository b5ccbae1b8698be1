"""Regions: the 31 provinces with their bureaus, and the cities and counties inside them.

Codes are six digits of GB/T 2260: a province ends in 0000, a city in 00; who is nested in
whom can be read from the digits, and a code counts only if it exists today. Cities and
counties come from the table `python-stdnum` carries (`stdnum/cn/loc.dat`), with the few
corrections below. Interface §3 and §13, code 1019.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from beian.identifiers import RegionCode
from beian.regulations.codes import table

_CITY: Final = 100
_PROVINCE: Final = 10_000

_PROVINCE_LINE: Final = re.compile(r'(\d\d) province="')
_PLACE_LINE: Final = re.compile(r' +(\d{4}) county="(.*)"')
_NAME: Final = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")

_CORRECTIONS: Final[dict[int, str | None]] = {
    330113: "临平区",  # made in 2021, not in the table
    330114: "钱塘区",  # made in 2021, not in the table
    422900: None,  # ended in 1983, not so marked in the table
    422921: None,  # today 429021
    429001: None,  # since 2000 a city of its own, 421300
    232761: "加格达奇区",  # in the table in traditional characters, as the next three
    232762: "松岭区",
    232763: "新林区",
    232764: "呼中区",
}


MINISTRY_LETTERS: Final = "BU"
"""The ministry's (部) in a file's name, where a bureau has its province's: no province has them."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province, autonomous region or municipality, and its bureau (通信管理局)."""

    code: RegionCode
    name: str
    """江苏省."""
    short: str
    """苏: as in its filing numbers."""
    letters: str
    """JS: GB/T 2260."""
    bureau: str
    """江苏省通信管理局."""


@cache
def provinces() -> dict[RegionCode, Province]:
    """Return the 31 provinces by code, in order of code."""
    short, letters = table("shengjc"), table("sheng_alpha2")
    bureaus = table("guanju_by_sheng")
    return {
        RegionCode(str(row.id)): Province(
            code=RegionCode(str(row.id)),
            name=row.name,
            short=short[row.id].name,
            letters=letters[row.id].name,
            bureau=bureaus[row.id].name,
        )
        for row in table("sheng").values()
    }


@cache
def provinces_by_short() -> dict[str, Province]:
    """Return the 31 provinces by 简称."""
    return {province.short: province for province in provinces().values()}


def find_province(code: str | int) -> Province | None:
    return provinces().get(RegionCode(str(code)))


def region_name(code: int) -> str | None:
    """Return the name of a province, city or county of today, or None."""
    return _places().get(code)


def home_region(province: int) -> RegionCode | None:
    """Return the region whose bureau is responsible for a subject of `province` (Shengid)."""
    found = find_province(province)
    return found.code if found else None


def cities_of(province: int) -> dict[int, str]:
    """Return the cities (地级) of a province; empty if there is no such province."""
    return dict(_nested()[0].get(province, {}))


def counties_of(city: int) -> dict[int, str]:
    """Return the counties (县级) of a city; empty if there is no such city."""
    return dict(_nested()[1].get(city, {}))


def first_wrong_region(province: int, city: int | None, county: int | None) -> int | None:
    """Return the first of Shengid, Shiid, Xianid that does not exist or is not nested, or None.

    City and county may be left out; a county without its city is nested in the province.
    Code 1019, validation §3.
    """
    if find_province(province) is None:
        return province
    if city is not None and city not in _nested()[0].get(province, {}):
        return city
    if county is None:
        return None
    inside = county // _CITY * _CITY
    nested = inside // _PROVINCE * _PROVINCE == province and city in {None, inside}
    return None if nested and county in _nested()[1].get(inside, {}) else county


@cache
def _places() -> dict[int, str]:
    """Return every region of today by code."""
    places: dict[int, str] = {}
    prefix = ""
    for line in (files("stdnum.cn") / "loc.dat").read_text("utf-8").splitlines():
        if begun := _PROVINCE_LINE.match(line):
            prefix = begun[1]
        elif found := _PLACE_LINE.match(line):
            names = [name for _, ended, name in _NAME.findall(found[2]) if not ended]
            if names:
                places[int(prefix + found[1])] = names[-1]
    for code, name in _CORRECTIONS.items():
        if name is None:
            places.pop(code, None)
        else:
            places[code] = name
    return places


@cache
def _nested() -> tuple[dict[int, dict[int, str]], dict[int, dict[int, str]]]:
    """Return the cities by province and the counties by city."""
    cities: dict[int, dict[int, str]] = {}
    counties: dict[int, dict[int, str]] = {}
    for code, name in _places().items():
        if code % _PROVINCE == 0:
            continue
        if code % _CITY == 0:
            cities.setdefault(code // _PROVINCE * _PROVINCE, {})[code] = name
        else:
            counties.setdefault(code // _CITY * _CITY, {})[code] = name
    return cities, counties
