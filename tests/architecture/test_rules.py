"""Reasons, rules, codes and numbers: each has its text, its answer and its source."""

import ast
import re

import pytest

from architecture.source import sources
from beian.http.problems import STATUS
from beian.regulations.reasons import TEXTS, Reason
from beian.regulations.rules import ACTIVE, not_simulated, rules
from beian.wire.codes import MESSAGES
from launcher.documents.code_places import raised_in
from launcher.documents.proofs import enforced_by, proved_by

NUMBERS = "beian.regulations.numbers"
RULE_ID = re.compile(r"(O292|O33|R05|R14|M64|M87|J45|A105)-\d{3}")
SOURCE = re.compile(r"\b[OMRA]\d{2,3}-\d{3}|\bM(64|87)-\d{3}|[Ii]nterface|\bours\b|\bOurs\b|\bCode")
"""A rule id, the interface, or that the number is our own."""

NOT_YET = {
    "R05-039": "nobody analyses each month which reported domains resolve without a filing",
    "R14-106": "the reference enterprise system does not ask for changes of its filings itself",
}
"""Rules that bind and that nothing carries out, with what is missing. Best: none."""

UNIT_OF_OTHERS = {"MEBIBYTE": "1024 of the line above"}
"""Numbers without a source of their own, with the reason."""


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_a_text_and_an_http_status(reason: Reason) -> None:
    assert TEXTS.get(reason), "regulations/reasons.py lacks the Chinese text"
    assert 400 <= STATUS.get(reason, 0) < 600, "http/problems.py lacks the status"


def test_a_rule_that_is_enforced_is_in_the_catalogue() -> None:
    assert set(enforced_by(sources())) <= set(rules())


def test_a_test_proves_a_rule_or_a_result_code() -> None:
    known = set(rules()) | {str(code) for code in MESSAGES}
    unknown = {
        f"{what}: {', '.join(tests)}"
        for what, tests in proved_by(sources()).items()
        if what not in known
    }
    assert not unknown, "\n".join(sorted(unknown))


def test_every_rule_that_binds_is_carried_out_and_proved() -> None:
    enforced, proved = enforced_by(sources()), proved_by(sources())
    left = {
        rule
        for rule in ACTIVE - not_simulated().keys()
        if not (rule in enforced and rule in proved)
    }
    assert left == set(NOT_YET), "a rule lost its function or its test, or NOT_YET is too long"


def test_a_rule_is_not_simulated_for_a_reason_and_has_no_code_then() -> None:
    enforced = enforced_by(sources())
    for rule, reason in not_simulated().items():
        assert rule in rules()
        assert reason
        assert rule not in enforced


def test_a_code_that_a_test_proves_is_given_somewhere() -> None:
    given = {str(code) for code in raised_in(sources())}
    proved = {what for what in proved_by(sources()) if what.isdigit()}
    assert proved <= given, "docs/codes.md would call them not yet raised"


def test_every_number_of_the_regulations_says_where_it_comes_from() -> None:
    (module,) = [one for one in sources().modules if one.name == NUMBERS]
    wrong = []
    body = module.tree.body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        assert isinstance(target, ast.Name)
        if target.id in UNIT_OF_OTHERS:
            continue
        match following:
            case ast.Expr(value=ast.Constant(value=str(text))) if SOURCE.search(text):
                continue
            case _:
                wrong.append(f"{module.path}:{node.lineno}: {target.id} names no source")
    assert not wrong, "\n".join(wrong)


def test_every_rule_id_that_the_source_writes_is_in_the_catalogue() -> None:
    written = {
        node.value: f"{module.path}:{node.lineno}: {node.value}"
        for module in sources().modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and RULE_ID.fullmatch(node.value)
    }
    unknown = [place for rule, place in written.items() if rule not in rules()]
    assert not unknown, "\n".join(unknown)
