"""The whole country: who files what, through whom, in which round, and what should come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Final

from msgspec.structs import replace

from beian.records import Access, Filing
from launcher.country import proportions
from launcher.country.draws import Draws
from launcher.country.faults import draw_fault, spoiled
from launcher.country.material import material_of, with_approvals
from launcher.country.sponsors import (
    Numbers,
    Sponsor,
    base36,
    make_access,
    make_sponsor,
)
from launcher.samples import Provider

RECORDS_OF_A_FILE: Final = 100
ROUNDS: Final = 2
"""What is corrected, or stands against something filed, comes when all else is filed."""
REFUSED_NAME: Final = "国家级"
"""What no site may be called that is not: the reviewers of a seeded country refuse it."""

_ID_SPACES: Final = 99_999
_IDS_OF_SPACE: Final = 10**10
"""Ids so have fifteen digits at most: longer ones are written apart in the log, at a price."""
_IDS_OF_APPLICATION: Final = 1000
_DOUBLE: Final = 5_000_000
"""Indexes above it are second applications of sponsors that have filed."""
_INTRUDER: Final = 6_000_000
_PRESUMPTUOUS: Final = 7_000_000
_YEAR_OF_APPROVALS: Final = 2025


class Outcome(StrEnum):
    """What an application is to come to."""

    FILED = "filed"
    FAULTY = "sent back by the automatic check"
    DOUBLED = "the subject is filed already"
    DOMAIN_TAKEN = "the domain is another's"
    REFUSED = "refused by the reviewer"


@dataclass(frozen=True, slots=True)
class Planned:
    """One application to be made: little enough to be kept for all."""

    index: int
    home: str
    provider: Provider
    outcome: Outcome
    round: int
    month: int = 0
    """0: before the year that is simulated; else 1 to 12 of it."""
    of: int | None = None
    """Index of the subject that a double or an intruder takes something from."""


@dataclass(frozen=True, slots=True)
class Application:
    """One application, made."""

    planned: Planned
    filing: Filing
    blobs: Mapping[str, bytes]
    fault: int | None = None
    """The code that a faulty one will be sent back with."""

    @property
    def isp_subject_id(self) -> int:
        return self.filing.subject.isp_subject_id or 0


@dataclass(frozen=True, slots=True)
class SecondAccess:
    """A further provider's access of a site, to be filed when the site has its number."""

    isp_subject_id: int
    """Of the site's subject, at its first provider."""
    first_provider: Provider
    home: str
    site: int
    """Counted from 1."""
    provider: Provider
    access: Access


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """What the authoritative registry is to say of a certificate."""

    certificate_type: int
    number: str
    name: str


class Country:
    """A made-up country: `subjects` sponsors that are filed in the end, through `providers`.

    `months`: of a year that follows, in which some of them file; without any all do at once.
    """

    def __init__(
        self, seed: int, subjects: int, providers: Sequence[Provider], *, months: int = 0
    ) -> None:
        assert providers, "somebody has to file"
        self.months = months
        self.seed = seed
        self.subjects = subjects
        self.providers = tuple(sorted(providers, key=lambda one: one.isp_id))
        regions = ",".join(str(one.isp_id) for one in self.providers)
        self._draws = Draws(seed, subjects, regions, months)
        digest = sha256(f"{seed}/{subjects}/{regions}/{months}".encode()).digest()
        self._space = 1 + int.from_bytes(digest[:8]) % _ID_SPACES

    @cached_property
    def plan(self) -> tuple[Planned, ...]:
        """Every application, in the order of being made."""
        found: list[Planned] = []
        for index, home in enumerate(self._homes()):
            found += self._planned(index, home)
        return tuple(found)

    def of_round(self, number: int, month: int = 0) -> Sequence[Planned]:
        """Return what is handed in in one round of a month."""
        return [one for one in self.plan if (one.round, one.month) == (number, month)]

    def files(
        self, provider: Provider, number: int, month: int = 0
    ) -> Iterator[tuple[Application, ...]]:
        """Make what a provider hands in in one round of a month, file by file."""
        mine = [one for one in self.of_round(number, month) if one.provider == provider]
        for start in range(0, len(mine), RECORDS_OF_A_FILE):
            yield tuple(self.application(one) for one in mine[start : start + RECORDS_OF_A_FILE])

    def application(self, planned: Planned) -> Application:
        """Make one application. The same one is the same, byte for byte."""
        match planned.outcome:
            case Outcome.DOUBLED:
                filing = self._double(planned)
            case Outcome.DOMAIN_TAKEN:
                filing = self._intruder(planned)
            case Outcome.REFUSED:
                filing = self._presumptuous(planned)
            case _:
                filing = self._filing(planned.index, planned.home, planned.provider)
        complete, blobs = self._with_material(planned.index, filing)
        if planned.outcome is not Outcome.FAULTY:
            return Application(planned, complete, blobs)
        fault = draw_fault(complete, self._draws.about(f"fault {planned.index}"))
        return Application(planned, spoiled(complete, fault), blobs, fault)

    def second_accesses(self) -> Iterator[SecondAccess]:
        """Make what further providers file for sites of others."""
        if len(self.providers) == 1:
            return
        for planned in self.plan:
            if planned.outcome is not Outcome.FILED:
                continue
            sites = self._filing(planned.index, planned.home, planned.provider).sites
            for number in range(1, len(sites) + 1):
                draws = self._draws.about(f"second access {planned.index}.{number}")
                if draws.happens("second", proportions.SECOND_ACCESS):
                    yield self._second_access(planned, number, draws)

    def registry(self) -> Iterator[RegistryEntry]:
        """Return what the registry says: of most the truth, each certificate once."""
        seen: set[tuple[int, str]] = set()
        for planned in self.plan:
            if planned.outcome is Outcome.FAULTY:
                continue
            draws = self._draws.about(f"registry {planned.index}")
            filing = self.application(planned).filing
            for entry in _identities(filing):
                if (entry.certificate_type, entry.number) in seen:
                    continue
                seen.add((entry.certificate_type, entry.number))
                is_subject = entry.number == filing.subject.certificate.number
                if is_subject and draws.happens("unknown", proportions.UNKNOWN_TO_REGISTRY):
                    continue
                if is_subject and draws.happens("misnamed", proportions.MISNAMED_IN_REGISTRY):
                    yield RegistryEntry(entry.certificate_type, entry.number, f"{entry.name}旧名")
                else:
                    yield entry

    def _homes(self) -> Iterator[str]:
        """Return where each subject lives, mixed: so that a part of them is a country too."""
        hosted = {one.region for one in self.providers}
        weights = {
            region: weight
            for region, weight in proportions.SUBJECTS_BY_PROVINCE.items()
            if region in hosted
        }
        shares = proportions.apportion(self.subjects, weights)
        homes = [region for region, share in shares.items() for _ in range(share)]
        order = sorted(range(len(homes)), key=lambda at: self._draws.below(f"order {at}", 2**63))
        return (homes[at] for at in order)

    def _planned(self, index: int, home: str) -> Iterator[Planned]:
        draws = self._draws.about(f"plan {index}")
        provider = self._provider_for(home, draws)
        month = 0
        if self.months and draws.happens("later", proportions.FILED_IN_THE_YEAR):
            month = 1 + draws.below("month", self.months)
        if draws.happens("faulty", proportions.FAULTY_AT_FIRST):
            yield Planned(index, home, provider, Outcome.FAULTY, 1, month)
            yield Planned(index, home, provider, Outcome.FILED, 2, month)
            return
        yield Planned(index, home, provider, Outcome.FILED, 1, month)
        if draws.happens("doubled", proportions.DOUBLED):
            yield Planned(_DOUBLE + index, home, provider, Outcome.DOUBLED, 2, month, index)
        if draws.happens("intruder", proportions.TAKEN_DOMAIN):
            other = self._other_provider(provider, draws)
            yield Planned(
                _INTRUDER + index, other.region, other, Outcome.DOMAIN_TAKEN, 2, month, index
            )
        if draws.happens("presumptuous", proportions.REFUSED_BY_REVIEWER):
            yield Planned(_PRESUMPTUOUS + index, home, provider, Outcome.REFUSED, 1, month)

    def _provider_for(self, home: str, draws: Draws) -> Provider:
        there = [one for one in self.providers if one.region == home]
        away = [one for one in self.providers if one.region != home]
        if there and (not away or not draws.happens("cross", proportions.CROSS_PROVINCE)):
            return draws.one_of("provider", there)
        market = {one: proportions.ACCESS_MARKET.get(one.region, 1) for one in away}
        return draws.weighted("provider", market)

    def _other_provider(self, than: Provider, draws: Draws) -> Provider:
        others = [one for one in self.providers if one != than]
        return draws.one_of("other provider", others) if others else than

    def _numbers(self, index: int) -> Numbers:
        return Numbers(
            self._space * _IDS_OF_SPACE + index * _IDS_OF_APPLICATION,
            f"{base36(index)}x{base36(self._space)}",
        )

    def _sponsor(self, index: int, home: str, provider: Provider) -> Sponsor:
        draws = self._draws.about(f"sponsor {index}")
        return make_sponsor(home, provider, self._numbers(index), draws)

    def _filing(self, index: int, home: str, provider: Provider) -> Filing:
        sponsor = self._sponsor(index, home, provider)
        return Filing(subject=sponsor.subject, sites=sponsor.sites)

    def _with_material(self, index: int, filing: Filing) -> tuple[Filing, dict[str, bytes]]:
        sponsor = Sponsor(filing.subject, filing.sites)
        draws = self._draws.about(f"sponsor {index}")
        approved, documents = with_approvals(sponsor, draws, _YEAR_OF_APPROVALS)
        attachments, pictures = material_of(approved)
        complete = Filing(subject=approved.subject, sites=approved.sites, attachments=attachments)
        return complete, {**documents, **pictures}

    def _double(self, planned: Planned) -> Filing:
        """Let a sponsor that is filed apply anew, with another site."""
        assert planned.of is not None, "a double is somebody's"
        first = self._filing(planned.of, planned.home, planned.provider)
        again = self._filing(planned.index, planned.home, planned.provider)
        subject = replace(first.subject, isp_subject_id=again.subject.isp_subject_id)
        return Filing(subject=subject, sites=again.sites)

    def _intruder(self, planned: Planned) -> Filing:
        """Let another sponsor apply for a domain that is filed."""
        assert planned.of is not None, "an intruder takes somebody's domain"
        owner = next(one for one in self.plan if one.index == planned.of)
        taken = self._filing(owner.index, owner.home, owner.provider).sites[0].domains[0]
        own = self._filing(planned.index, planned.home, planned.provider)
        first, *others = own.sites
        domain = replace(first.domains[0], name=taken.name)
        site = replace(first, home_page=None, domains=(domain, *first.domains[1:]))
        return Filing(subject=own.subject, sites=(site, *others))

    def _presumptuous(self, planned: Planned) -> Filing:
        filing = self._filing(planned.index, planned.home, planned.provider)
        first, *others = filing.sites
        site = replace(first, name=f"{REFUSED_NAME}{first.name}")
        return Filing(subject=filing.subject, sites=(site, *others))

    def _second_access(self, planned: Planned, number: int, draws: Draws) -> SecondAccess:
        provider = self._other_provider(planned.provider, draws)
        numbers = self._numbers(planned.index)
        return SecondAccess(
            isp_subject_id=numbers.subject(),
            first_provider=planned.provider,
            home=planned.home,
            site=number,
            provider=provider,
            access=make_access(provider, numbers, draws, number, 3),
        )


def _identities(filing: Filing) -> Iterator[RegistryEntry]:
    subject = filing.subject
    yield RegistryEntry(subject.certificate.type, subject.certificate.number, subject.name)
    for person in (subject.responsible, *(site.responsible for site in filing.sites)):
        if person.certificate_type and person.certificate_number and person.name:
            yield RegistryEntry(person.certificate_type, person.certificate_number, person.name)
