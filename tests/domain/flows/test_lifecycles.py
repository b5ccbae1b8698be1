"""What the code draws is what the flows draw: states, arrows, and the events that walk them."""

import re

import pytest

from beian.events import CATALOGUE
from beian.flows import Lifecycle, arrows, lifecycles

NOT_YET = {
    "FLOW-06": "the reference enterprise system does not ask for changes of its filings itself",
    "FLOW-07": "nor for a further access",
    "FLOW-08": "it is made of both",
}
"""Flows without a machine of their own, with the reason. Best: none."""

_EVENT = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")


def test_every_flow_has_its_machine() -> None:
    assert {one.flow for one in arrows()} - set(lifecycles()) == set(NOT_YET)


@pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lambda one: one.flow)
def test_states_and_arrows_are_those_of_the_flows_diagram(lifecycle: Lifecycle) -> None:
    drawn = {
        (one.source, one.target)
        for one in arrows()
        if one.flow == lifecycle.flow and one.target != "*"
    }
    begins = {
        (source, target) for source, target in drawn if (source, target) == ("", lifecycle.initial)
    }
    assert lifecycle.arrows | begins == drawn


@pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lambda one: one.flow)
def test_the_events_of_an_arrow_are_those_its_label_names(lifecycle: Lifecycle) -> None:
    for arrow in (one for one in arrows() if one.flow == lifecycle.flow and one.target != "*"):
        named = {name for name in _EVENT.findall(arrow.label) if name in CATALOGUE}
        walked = {
            event.__name__
            for step in lifecycle.steps
            if (step.source, step.target) == (arrow.source, arrow.target)
            for event in step.events
        }
        assert not named or named & walked, f"{arrow}: walked by {walked}"


@pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lambda one: one.flow)
def test_every_state_is_reached(lifecycle: Lifecycle) -> None:
    reached = {lifecycle.initial}
    while more := {target for source, target in lifecycle.arrows if source in reached} - reached:
        reached |= more
    assert {state for arrow in lifecycle.arrows for state in arrow} <= reached
