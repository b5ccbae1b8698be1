"""What a sample check must know beforehand: what is filed, what was found; committed state only."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from beian.eventlog import Session
from beian.events.accuracy import SampledProvider
from beian.regulations.accuracy import MONTHLY, days_of
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import subject_of
from verification_center.domain.check_standard import NATIONAL, PLAN, STANDARD
from verification_center.domain.identity_check import MISMATCH
from verification_center.domain.inspection import EMPTY_SHELL, SILENT_SITE, SITE_PERSON, SUBJECT
from verification_center.domain.sample_check import Context
from verification_center.domain.sampling import StockSite, Unfiled
from verification_center.domain.unfiled_site import DISMISSED, DISPOSED
from verification_center.read_models import stock
from verification_center.shells import home_of

FINDING: Final = "finding"
_PERSON: Final = "site_person"


@dataclass(slots=True)
class Filed:
    """What is filed at the end of a day."""

    sites: list[StockSite]
    since: Mapping[str, str]
    """By site number: the day on which it was first filed."""
    empty_subjects: tuple[str, ...]
    """Numbers of filed subjects without a filed site."""


@dataclass(slots=True)
class Seen:
    """What inspections found, by site number."""

    dead: set[str] = field(default_factory=set)
    """Empty shells."""
    silent: set[str] = field(default_factory=set)
    """Did not answer in the period."""
    wrong: set[str] = field(default_factory=set)
    """Sites, and subjects by number, found wrong in the period."""


async def facts_of(session: Session, kind: str, period: str) -> tuple[Context, Filed]:
    """Return what the check of a period must know, and what is filed at its end."""
    first, last = days_of(period)
    providers = {row.isp_id: row.region for row in await session.query(stock.units())}
    filed = await _filed(session, last, providers)
    seen = await _seen(session, first, last)
    wrong = await _wrong_identities(session, last)
    sites = [_with_defects(site, seen, wrong) for site in filed.sites]
    chosen = [
        one for one in sites if kind != MONTHLY or filed.since[one.filing_number] >= str(first)
    ]
    context = Context(
        today=day_of(session.now),
        standard=(await session.state(STANDARD, f"checkstandard-{NATIONAL}")).published,
        plan=(await session.state(PLAN, f"checkplan-{NATIONAL}")).plan,
        seed=session.meta.correlation_id,
        stock=chosen,
        reachable=[one for one in sites if one.filing_number not in seen.dead | seen.silent],
        unfiled=await _unfiled(session, last),
        providers=providers,
    )
    return context, filed


async def _filed(session: Session, last: date, providers: Mapping[int, str]) -> Filed:
    gone = {row.number for row in await session.query(stock.gone(last))}
    since: dict[str, str] = {}
    rows: dict[str, Any] = {}
    for row in await session.query(stock.said_of_sites(last)):
        since.setdefault(row.site_number, row.entered_on)
        rows[row.site_number] = row
    subjects = {row.filing_number for row in rows.values()} - gone
    sites = [
        _stock_site(row, providers)
        for number, row in rows.items()
        if number not in gone and row.filing_number not in gone
    ]
    with_sites = {rows[site.filing_number].filing_number for site in sites}
    return Filed(sites, since, tuple(sorted(subjects - with_sites)))


def _stock_site(row: Any, providers: Mapping[int, str]) -> StockSite:  # noqa: ANN401 - a row
    return StockSite(
        filing_number=row.site_number,
        application_id=row.application_id,
        home_region=home_of(row.filing_number),
        providers=tuple(
            SampledProvider(isp_id=isp_id, region=providers.get(isp_id, row.provider_region))
            for isp_id in row.isp_ids
        ),
    )


async def _seen(session: Session, first: date, last: date) -> Seen:
    seen, applications = Seen(), dict[str, str]()
    for row in await session.query(stock.identities(last)):
        applications[row.application_id] = row.filing_number
    for row in await session.query(stock.findings(last)):
        is_recent = row.found_at >= first.isoformat()
        if row.kind == EMPTY_SHELL:
            (seen.dead.add if row.result else seen.dead.discard)(row.filing_number)
        elif row.kind == SILENT_SITE and is_recent:
            seen.silent.add(row.filing_number)
        elif row.kind == SITE_PERSON and is_recent:
            seen.wrong.add(row.filing_number)
        elif row.kind == SUBJECT and is_recent:
            number = applications.get(row.finding_id.rpartition(".")[0])
            if number is not None:
                seen.wrong.add(number)
    return seen


async def _wrong_identities(session: Session, last: date) -> Mapping[str, tuple[str, ...]]:
    """Return whose identities differ from the registry, by subject number, as checked last."""
    found: dict[str, tuple[str, ...]] = {}
    for row in await session.query(stock.identities(last)):
        persons = json.loads(row.persons)
        found[row.filing_number] = tuple(
            one["whose"] for one in persons if one["result"] == MISMATCH
        )
    return found


def _with_defects(site: StockSite, seen: Seen, wrong: Mapping[str, tuple[str, ...]]) -> StockSite:
    subject = subject_of(site.filing_number)
    own = f"{_PERSON} {site.filing_number}"
    identities = [
        _PERSON if whose == own else whose
        for whose in wrong.get(subject, ())
        if whose == own or not whose.startswith(_PERSON)
    ]
    is_found = not seen.wrong.isdisjoint({site.filing_number, subject})
    defects = tuple(identities) or ((FINDING,) if is_found else ())
    return replace(site, defects=defects)


async def _unfiled(session: Session, last: date) -> list[Unfiled]:
    return [
        Unfiled(row.region, None if row.said is None else json.loads(row.said)["isp_id"])
        for row in await session.query(stock.unfiled(last))
        if row.status not in {DISMISSED, DISPOSED}
    ]


async def identities_checked(session: Session, period: str) -> Mapping[int, tuple[int, int]]:
    """Return how many filings' identities were checked in a month, and how many matched, by isp."""
    first, last = days_of(period)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in await session.query(stock.identities(last)):
        if row.checked_at >= first.isoformat():
            counts[row.isp_id][0] += 1
            counts[row.isp_id][1] += not _is_wrong(json.loads(row.persons))
    return {isp_id: (checked, right) for isp_id, (checked, right) in counts.items()}


def _is_wrong(persons: Iterable[Mapping[str, Any]]) -> bool:
    return any(one["result"] == MISMATCH for one in persons)
