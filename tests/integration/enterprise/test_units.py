"""A provider as domain unit, IP unit and basic operator, over HTTP, with its bureau and ministry."""

from typing import Any

import pytest

from support.enterprises import ISP, MINISTRY, Small
from support.waiting import until

DATA: dict[str, Any] = {
    "type": 1,
    "registered_on": "2026-01-05",
    "valid_until": "2027-01-05",
    "registrar": "示例注册商",
    "name_servers": "ns1.site.example",
}
PARTY = {
    "name": "示例公司",
    "organization": "示例公司",
    "address": "示例路1号",
    "province": 320000,
    "city": 320100,
    "email": "owner@site.example",
    "phone": "025-12345678",
}
DOMAIN = {"domain": "Shop.Example", "data": {**DATA, "registrant": PARTY, "administrator": PARTY}}
CONTACT = {"responsible": "李四", "phone": "025-12345678", "email": "unit@site.example"}


@pytest.mark.proves("R14-008", "R14-081", "R14-082", "R14-085")
async def test_a_domain_is_reported_to_the_ministry_and_closed_by_the_bureau(small: Small) -> None:
    domain = f"{small.api}/domains/shop.example"
    await small.tell(f"{small.api}/domains", DOMAIN, status=201)
    refused = await small.tell(f"{domain}/report", status=403)
    assert refused["rule"] == "R14-008"
    unit = {"kind": "registrar", "licence": "域许2026-1", **CONTACT}
    await small.tell(f"{small.api}/domain-units", unit, status=201)
    await small.tell(f"{domain}/report")
    shown = await small.phase(domain, "Reported")
    assert shown["state"]["record_id"] > 100000000000
    (found,) = (await small.ask(f"{MINISTRY}/api/domains?name=shop.example"))["domains"]
    assert found["isp_id"] == ISP

    denied = await small.tell(f"{domain}/resolution", status=403)
    assert denied["rule"] == "R14-082"
    kinds = [one["type"] for one in (await small.ask(domain))["events"]]
    assert kinds[-2:] == ["FilingLookedUp", "ResolutionRefused"]
    denied = await small.tell(f"{domain}/redirect", {"targets": ["other.example"]}, status=403)
    assert denied["rule"] == "R14-084"

    changed = {"data": {**DOMAIN["data"], "name_servers": "ns2.site.example"}}  # type: ignore[dict-item]
    await small.tell(f"{domain}/data", changed)
    await small.phase(domain, "Reported")
    order = {"isp_id": ISP, "domain": "shop.example", "reason": "违法网站", "officer": "赵六"}
    closure = await small.tell(f"{small.bureau}/domain-closures", order, status=201)
    await small.phase(domain, "Stopped")
    await small.phase(f"{small.bureau}/domain-closures/{closure['key']}", "Executed")


@pytest.mark.proves("R14-070", "R14-071", "R14-052", "R14-043")
async def test_units_and_operators_tell_their_bureau(small: Small) -> None:
    block = {"first": "198.19.9.0", "last": "198.19.9.255"}
    refused = await small.tell(f"{small.api}/ip-blocks/obtained", block, status=403)
    assert refused["rule"] == "R14-070"
    lease = {**block, "lessee": 320000000009, "purpose": "托管", "until": "2030-01-01"}
    denied = await small.tell(f"{small.api}/resources", lease, status=403)
    assert denied["rule"] == "R14-043"

    unit = {
        "kind": "basic_operator",
        "obtains": True,
        "assigns": True,
        "management_rule": "IP地址管理办法",
        **CONTACT,
    }
    await small.tell(f"{small.api}/ip-units", unit, status=201)
    await small.tell(f"{small.api}/ip-units/unit/contact-change", {**CONTACT, "phone": "025-2"})
    await small.tell(f"{small.api}/ip-units/unit/contact-report")
    obtained = await small.tell(f"{small.api}/ip-blocks/obtained", block, status=201)
    assert obtained["standing"] == "obtained"
    source = {**block, "kind": "source", "source_unit": 100000900001}
    await small.tell(f"{small.api}/ip-blocks/{obtained['number']}/report", source)

    lessee = {"isp_id": 320000000009, "name": "示例接入", "licence": "B1-2026-1"}
    await small.tell(f"{small.api}/lessees", lessee, status=201)
    leased = await small.tell(f"{small.api}/resources", lease, status=201)
    assert leased["phase"] == "Allocated"
    billing = await small.tell(
        f"{small.api}/billing-requests", {"site": "nobody.example"}, status=403
    )
    assert billing["rule"] == "R14-054"

    async def are_taken() -> bool:
        reports = await small.ask(f"{small.bureau}/provider-reports")
        kinds = {one["state"]["report"] for one in reports}
        expected = {"IP_UNIT", "IP_UNIT_CONTACT", "LESSEE_REMINDER", "RESOURCE_VIOLATION"}
        return expected <= kinds

    await until(are_taken, 20)
    (report, *_) = await small.ask(f"{small.bureau}/provider-reports?phase=Received")
    handled = f"{small.bureau}/provider-reports/{report['key']}/outcome"
    shown = await small.tell(handled, {"officer": "赵六", "outcome": "已核实"})
    assert shown["phase"] == "Handled"
