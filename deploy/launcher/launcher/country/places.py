"""Where in a province somebody is: a city and a county of today, and how one says it."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from beian.records import Address
from beian.regulations.regions import cities_of, counties_of, region_name
from launcher.country.draws import Draws

_NO_PLACE: Final = frozenset({"市辖区", "县", "省直辖县级行政单位", "自治区直辖县级行政单位"})
"""Names of levels that a code has and a person never says."""


@dataclass(frozen=True, slots=True)
class Place:
    """A county, or a city that has none."""

    province: int
    city: int
    county: int | None
    city_name: str
    county_name: str

    @property
    def code(self) -> int:
        """What certificates of people and units there begin with."""
        return self.county or self.city

    def address(self, detail: str) -> Address:
        return Address(province=self.province, city=self.city, county=self.county, detail=detail)


def place_in(region: str, draws: Draws) -> Place:
    """Draw a place in a province, every city as likely as any other."""
    return draws.one_of("county", _places(draws.one_of("city", _cities(int(region)))))


@cache
def _cities(province: int) -> tuple[int, ...]:
    return tuple(city for city in cities_of(province) if _places(city))


@cache
def _places(city: int) -> tuple[Place, ...]:
    """Return the counties of a city that have a name; the city itself where it has none."""
    province = city // 10_000 * 10_000
    city_name = region_name(city) or ""
    counties = {code: name for code, name in counties_of(city).items() if name not in _NO_PLACE}
    if city_name in _NO_PLACE:
        # A municipality's one city, and a place for counties that belong to none.
        whole = region_name(province) or ""
        is_municipality = whole.endswith("市")
        return tuple(
            Place(province, city, code, whole if is_municipality else name, name)
            for code, name in counties.items()
        )
    if not counties:
        return (Place(province, city, None, city_name, city_name),)
    return tuple(Place(province, city, code, city_name, name) for code, name in counties.items())
