"""A year's annual review at a real bureau, from its opening by the timer to its end. FLOW-15."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

import pytest

from beian.clock.clock_control import AdvanceTo, ClockContext
from beian.errors import Refusal
from beian.eventlog import Meta
from beian.records import Site
from beian.regulations.addresses import to_dotted
from beian.regulations.deadlines import CHINA_TIME
from beian.service import Kit
from ministry.application import Controls
from support.bureaus import JIANGSU, Bureaus, Filer
from support.center import Center
from support.filed import filed
from support.waiting import until


async def advance(bureaus: Bureaus, year: int, month: int, day: int) -> None:
    """Let it be noon of a day, in the network and so at the bureaus."""
    kit, to = bureaus.ministry.state.kit, datetime(year, month, day, 12, tzinfo=CHINA_TIME)
    assert isinstance(kit, Kit)
    meta = Meta(actor="tester", correlation_id=kit.identifiers.event_id(kit.clock.now()))
    context = ClockContext(kit.clock.wall())
    outcome = await Controls(kit.log).set_clock(meta, AdvanceTo(to), context)
    assert not isinstance(outcome, Refusal)

    async def there() -> bool:
        return bureaus.kit.clock.now() >= to

    await until(there)


async def act(bureaus: Bureaus, path: str, **body: Any) -> dict[str, Any]:
    answer = await bureaus.http.post(f"/{JIANGSU}/api/{path}", json=body)
    assert answer.is_success, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def year(bureaus: Bureaus, phase: str) -> dict[str, Any]:
    async def there() -> Any:
        answer = await bureaus.http.get(f"/{JIANGSU}/api/annual-review-years/2027")
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        shown = answer.json()
        is_done = shown["phase"] == phase and shown["state"]["is_entered"]
        return shown if is_done else None

    found: dict[str, Any] = await until(there)
    return found


@pytest.mark.proves(
    "O33-022",
    "O33-023",
    "O33-031",
    "O33-032",
    "R05-035",
    "R05-036",
    "R05-037",
    "R14-023",
    "R14-065",
)
async def test_a_year_from_the_opening_to_the_cancellation_of_what_was_not_corrected(
    bureaus: Bureaus, filer: Filer, center: Center
) -> None:
    await bureaus.policy("approve")
    sites = [(await filed(filer, 920 + n)).filing.sites[0] for n in range(4)]
    numbers = [site.filing_number for site in sites]
    await advance(bureaus, 2027, 1, 1)
    await _asked(bureaus, filer.isp_id, len(sites))

    pending = f"/annual-review-years/2027/providers/{filer.isp_id}"
    listed = await bureaus.api(pending)
    assert [one["site_number"] for one in listed] == numbers
    keys = [one["key"] for one in listed]
    one = {"submitted_by": "sponsor", "isp_id": filer.isp_id}
    assert (await act(bureaus, f"annual-reviews/{keys[0]}/submission", **one))[
        "phase"
    ] == "Submitted"
    many = await act(
        bureaus, "annual-review-years/2027/submissions", **one, site_numbers=numbers[:2]
    )
    assert many["state"]["handled"] == {"submitted": 1}
    assert [one["key"] for one in await bureaus.api(pending)] == keys[2:]

    await _look_and_veto(bureaus, center, keys, sites[1])
    work = await bureaus.api("/annual-review-years/2027/worklist")
    assert [(one["key"], one["mismatched"]) for one in work] == [
        (keys[0], []),
        (keys[1], ["ip_ranges"]),
        (keys[2], []),
    ]
    at_home = to_dotted(sites[1].accesses[0].ip_ranges[0].first)
    seen = {"officer": "赵处长", "addresses": [at_home]}
    await act(bureaus, f"annual-reviews/{keys[1]}/comparison", **seen)
    passed = await act(bureaus, "annual-review-years/2027/passes", officer="赵处长")
    assert passed["state"]["handled"]["passed"] == 2

    await _ends(bureaus, keys, numbers)


async def _asked(bureaus: Bureaus, isp_id: int, sites: int) -> None:
    """Every site is entered, its provider and its sponsor are asked."""
    opened = await year(bureaus, "Open")
    assert opened["state"]["sites"] == sites
    asked = [one for one in opened["events"] if one["type"] == "AnnualReviewAsked"]
    assert [one["data"]["isp_id"] for one in asked] == [isp_id]
    texts = await bureaus.api("/outbox?limit=1000")
    assert len([one for one in texts if "2027年度审核" in one["text"]]) == sites


async def _look_and_veto(bureaus: Bureaus, center: Center, keys: list[str], site: Site) -> None:
    """One site is seen elsewhere; a department that the bureau enters first vetoes another."""
    stray = {"domain": site.domains[0].name, "address": "203.0.113.77"}
    isp_id = site.accesses[0].isp_id
    await center.knows((site.filing_number or "").rpartition("-")[0])
    await center.feed(kind="access", isp_id=isp_id, observed=[stray])

    async def seen_elsewhere() -> bool:
        shown = await bureaus.api(f"/annual-reviews/{keys[1]}")
        return bool(shown["state"]["mismatched"])

    await until(seen_elsewhere)
    veto = {"opinion": "close_site", "document_number": "新办〔2027〕3号", "officer": "王科长"}
    path = f"/{JIANGSU}/api/annual-reviews/{keys[2]}/opinion"
    stranger = await bureaus.http.post(path, json={**veto, "department": "health"})
    assert stranger.json()["rule"] == "O33-031"
    entered = {"kind": "health", "name": "卫生主管部门", "officer": "赵处长"}
    await act(bureaus, "review-departments", **entered)
    vetoed = await act(bureaus, f"annual-reviews/{keys[2]}/opinion", **veto, department="health")
    assert vetoed["phase"] == "Failed"


async def _ends(bureaus: Bureaus, keys: list[str], numbers: list[str | None]) -> None:
    """What was vetoed is corrected in time; what was never submitted is not, and cancelled."""
    await advance(bureaus, 2027, 4, 1)
    assert (await year(bureaus, "Ended"))["state"]["overdue"] == 1
    order = {"officer": "赵处长", "due": "2027-04-20"}
    ordered = await act(bureaus, "annual-review-years/2027/orders", **order)
    assert ordered["state"]["handled"]["ordered"] == 2
    corrected = await act(
        bureaus, f"annual-reviews/{keys[2]}/acceptance", officer="赵处长", text="已整改"
    )
    assert corrected["phase"] == "Passed"
    early = await bureaus.http.post(
        f"/{JIANGSU}/api/annual-reviews/{keys[3]}/refusal", json={"officer": "赵处长"}
    )
    assert early.status_code == HTTPStatus.CONFLICT
    await advance(bureaus, 2027, 4, 21)
    ended = await act(bureaus, f"annual-reviews/{keys[3]}/refusal", officer="赵处长")
    assert ended["phase"] == "Cancelled"
    number = (numbers[3] or "").rpartition("-")[0]
    assert (await bureaus.api(f"/records/{number}"))["sites"] == []
    closed = await act(bureaus, "annual-review-years/2027/close", officer="赵处长")
    assert closed["phase"] == "Closed"
