"""What is done in a network before its logs are recorded, beside what `beian demo` files.

`PYTHONPATH=tests uv run python -m replay.scenario DATA_FOLDER` does it all through the public doors, so that
a recording has nearly every type of event: a draft at the reference enterprise system from first
entry to open access, a refusal, an overdue review, a suspended provider, password checks.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from beian.records import Filing
from launcher.samples import Provider, Sample, sample
from support.reference_enterprise import form_of, verification_of

HOME: Final = "320000"
OTHER: Final = "110000"
PATIENCE_S: Final = 60.0


class Scenario:
    """One network, acted on."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.http = httpx.Client(timeout=60.0)
        self.status = json.loads(self.beian("status", "--json"))["services"]
        self.network = self.get(f"{self.url('ministry')}/network.json")

    def url(self, service: str) -> str:
        """Return where a service is reached."""
        return str(self.status[service]["url"])

    def beian(self, *arguments: str) -> str:
        """Run a command against the network; whatever it answers is part of the recording."""
        command = [str(Path(sys.executable).with_name("beian")), *arguments]
        done = subprocess.run(
            [*command, "--data", str(self.data)], check=False, capture_output=True, text=True
        )
        return done.stdout

    def get(self, url: str) -> Any:
        return self.http.get(url).raise_for_status().json()

    def post(self, url: str, body: Any = None) -> Any:
        answer = self.http.post(url, json=body)
        assert answer.is_success, f"{url} answers {answer.status_code}: {answer.text}"
        return answer.json()

    def until[T](self, ask: Callable[[], T], enough: Callable[[T], bool]) -> T:
        """Ask again and again until it is enough."""
        deadline = time.monotonic() + PATIENCE_S
        while not enough(found := ask()):
            assert time.monotonic() < deadline, f"still {found}"
            time.sleep(0.2)
        return found


def file_a_draft(scenario: Scenario) -> None:
    """Take a sponsor's draft through verification, filing and access."""
    account = next(
        one
        for one in scenario.network["providers"]
        if one["region"] == HOME and one["hosted_by"] == "enterprise"
    )
    filing = sample(4711, Provider.of(account), pictures=False).filing
    drafts = f"{scenario.url('enterprise')}/{account['isp_id']}/api/drafts"
    body = {"filing": _entered(filing), "open_access": True, "form": form_of(Sample(filing))}
    draft = f"{drafts}/{scenario.post(drafts, body)['draft_id']}"
    scenario.post(f"{draft}/pre-verification", {"passed": True})
    scenario.post(f"{draft}/verification", verification_of(Sample(filing)))
    scenario.post(f"{draft}/access-info", {})
    scenario.post(f"{draft}/submission")
    scenario.until(lambda: scenario.get(draft), lambda view: "AccessEnabled" in json.dumps(view))


def _entered(filing: Filing) -> dict[str, Any]:
    """Return what the sponsor knows of a filing, as the provider's API takes it."""
    entered: dict[str, Any] = msgspec.to_builtins(filing)
    unknown = {"isp_subject_id", "subject_id", "filing_number", "submission_mode"}
    subject = {name: value for name, value in entered["subject"].items() if name not in unknown}
    sites = []
    for site in entered["sites"]:
        unknown = {"isp_site_id", "site_id", "filing_number", "accesses"}
        kept = {name: value for name, value in site.items() if name not in unknown}
        sites.append({**kept, "domains": [{"name": one["name"]} for one in site["domains"]]})
    return {"subject": subject, "sites": sites}


def control(scenario: Scenario) -> None:
    """Use the tester's and the officers' controls."""
    ministry, bureau = scenario.url("ministry"), f"{scenario.url('province')}/{HOME}/api"
    listed = {"kind": "domain", "value": "listed.example", "reason": "测试"}
    for action in ("add", "remove"):
        scenario.post(f"{ministry}/api/blacklist", {"action": action, **listed})
    scenario.post(f"{ministry}/sim/interface", {"region": OTHER, "password_checks_max": 2})
    for _ in range(3):
        scenario.beian("client", "verify-password", "苏ICP备2026000001号", "no", "--region", OTHER)
    external = f"{bureau}/providers/{HOME}000002"
    scenario.post(f"{external}/suspension", {"reason": "测试"})
    scenario.post(f"{external}/resumption", {"reason": "测试"})


def review(scenario: Scenario) -> None:
    """Have one filing refused, and one left until it is overdue."""
    scenario.beian("sim", "policy", "refuse", "--region", OTHER, "--opinion", "材料不全")
    scenario.beian("sim", "policy", "manual", "--region", HOME)
    with tempfile.TemporaryDirectory() as folder:
        for region in (OTHER, HOME):
            file = str(Path(folder) / f"{region}.xml")
            scenario.beian("client", "sample", file, "--region", region)
            scenario.beian("client", "upload", file, "--region", region)
    queue = f"{scenario.url('province')}/{HOME}/api/review-queue"
    scenario.until(lambda: scenario.get(queue), bool)
    scenario.post(f"{scenario.url('ministry')}/sim/clock", {"advance": "21wd"})


def main() -> None:
    """Do all of it."""
    scenario = Scenario(Path(sys.argv[1]).resolve())
    scenario.beian("demo")
    scenario.beian("sim", "policy", "approve", "--region", HOME)
    file_a_draft(scenario)
    control(scenario)
    review(scenario)


if __name__ == "__main__":
    main()
