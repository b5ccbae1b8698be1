"""Which sites a check draws, how each came out, and the rates by province and provider. PURE.

FLOW-16 (definitions). A province's accuracy is that of its subjects' sites; its filing rate that
of the sites with access there. A provider's are those of the sites it gives access to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from beian.events.accuracy import (
    CheckedSite,
    CheckStandardPublished,
    PhoneCheckAnswered,
    SampledProvider,
    SampleDrawn,
    SampledSite,
    Share,
)
from beian.regulations.accuracy import drawn, sample_size
from beian.regulations.regions import provinces

ACCURATE = "accurate"
INACCURATE = "inaccurate"
PHONE = "phone"
UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class StockSite:
    """A filed site, as the center knows it."""

    filing_number: str
    application_id: str
    home_region: str
    providers: tuple[SampledProvider, ...]
    """Ascending by id; at least one."""
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfiled:
    """An unfiled site that was found and is still there."""

    region: str
    isp_id: int | None
    """Whose access it has, as far as its bureau said."""


def sample(
    stock: Sequence[StockSite], standard: CheckStandardPublished, seed: str
) -> tuple[SampledSite, ...]:
    """Return the drawn sites, and those that are wrong without being drawn, by number."""
    layers: dict[tuple[str, int], list[str]] = defaultdict(list)
    by_number = {site.filing_number: site for site in stock}
    for number, site in by_number.items():
        layers[site.home_region, site.providers[0].isp_id].append(number)
    chosen: set[str] = set()
    for (region, isp_id), numbers in layers.items():
        size = sample_size(
            len(numbers), permille=standard.sample_permille, least=standard.sample_min
        )
        chosen.update(drawn(f"{seed}/{region}/{isp_id}", numbers, size))
    called = _called(by_number, chosen, standard, seed)
    return tuple(
        SampledSite(
            filing_number=number,
            application_id=site.application_id,
            home_region=site.home_region,
            providers=site.providers,
            is_drawn=number in chosen,
            is_called=number in called,
            defects=site.defects,
        )
        for number, site in sorted(by_number.items())
        if number in chosen or site.defects
    )


def _called(
    by_number: Mapping[str, StockSite],
    chosen: Iterable[str],
    standard: CheckStandardPublished,
    seed: str,
) -> set[str]:
    """Return whose sponsors are called: a share of each home province's sample."""
    regions: dict[str, list[str]] = defaultdict(list)
    for number in chosen:
        regions[by_number[number].home_region].append(number)
    found: set[str] = set()
    for region, numbers in regions.items():
        size = sample_size(len(numbers), permille=standard.phone_permille, least=0)
        found.update(drawn(f"{seed}/{region}/call", numbers, size))
    return found


def shares(
    stock: Iterable[StockSite],
    sites: Iterable[SampledSite],
    reachable: Iterable[StockSite],
    unfiled: Iterable[Unfiled],
    providers: Mapping[int, str],
) -> tuple[Share, ...]:
    """Return a row for each of the 31 provinces and each provider; nothing is accurate yet."""
    filed, sampled, alive, open_ = (
        Counter[_Row](),
        Counter[_Row](),
        Counter[_Row](),
        Counter[_Row](),
    )
    for site in stock:
        filed.update(_rows_of(site.home_region, site.providers))
    for one in sites:
        if one.is_drawn:
            sampled.update(_rows_of(one.home_region, one.providers))
    for site in reachable:
        alive.update({(one.region, None) for one in site.providers})
        alive.update({(one.region, one.isp_id) for one in site.providers})
    for found in unfiled:
        open_.update([(found.region, None)])
        if found.isp_id is not None:
            open_.update([(found.region, found.isp_id)])
    known: list[_Row] = [(region, None) for region in provinces()]
    known += [(region, isp_id) for isp_id, region in sorted(providers.items())]
    return tuple(
        Share(
            region=row[0],
            isp_id=row[1],
            filed=filed[row],
            sampled=sampled[row],
            accurate=0,
            reachable_filed=alive[row],
            reachable_unfiled=open_[row],
        )
        for row in known
    )


type _Row = tuple[str, int | None]


def _rows_of(home_region: str, providers: Iterable[SampledProvider]) -> set[_Row]:
    return {(home_region, None), *((one.region, one.isp_id) for one in providers)}


def checked_sites(
    drawn_: SampleDrawn, calls: Mapping[str, Sequence[PhoneCheckAnswered]]
) -> tuple[CheckedSite, ...]:
    """Return how each site of a check came out."""
    return tuple(_checked(site, calls.get(site.filing_number, ()), drawn_) for site in drawn_.sites)


def _checked(
    site: SampledSite, calls: Sequence[PhoneCheckAnswered], drawn_: SampleDrawn
) -> CheckedSite:
    defects = list(site.defects)
    if calls and calls[-1].answer == "differs":
        defects += [f"{PHONE}:{name}" for name in calls[-1].fields]
    elif calls and calls[-1].answer == "no_answer" and len(calls) >= drawn_.phone_attempts_max:
        defects.append(UNREACHABLE)
    return CheckedSite(
        filing_number=site.filing_number,
        home_region=site.home_region,
        isp_ids=tuple(one.isp_id for one in site.providers),
        is_drawn=site.is_drawn,
        is_called=site.is_called,
        attempts=len(calls),
        result=INACCURATE if defects else ACCURATE,
        defects=tuple(defects),
    )


def counted(
    drawn_: SampleDrawn, sites: Iterable[CheckedSite]
) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Return the rows of the provinces and those of the providers, with what is accurate."""
    accurate = Counter[_Row]()
    places = {site.filing_number: site.providers for site in drawn_.sites}
    for site in sites:
        if site.is_drawn and site.result == ACCURATE:
            accurate.update(_rows_of(site.home_region, places[site.filing_number]))
    rows = [
        replace(share, accurate=accurate[share.region, share.isp_id]) for share in drawn_.shares
    ]
    return (
        tuple(row for row in rows if row.isp_id is None),
        tuple(row for row in rows if row.isp_id is not None),
    )
