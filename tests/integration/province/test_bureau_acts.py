"""What a bureau does by itself over its own API: officers, names, home pages, terms of changes."""

from typing import Any

import msgspec
import pytest

from beian.records import Filing
from support.bureaus import JIANGSU, URL, Bureaus, Filer
from support.filed import changed, send
from support.waiting import until


async def ask(bureaus: Bureaus, path: str, body: dict[str, Any], status: int = 201) -> Any:
    response = await bureaus.http.post(f"/{JIANGSU}/api{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


def named(filing: Filing, name: str) -> Filing:
    (site,) = filing.sites
    return msgspec.structs.replace(filing, sites=(msgspec.structs.replace(site, name=name),))


@pytest.mark.proves("R14-068")
async def test_a_unit_s_national_name_waits_for_its_authorization(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    sent = filer.sample(701)
    filing = named(sent.filing, "中国示例网")
    await filer.file(sent, filings=[filing])
    await filer.skip_to(None)
    refused = await filer.take()
    assert [f.code for f in refused.results[0].findings] == [1002]
    assert refused.opinions[0].opinion.text is not None
    assert "中国" in refused.opinions[0].opinion.text
    registered = {
        "certificate_number": filing.subject.certificate.number,
        "unit_name": filing.subject.name,
        "word": "中国",
        "document": "批准文件1号",
        "officer": "王审核",
    }
    answered = await ask(bureaus, "/name-authorizations", registered)
    assert answered["phase"] == "Authorized"
    await filer.file(sent, filings=[filing])
    await filer.skip_to("ICP/BASJ")
    assert (await filer.take()).issued[0].filing.sites[0].name == "中国示例网"


@pytest.mark.proves("R14-012", "R14-020", "O292-027")
async def test_from_the_first_post_on_only_officers_decide(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("manual")
    await filer.file(filer.sample(702))

    async def waiting() -> Any:
        return await bureaus.api("/review-queue")

    (queued,) = await until(waiting)
    application = queued["application_id"]
    post = {"account": "zc1", "name": "赵支撑", "role": "support_center"}
    await ask(bureaus, "/officers", post)
    path = f"/applications/{application}/approval"
    refused = await ask(bureaus, path, {"reviewer": "路人"}, 403)
    assert (refused["reason"], refused["rule"]) == ("NOT_ALLOWED", "R14-012")
    await ask(bureaus, path, {"reviewer": "赵支撑"}, 200)
    shown = await bureaus.api(f"/applications/{application}")
    (approved,) = [one for one in shown["history"] if one["type"] == "FilingApproved"]
    assert approved["actor"] == "support-center:zc1"
    assert approved["data"]["rules"] == ["M64-026", "R14-092"]
    await ask(bureaus, "/officers/zc1/dismiss", {"reason": "调离"}, 200)
    (officer,) = await bureaus.api("/officers")
    assert officer["phase"] == "Dismissed"


@pytest.mark.proves("O292-013", "R14-058", "R14-059")
async def test_a_home_page_is_inspected_and_found_in_order_later(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    await filer.file(filer.sample(703))
    await filer.skip_to("ICP/BASJ")
    number = (await filer.take()).issued[0].filing.sites[0].filing_number
    seen = {"site_number": number, "officer": "李检查", "number_shown": number}
    found = await ask(bureaus, "/home-pages", seen)
    assert found["phase"] == "Correcting"
    assert "wrong_position" in found["state"]["findings"]
    right = {
        **seen,
        "position": "bottom_center",
        "link": f"{URL}/{JIANGSU}/",
        "phone_or_fax": True,
        "email": True,
        "postal_address": True,
        "e_certificate": True,
    }
    assert (await ask(bureaus, "/home-pages", right))["phase"] == "InOrder"
    events = (await bureaus.api(f"/home-pages/{number}"))["events"]
    bases = [one["data"]["basis"] for one in events if "basis" in one["data"]]
    assert bases == ["number_not_shown", "link_or_certificate_missing", "contact_missing"]
    stranger = {**seen, "site_number": "苏ICP备2099000001号-1"}
    assert (await ask(bureaus, "/home-pages", stranger, 404))["field"] == "site_number"


@pytest.mark.proves("O33-015", "J45-024")
async def test_a_change_that_came_late_is_noted_and_goes_on(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    await filer.file(filer.sample(704))
    await filer.skip_to("ICP/BASJ")
    issued = (await filer.take()).issued[0].filing
    await send(filer, "ICP/BGBA", changed(issued, filer.isp_id))
    await filer.skip_to("ICP/BASJ")
    await filer.take()
    changes = [one for one in await bureaus.api("/applications") if one["operation"] == "ICP/BGBA"]
    application = changes[-1]["application_id"]
    term = {"application_id": application, "effective_on": changes[-1]["received_at"][:10]}
    noted = await ask(bureaus, "/change-terms", term)
    assert noted["phase"] == "Late"
    assert (await ask(bureaus, "/change-terms", {**term, "application_id": "none"}, 404))["field"]
