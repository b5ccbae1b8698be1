"""`beian sim seed`: a made-up country is filed, and what came of it is told.

The bureaus decide by a policy of its own meanwhile: they refuse what presumes to be national and
approve everything else; what was in force before comes back. Called again with the same seed, it
goes on where it was: a file that was accepted is not handed in twice.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final

from beian.errors import Fault
from launcher.calling import client_of
from launcher.country.making import REFUSED_NAME, ROUNDS, Country
from launcher.samples import Provider
from launcher.seeding.handing_in import HandingIn
from launcher.seeding.progress import Progress
from launcher.seeding.report import Seeded, told
from launcher.seeding.second_accesses import Rows, file_second_accesses
from launcher.seeding.talk import Talk, talking_to

SUBJECTS_MAX: Final = 200_000
AT_ONCE: Final = 4
"""Providers that hand in at the same time: a machine of two cores has no use for more."""
_ENTRIES_AT_ONCE: Final = 1000
_PAGE: Final = 1000
_LOOK_AGAIN_S: Final = 0.5
_LOOKS_IN_VAIN_MAX: Final = 6
"""Rounds of looks at the queues after which the network is asked whether it has settled."""
_SETTLING_MAX: Final = 60
"""Times half a minute for all bureaus to decide what one round brought."""

POLICY: Final[Mapping[str, Any]] = {
    "policy": "rules",
    "rules": [
        {
            "field": "sites.name",
            "pattern": REFUSED_NAME,
            "decision": "refuse",
            "opinion": "网站名称不规范：不得使用“国家级”字样",
        },
        {"field": "subject.name", "pattern": ".", "decision": "approve", "opinion": "同意"},
    ],
}
"""Of every bureau while a country is filed."""


def country_of(network: Mapping[str, Any], seed: int, subjects: int, *, months: int = 0) -> Country:
    """Make the country that a network's external providers file. Raises Fault where none may."""
    providers = external_providers(network)
    if not 1 <= subjects <= SUBJECTS_MAX:
        raise Fault(f"1 to {SUBJECTS_MAX} subjects, not {subjects}")
    return Country(seed, subjects, [Provider.of(one) for one in providers], months=months)


def external_providers(network: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the accounts that file. Raises Fault where their passwords are not published."""
    found = [one for one in network["providers"] if one["hosted_by"] == "external"]
    if not found:
        raise Fault("this network has no external provider that could file")
    if any("password" not in one for one in found):
        raise Fault("this network does not publish its providers' passwords: it is no simulation")
    return found


async def seed_country(network: Mapping[str, Any], country: Country, progress: Progress) -> Seeded:
    """File a whole country. Raises Fault; called again, it goes on."""
    async with seeding_of(network, country, progress) as seeding:
        for number in range(1, ROUNDS + 1):
            await seeding.file([(number, 0)])
            await seeding.collect()
        await seeding.file_second_accesses()
        return await seeding.told()


@asynccontextmanager
async def seeding_of(
    network: Mapping[str, Any], country: Country, progress: Progress
) -> AsyncIterator["Seeding"]:
    """Prepare the filing of a country: registry, accounts, the bureaus' policy."""
    async with talking_to(network) as talk, AsyncExitStack() as stack:
        hands = [
            HandingIn(talk, account, await stack.enter_async_context(client_of(network, account)))
            for account in external_providers(network)
        ]
        seeding = Seeding(talk, country, hands, progress)
        await seeding.enter_registry()
        await _together(one.begin() for one in hands)
        async with _reviewing(talk):
            yield seeding


@dataclass(slots=True)
class Seeding:
    """A country on its way into a network."""

    talk: Talk
    country: Country
    hands: Sequence[HandingIn]
    progress: Progress
    files: int = 0
    """Handed in by this call."""

    async def enter_registry(self) -> None:
        """Let the center's registry know the persons and units. The same again adds nothing."""
        entries = [
            {"certificate_type": one.certificate_type, "number": one.number, "name": one.name}
            for one in self.country.registry()
        ]
        task = self.progress.begin("registry of persons and units", len(entries))
        for some in batched(entries, _ENTRIES_AT_ONCE):
            await self.talk.put(f"{self.talk.center}/api/registry", {"entries": list(some)})
            self.progress.advance(task, len(some))

    async def file(self, rounds: Sequence[tuple[int, int]]) -> None:
        """Hand in every file of some rounds, each of a month."""
        total = sum(len(self.country.of_round(*one)) for one in rounds)
        task = self.progress.begin("applications handed in", total)
        by_isp = {one.isp_id: one for one in self.country.providers}

        async def hand_in(hand: HandingIn) -> int:
            files = 0
            for number, month in rounds:
                provider = by_isp[hand.provider["isp_id"]]
                for applications in self.country.files(provider, number, month):
                    files += await hand.hand_in(applications)
                    self.progress.advance(task, len(applications))
            return files

        self.files += sum(await _together(hand_in(hand) for hand in self.hands))

    async def collect(self) -> None:
        """Take everything that comes until the network has settled and nothing lies ready."""
        wanted = sum(len(hand.unanswered) for hand in self.hands)
        task = self.progress.begin("results taken", wanted)
        in_vain = 0
        for _ in range(_SETTLING_MAX):
            while any(hand.unanswered for hand in self.hands) and in_vain < _LOOKS_IN_VAIN_MAX:
                before = wanted
                wanted = await _look(self.hands)
                self.progress.advance(task, before - wanted)
                in_vain = 0 if wanted < before else in_vain + 1
                await asyncio.sleep(_LOOK_AGAIN_S)
            settled = await self.talk.settle()
            took = [await hand.drain() for hand in self.hands]
            if settled and not any(took):
                self.progress.complete(task)
                return
            in_vain = 0
        raise Fault("the network does not settle; call again to go on")

    async def file_second_accesses(self) -> None:
        """Hand in further providers' accesses of what is filed, and take the results."""
        rows = await applications_of(self.talk)
        await file_second_accesses(self.talk, self.country, self.hands, rows, self.progress)
        await self.collect()

    async def told(self) -> Seeded:
        """Say what came of the country so far."""
        return told(self.country, self.hands, self.files, await applications_of(self.talk))


@asynccontextmanager
async def _reviewing(talk: Talk) -> AsyncIterator[None]:
    """Let every bureau review by the policy of a seeded country; what was before comes back."""
    url = f"{talk.ministry}/sim/policies"
    before = {one["region"]: one for one in (await talk.get(url))["policies"]}
    await talk.post(url, {"region": "all", **POLICY})
    await talk.settle()
    try:
        yield
    finally:
        for region in talk.regions:
            await talk.post(url, before.get(region, {"region": region, "policy": "manual"}))


async def applications_of(talk: Talk) -> Rows:
    """Return where every application stands at every bureau: by region, by application."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for region in talk.regions:
        rows = found[region] = {}
        url, after = f"{talk.bureau(region)}/api/applications", 0
        while True:
            page = await talk.get(url, after=after, limit=_PAGE)
            rows |= {row["application_id"]: row for row in page}
            if len(page) < _PAGE:
                break
            after = page[-1]["position"]
    return found


async def _look(hands: Iterable[HandingIn]) -> int:
    """Take what lies ready for those who wait; return how many applications still do."""
    left = 0
    for hand in hands:
        if hand.unanswered:
            await hand.drain()
        left += len(hand.unanswered)
    return left


async def _together[T](work: Iterable[Any]) -> list[T]:
    """Do all of it, a few at once; the first fault ends the rest."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(coroutine: Any) -> T:  # noqa: ANN401 - whatever the caller awaits
        async with limit:
            done: T = await coroutine
            return done

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(coroutine)) for coroutine in work]
    except* Fault as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
