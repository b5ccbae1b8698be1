"""A country is seeded and lives through a natural year: filings, checks, reviews, reports.

The year is the next one that begins. What is decided by people goes through the same HTTP acts
that people would use; what falls due, the network does itself while its clock moves on.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any, Final

from launcher.country.draws import Draws
from launcher.country.making import ROUNDS
from launcher.seeding.progress import Progress, Silence
from launcher.seeding.report import Seeded
from launcher.seeding.run import Seeding, country_of, seeding_of
from launcher.seeding.talk import Talk
from launcher.year.annual_review import review_in
from launcher.year.checks import (
    answer_by_hand,
    answer_calls,
    answer_findings,
    find_silent_sites,
    find_unfiled_sites,
    periods_ended,
)
from launcher.year.moving_on import move_to, today_of

MONTHS: Final = 12


@dataclass(slots=True)
class Lived:
    """What was done in a year from outside, and how long it took."""

    year: int
    seeded: Seeded
    done: Counter[str] = field(default_factory=Counter)
    """What people did, by what it is."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall seconds by part of the work."""

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "year": self.year,
            "seeded": self.seeded.as_json(),
            "done": dict(self.done),
            "seconds": {name: round(taken, 1) for name, taken in self.seconds.items()},
        }


class _Stopwatch:
    """Adds up the wall time of parts of the work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = monotonic()

    def note(self, part: str) -> None:
        """Count the time since the last note to a part."""
        now = monotonic()
        self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now


async def live_a_year(
    network: Mapping[str, Any], seed: int, subjects: int, progress: Progress
) -> Lived:
    """Seed a country, and let the next natural year go by in it. Raises Fault."""
    watch, done = _Stopwatch(), Counter[str]()
    country = country_of(network, seed, subjects, months=MONTHS)
    draws = Draws(seed, subjects, "year")
    async with seeding_of(network, country, progress) as seeding:
        await answer_by_hand(seeding.talk, seed)
        for number in range(1, ROUNDS + 1):
            await seeding.file([(number, 0)])
            await seeding.collect()
        await seeding.file_second_accesses()
        watch.note("filing before the year")
        year = (await today_of(seeding.talk)).year + 1
        done["timers"] += await move_to(seeding.talk, date(year, 1, 1))
        watch.note("clock")
        task = progress.begin(f"months of {year}", MONTHS)
        seeding.progress = Silence()
        for month in range(1, MONTHS + 1):
            await _month(seeding, draws.about(f"{month}"), date(year, month, 1), done, watch)
            progress.advance(task, 1)
        await seeding.file([(ROUNDS, MONTHS)])
        await seeding.collect()
        await seeding.file_second_accesses()
        watch.note("filing in the year")
        return Lived(year, await seeding.told(), done, watch.seconds)


async def _month(
    seeding: Seeding, draws: Draws, first: date, done: Counter[str], watch: _Stopwatch
) -> None:
    """Do what people do in a month, and let it go by."""
    talk, month = seeding.talk, first.month
    rounds = [(1, month)] if month == 1 else [(ROUNDS, month - 1), (1, month)]
    await seeding.file(rounds)
    done["silent sites found"] += await find_silent_sites(talk, seeding.hands, draws)
    done["unfiled sites found"] += await find_unfiled_sites(
        talk, seeding.country.providers, draws, month
    )
    await seeding.collect()
    watch.note("filing in the year")
    await review_in(talk, first, draws, done)
    watch.note("annual review")
    done["unfiled sites answered for"] += await answer_findings(seeding.hands, draws, first)
    watch.note("filing in the year")
    following = date(first.year + month // MONTHS, month % MONTHS + 1, 1)
    done["timers"] += await move_to(talk, following)
    watch.note("clock")
    for check in periods_ended(following):
        done["calls answered"] += await _answer(talk, check, draws)
        done["sample checks"] += 1
    watch.note("checks")


async def _answer(talk: Talk, check: str, draws: Draws) -> int:
    shown = await answer_calls(talk, check, draws.about(check))
    return sum(event["type"] == "PhoneCheckAnswered" for event in shown["events"])
