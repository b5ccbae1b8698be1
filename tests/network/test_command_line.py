"""The commands against a running network: what they print for programs, and their exit status."""

import json
from pathlib import Path
from typing import Any

from support.network import beian


def _json(*arguments: str) -> dict[str, Any]:
    ended = beian(*arguments, "--json")
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return dict(json.loads(ended.stdout))


async def test_network_json_names_every_actor(network: dict[str, Any]) -> None:
    regions = ["110000", "320000", "440000"]
    assert [province["region"] for province in network["provinces"]] == regions
    assert set(network["logs"]) == {
        "ministry",
        "verification-center",
        *(f"province.{region}" for region in regions),
        *(f"enterprise.{region}000001" for region in regions),
    }
    external = [p["region"] for p in network["providers"] if p["hosted_by"] == "external"]
    assert external == regions


async def test_status_says_that_every_service_is_ready(
    network: dict[str, Any], network_data: Path
) -> None:
    report = _json("status", "--data", str(network_data))
    assert set(report["services"]) == {
        "ministry", "province", "enterprise", "verification-center",
    }  # fmt: skip
    assert all(service["ready"] for service in report["services"].values())
    logs = {log for service in report["services"].values() for log in service["logs"]}
    assert logs == set(network["logs"])


async def test_switches_are_shown_and_set(network: dict[str, Any], network_data: Path) -> None:
    isp_id = network["providers"][1]["isp_id"]
    for arguments, on in (
        (
            ("--on", "hint_codes_1_3", "--on", "drop_empty_nrlx"),
            ["drop_empty_nrlx", "hint_codes_1_3"],
        ),
        (("--off", "drop_empty_nrlx"), ["hint_codes_1_3"]),
        (("--off", "all"), []),
    ):
        told = ("sim", "switches", "--data", str(network_data), "--isp-id", str(isp_id), *arguments)
        assert _json(*told)["providers"] == [{"isp_id": isp_id, "on": on}]
    shown = _json("sim", "switches", "--data", str(network_data))
    assert len(shown["providers"]) == len(network["providers"])
    assert set(shown["switches"]) == set(network["switches"])
    wrong = beian("sim", "switches", "--data", str(network_data), "--on", "hint_codes_1_3")
    assert wrong.returncode == 2


async def test_status_by_url_tells_no_database(network: dict[str, Any]) -> None:
    report = _json("status", "--url", network["ministry"]["url"])
    assert all("database_url" not in service for service in report["services"].values())


async def test_a_second_network_in_the_same_folder_is_refused(
    network: dict[str, Any], network_data: Path
) -> None:
    ended = beian("up", "--data", str(network_data), "--port-base", "0")
    assert ended.returncode == 2
    assert "already" in ended.stderr
    assert network["ministry"]["url"]


async def test_the_demo_shows_four_outcomes_twice(
    network: dict[str, Any], network_data: Path
) -> None:
    assert network["ministry"]["url"]
    for _ in range(2):
        report = _json("demo", "--data", str(network_data))
        outcomes = {outcome["case"]: outcome for outcome in report["outcomes"]}
        assert outcomes["local"]["filing_number"].startswith("苏ICP备")
        assert outcomes["cross"]["filing_number"].startswith("粤ICP备")
        assert {1004, 1011, 1063} <= set(outcomes["defects"]["codes"])
        assert set(outcomes["conflict"]["codes"]) <= {1005, 1052}


async def test_the_audit_finds_every_log_intact(
    network: dict[str, Any], network_data: Path
) -> None:
    report = _json("audit", "verify", "--data", str(network_data))
    assert report["verdict"] == "intact"
    assert {log["log"] for log in report["logs"]} == set(network["logs"])


async def test_the_tables_rebuilt_from_the_logs_equal_the_live_ones(
    network: dict[str, Any], network_data: Path
) -> None:
    report = _json("audit", "diff", "--data", str(network_data))
    assert report["verdict"] == "intact"
    assert {log["log"] for log in report["logs"]} == set(network["logs"])


async def test_a_clients_question_about_an_unfiled_domain_is_answered_no(
    network: dict[str, Any], network_data: Path
) -> None:
    assert network["providers"]
    data = ("--data", str(network_data), "--json")
    ended = beian("client", "status", "--condition", "nobody-filed-this.example", *data)
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["filed"] is False
