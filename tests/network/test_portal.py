"""The ministry's portal in a real browser: the clock, the actors, the events, the public query."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from support.browser import Browser, Page, browser_of
from support.outside import GUANGDONG, JIANGSU, Outside
from support.waiting import until

WITHIN_S = 30.0


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "`.ci/run` installs chromium where it is missing"
    async with browser_of(chromium, tmp_path / "profile") as started:
        yield started
    assert started.complaints == []


async def shows(page: Page, text: str) -> None:
    """Wait until a page shows a text."""

    async def there() -> bool:
        return text in await page.text()

    await until(there, WITHIN_S)


@pytest.mark.proves("R14-005", "R14-151")
async def test_the_public_query_shows_a_filed_site(outside: Outside, browser: Browser) -> None:
    await outside.policy("approve")
    jiangsu = outside.enterprises[JIANGSU]
    sent = jiangsu.sample(home=GUANGDONG)
    (received,) = await jiangsu.filed(sent)
    await outside.settle()
    form = urlencode({"by": "domain", "q": sent.domain})
    page = await browser.open(f"{outside.ministry}/?{form}")
    await shows(page, str(received.number))
    text = await page.text()
    for public in (sent.filing.subject.name, sent.domain, "广东省通信管理局", "模拟"):
        assert public in text, public
    assert str(sent.filing.subject.certificate.number) not in text
    assert await page.evaluate("document.documentElement.lang") == "zh-CN"


async def test_a_form_sent_by_hand_finds_by_number(outside: Outside, browser: Browser) -> None:
    await outside.policy("approve")
    jiangsu = outside.enterprises[JIANGSU]
    sent = jiangsu.sample()
    (received,) = await jiangsu.filed(sent)
    await outside.settle()
    page = await browser.open(f"{outside.ministry}/")
    await shows(page, "公共查询")
    await page.evaluate(
        "document.querySelector('select[name=by]').value = 'number';"
        f"document.querySelector('input[name=q]').value = '{received.number}';"
        "document.querySelector('form').requestSubmit()"
    )
    await shows(page, sent.filing.sites[0].name)


async def test_the_portal_shows_every_actor_and_a_clock_that_goes(
    outside: Outside, browser: Browser
) -> None:
    page = await browser.open(f"{outside.ministry}/")
    await shows(page, "实时")
    text = await page.text()
    assert "网络时间" in text
    assert "模拟" in text
    actors = "[...document.querySelectorAll('.actor')].map(one => one.dataset.log)"
    assert sorted(await page.evaluate(actors)) == sorted(outside.network["logs"])
    first = await page.evaluate("document.getElementById('now').textContent")

    async def goes_on() -> bool:
        return bool(await page.evaluate("document.getElementById('now').textContent") > first)

    await until(goes_on, WITHIN_S)


async def test_a_filing_crosses_the_levels_before_the_onlookers_eyes(
    outside: Outside, browser: Browser
) -> None:
    """The page is never loaded again: what comes, comes by server-sent events."""
    await outside.policy("approve")
    page = await browser.open(f"{outside.ministry}/")
    await shows(page, "实时")
    jiangsu = outside.enterprises[JIANGSU]
    number = await jiangsu.file(jiangsu.sample(home=GUANGDONG))
    correlation = await outside.correlation(jiangsu, number)
    await outside.settle()
    crossed = {
        event["type"]: f"{event['log']}/{event['position']}"
        for event in outside.logs.correlated(correlation)
    }
    for type_ in ("FilingForwardedToMinistry", "FilingRecordReported", "FilingResultForwarded"):
        await shows(page, crossed[type_])
    size = "document.querySelector('.actor[data-log=ministry] [data-of=size]').textContent"
    events = len(outside.logs.events["ministry"])

    async def counted() -> bool:
        return int(await page.evaluate(size)) >= events

    await until(counted, WITHIN_S)
