"""The ministry's portal in a real browser: the clock, the actors, the events, the public query."""

import asyncio
import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest

from support.outside import GUANGDONG, JIANGSU, Outside

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WITHIN_S = 90
LIVE_MS = 4_000
"""How long the page is left to run before it is read."""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium")
    assert found, "`.ci/run` installs chromium where it is missing"
    return found


async def shown(chromium: str, url: str, profile: Path) -> str:
    """Return the page as it stands in the browser after its scripts ran."""
    process = await asyncio.create_subprocess_exec(
        chromium,
        *FLAGS,
        f"--user-data-dir={profile}",
        f"--timeout={LIVE_MS}",
        "--dump-dom",
        url,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await asyncio.wait_for(process.communicate(), WITHIN_S)
    return out.decode()


@pytest.mark.proves("R14-005", "R14-151")
async def test_the_public_query_shows_a_filed_site(
    outside: Outside, chromium: str, tmp_path: Path
) -> None:
    await outside.policy("approve")
    jiangsu = outside.enterprises[JIANGSU]
    sent = jiangsu.sample(home=GUANGDONG)
    (received,) = await jiangsu.filed(sent)
    await outside.settle()
    query = await outside.ask(
        f"{outside.ministry}/api/filings?{urlencode({'domain': sent.domain})}"
    )
    assert query
    form = urlencode({"by": "domain", "q": sent.domain})
    page = await shown(chromium, f"{outside.ministry}/?{form}", tmp_path / "query")
    assert str(received.number) in page
    assert sent.filing.subject.name in page
    assert "模拟" in page


async def test_the_portal_shows_clock_actors_and_events(
    outside: Outside, chromium: str, tmp_path: Path
) -> None:
    page = await shown(chromium, f"{outside.ministry}/", tmp_path / "portal")
    for text in ("网络时间", "公共查询", "模拟", "province.320000", "verification-center"):
        assert text in page, text
    assert "实时" in page
    assert "FilingRecordSynchronized" in page or "ReviewPolicySet" in page
