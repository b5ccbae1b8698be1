"""The annual review: providers submit for their sponsors, departments object, bureaus conclude.

In January almost all is submitted, in March a few more and the departments' vetoes come; in April
the bureaus order to correct what was vetoed or missed, in May most is accepted as corrected, in
June the rest is closed and cancelled, and the year's review ends. FLOW-15.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from beian.regulations.departments import Department
from launcher.country.draws import Draws
from launcher.seeding.talk import Talk

AT_FIRST: Final = 930
LATER: Final = 600
"""Open reviews in a thousand that are submitted in January, and of the rest in March."""
VETOED: Final = 4
"""Submitted reviews in a thousand that a department objects to."""
CORRECTED: Final = 850
"""Ordered corrections in a thousand that are made."""
CLOSE_SITE: Final = "close_site"
OFFICER: Final = "示例审核员"
_CORRECTED_BY_DAY: Final = 15
"""Of May: until then it may be corrected."""
_PAGE: Final = 200
_DEPARTMENTS: Final = (Department.CULTURE, Department.NEWS, Department.EDUCATION)

type Review = Mapping[str, Any]
"""As the bureau's list of reviews shows it."""


async def review_in(talk: Talk, first: date, draws: Draws, done: Counter[str]) -> None:
    """Do what belongs to the annual review in a month, at every bureau."""
    for region in talk.regions:
        bureau = Bureau(talk, region, first.year, draws.about(region), done)
        match first.month:
            case 1:
                await bureau.submit(AT_FIRST)
            case 3:
                await bureau.submit(LATER)
                await bureau.object()
                await bureau.conclude()
            case 4:
                await bureau.order()
            case 5:
                await bureau.accept()
            case 6:
                await bureau.close()
            case _:
                return


class Bureau:
    """One bureau's review of a year, as its officers and its providers move it."""

    def __init__(
        self, talk: Talk, region: str, year: int, draws: Draws, done: Counter[str]
    ) -> None:
        self._talk = talk
        self._api = f"{talk.bureau(region)}/api"
        self._year = year
        self._draws = draws
        self._done = done

    async def submit(self, permille: int) -> None:
        """Let providers hand in so many of the reviews that are open."""
        by_provider: defaultdict[int, list[str]] = defaultdict(list)
        for review in await self._in_phase("Open"):
            state = review["state"]
            if self._draws.happens(f"submitted {state['site_number']} {permille}", permille):
                by_provider[state["isp_ids"][0]].append(state["site_number"])
        for isp_id, numbers in sorted(by_provider.items()):
            body = {"submitted_by": "sponsor", "isp_id": isp_id, "site_numbers": numbers}
            await self._of_year("submissions", body)
            self._done["annual reviews submitted"] += len(numbers)

    async def object(self) -> None:
        """Let departments veto a few."""
        for review in await self._in_phase("Submitted"):
            if not self._draws.happens(f"vetoed {review['key']}", VETOED):
                continue
            department = self._draws.one_of(f"department {review['key']}", _DEPARTMENTS)
            serial = self._done["annual reviews vetoed"] + 1
            opinion = {
                "department": department.value,
                "opinion": CLOSE_SITE,
                "document_number": f"示例函〔{self._year}〕{serial}号",
                "officer": "示例主管部门经办人",
            }
            await self._of_site(review, "opinion", opinion)
            self._done["annual reviews vetoed"] += 1

    async def conclude(self) -> None:
        """Pass what was submitted and nobody objected to."""
        passed = len(await self._in_phase("Submitted"))
        if passed:
            await self._of_year("passes", {"officer": OFFICER})
            self._done["annual reviews passed"] += passed

    async def order(self) -> None:
        """Order to correct what was vetoed or not handed in."""
        await self.conclude()
        ordered = [*await self._in_phase("Overdue"), *await self._in_phase("Failed")]
        if ordered:
            due = date(self._year, 5, _CORRECTED_BY_DAY).isoformat()
            await self._of_year("orders", {"officer": OFFICER, "due": due})
            self._done["corrections ordered"] += len(ordered)

    async def accept(self) -> None:
        """Accept most corrections."""
        for review in await self._in_phase("Rectifying"):
            if self._draws.happens(f"corrected {review['key']}", CORRECTED):
                await self._of_site(review, "acceptance", {"officer": OFFICER})
                self._done["corrections accepted"] += 1

    async def close(self) -> None:
        """Close and cancel what was not corrected, and end the year's review."""
        for review in await self._in_phase("Rectifying"):
            await self._of_site(review, "refusal", {"officer": OFFICER})
            self._done["sites closed and cancelled"] += 1
        await self._of_year("close", {"officer": OFFICER})

    async def _in_phase(self, phase: str) -> Sequence[Review]:
        """Return the year's reviews that stand in a phase."""
        found: list[Review] = []
        after = 0
        while True:
            page = await self._talk.get(
                f"{self._api}/annual-reviews", phase=phase, after=after, limit=_PAGE
            )
            found += [one for one in page if one["state"]["year"] == self._year]
            if len(page) < _PAGE:
                return found
            after = page[-1]["opened"]

    async def _of_year(self, act: str, body: Mapping[str, Any]) -> None:
        await self._talk.post(f"{self._api}/annual-review-years/{self._year}/{act}", body)

    async def _of_site(self, review: Review, act: str, body: Mapping[str, Any]) -> None:
        await self._talk.post(f"{self._api}/annual-reviews/{review['key']}/{act}", body)
