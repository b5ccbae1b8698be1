"""The reference enterprise system reports addresses, and its bureau answers each of them."""

from typing import Any

import pytest

from beian.regulations.address_registries import ADDRESS_REGISTRIES
from support.outside import GUANGDONG, Outside
from support.reference_enterprise import ReferenceEnterprise, verification_of
from support.waiting import until

REGISTRY = min(ADDRESS_REGISTRIES)
SOURCE = {
    "kind": "source",
    "first": "198.19.200.0",
    "last": "198.19.200.255",
    "source_unit": REGISTRY,
}
UNIT = {
    "kind": "isp",
    "obtains": False,
    "assigns": True,
    "management_rule": "IP地址管理办法",
    "responsible": "李四",
    "phone": "020-12345678",
    "email": "ip@provider.example",
}
OWN_USE = {
    "kind": "assignment",
    "first": "198.19.200.0",
    "last": "198.19.200.127",
    "mode": 3,
    "usage": 1,
    "assigned_on": "2026-03-02",
}


@pytest.mark.proves("R14-072", "R14-077", "2998", "2005")
async def test_blocks_are_reported_changed_and_taken_out(outside: Outside) -> None:
    enterprise = ReferenceEnterprise.of(outside, GUANGDONG)
    blocks = f"{enterprise.api}/ip-blocks"

    async def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await outside.http.request(method, f"{blocks}{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def standing(number: int, expected: str) -> dict[str, Any]:
        found: dict[int, Any] = {}

        async def there() -> bool:
            found.update((one["number"], one) for one in await ask("GET", ""))
            return bool(found[number]["standing"] == expected)

        await until(there, 30)
        block: dict[str, Any] = found[number]
        return block

    refused = await outside.http.post(blocks, json=SOURCE)
    assert refused.status_code == 403, "a unit is registered before it reports (R14-070)"
    await outside.tell(f"{enterprise.api}/ip-units", UNIT)
    bare = {"first": "198.19.201.0", "last": "198.19.201.1", "obtained_on": "2025-01-02"}
    early = await ask("POST", "", OWN_USE | bare)
    returned = await standing(early["number"], "returned")
    assert returned["due"] == "2025-02-06"

    async def is_overdue() -> bool:
        (shown,) = await ask("GET", f"?after={early['number'] - 1}&limit=1")
        return bool(shown["is_overdue"])

    await until(is_overdue, 30)
    assert [one["code"] for one in returned["findings"]] == [2005]

    source = (await ask("POST", "", SOURCE))["number"]
    used = (await ask("POST", "", OWN_USE))["number"]
    registered = await standing(used, "registered")
    assert registered["report"]["last"] == "198.19.200.127"
    there = await standing(source, "registered")
    assert str(there["record_id"]).startswith(enterprise.account["region"])

    await a_site_uses_the_addresses(enterprise)
    await ask("PUT", f"/{used}", {**OWN_USE, "last": "198.19.200.63"})
    await standing(used, "registered")
    await ask("DELETE", f"/{used}")
    await standing(used, "withdrawn")
    refused = await outside.http.post(blocks, json={"kind": "source", "first": "198.19.200.0"})
    assert refused.status_code == 422


async def a_site_uses_the_addresses(enterprise: ReferenceEnterprise) -> None:
    """File a site behind an address that is reported, but not of the account: it gets through."""
    await enterprise.outside.policy("approve")
    sent = enterprise.sample()
    draft = await enterprise.enter(sent)
    await enterprise.ask(f"{draft}/pre-verification", {"passed": True})
    await enterprise.ask(f"{draft}/verification", verification_of(sent))
    used = {"first": "198.19.200.9", "last": "198.19.200.9"}
    access = {"locations": [11], "modes": [1], "ip_ranges": [used]}
    await enterprise.ask(f"{draft}/access-info", access)
    await enterprise.ask(f"{draft}/submission", {})
    await enterprise.until_state(draft, "access_open")
