"""`beian codes` and `beian rules` in a checkout: what is asked for, for people and for programs."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from launcher.asking import NoAnswer
from launcher.cli import app


def asked(*arguments: str) -> Any:
    answer = CliRunner().invoke(app, [*arguments, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_all_codes_are_listed_with_cause_rule_and_proof() -> None:
    listed = {one["code"]: one for one in asked("codes")["codes"]}
    assert len(listed) == 204
    assert listed[14]["message"].startswith("本次上载没有受理")
    assert listed[14]["proved_over_soap"] is True
    assert (
        "tests/network/test_calls.py::test_a_gap_in_the_numbers_is_named" in listed[14]["proved_by"]
    )
    assert (listed[5002]["standing"], listed[5002]["shortest_input"]) == ("reserved", None)


def test_a_table_that_a_mark_names_counts_for_each_of_its_codes() -> None:
    (one,) = asked("codes", "3024")["codes"]
    assert one["proved_by"][0].startswith("tests/integration/ministry/")


def test_codes_are_found_by_method_level_and_standing() -> None:
    def of(*arguments: str) -> set[int]:
        return {one["code"] for one in asked("codes", *arguments)["codes"]}

    assert of("--method", "isp_verifybamm") == {0, 4, 5, 10, 12, 13, 16, 22, 999}
    assert of("--method", "YM/SCBA", "--level", "record") == {3037, 3998, 3999}
    assert {1028, 2022, 2023, 3026, 3027, 5002} <= of("--standing", "reserved")


def test_rules_are_listed_with_where_they_are_enforced() -> None:
    (one,) = asked("rules", "R14-133")["rules"]
    assert "province.domain.provider:decide" in one["enforced_by"]
    assert (one["status"], one["standing"], one["not_simulated"]) == ("active", "proved", None)
    assert one["text"].endswith(".")
    of_topic = asked("rules", "--topic", one["topic"], "--status", "active")["rules"]
    assert {(rule["topic"], rule["status"]) for rule in of_topic} == {(one["topic"], "active")}


@pytest.mark.parametrize("arguments", [("codes", "7"), ("codes",), ("rules", "R14-089")])
def test_people_get_a_line_for_each_and_a_sum(arguments: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0
    assert answer.stdout.splitlines()[-1].split()[-1] in {"reserved", "proved"}


def test_rules_are_found_by_how_they_stand() -> None:
    proved = {one["id"] for one in asked("rules", "--standing", "proved")["rules"]}
    assert "O33-011" in proved
    assert "R05-001" not in proved


def test_what_is_not_there_is_told() -> None:
    answer = CliRunner().invoke(app, ["codes", "7777"])
    assert isinstance(answer.exception, NoAnswer)
