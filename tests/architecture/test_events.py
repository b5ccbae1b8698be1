"""The catalogue of events, and who reads what: nothing is published that nobody reads."""

import importlib
from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

import pytest

from architecture.nats_subjects import matches
from architecture.source import sources
from beian.bus import subscriptions
from beian.bus.subjects import subject
from beian.errors import Fault
from beian.events import CATALOGUE, Event
from beian.events.base import EventType
from beian.procedures import procedures_in
from launcher.audit.deciders import decider_of
from launcher.documents.events import producers_of, readers_of, recipient_of
from launcher.hosting import Hosting, ServiceName
from replay.samples import full

HOSTING = Hosting.of(("320000", "440000"))
PRODUCERS = producers_of(sources())
READERS = readers_of(sources())

NOT_RECORDED: Mapping[str, str] = MappingProxyType({})
"""Events that no service makes yet, with the reason. Best: none."""

ALONE_IN_THEIR_STREAM: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("province", "number"): "a claim: the stream's existence is its state",
    }
)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_the_entry_of_an_event_is_well_formed(entry: EventType) -> None:
    assert entry.cls.__name__ == entry.name
    for kind in entry.kinds:
        assert kind.isalpha(), "a stream kind is one word, without a dash"
        assert kind.islower()
    assert entry.schema >= 1
    assert entry.cls.__doc__, "an event says in a sentence what happened"


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_an_event_goes_to_an_actor_to_all_or_to_nobody(entry: EventType) -> None:
    said = recipient_of(entry)  # KeyError: docs/events.md has no words for it
    assert (said is None) == (entry.to is None)
    if not callable(entry.to):
        assert entry.to in {None, "all", "ministry", "verification-center"}


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_event_is_recorded_by_some_service(name: str) -> None:
    is_recorded = name in PRODUCERS
    assert is_recorded != (name in NOT_RECORDED), NOT_RECORDED.get(name, "no service makes it")


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_type_that_nobody_reads_is_not_published(name: str) -> None:
    if CATALOGUE[name].to is not None:
        assert READERS.get(name), f"{name} is published and moves nobody"


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_service_reacts_only_to_what_another_sends_it(name: str) -> None:
    producers = PRODUCERS.get(name, frozenset())
    for reader in READERS[name]:
        assert any(
            _reaches(CATALOGUE[name], source, log)
            for producer in producers
            for source in HOSTING.logs(ServiceName(producer))
            for log in HOSTING.logs(ServiceName(reader))
        ), f"no filter of {reader} lets {name} of {', '.join(producers)} through"


def test_the_reactions_are_those_that_the_documents_name() -> None:
    for service, classes in _reactions().items():
        found = {cls.__name__ for cls in classes}
        said = {name for name, readers in READERS.items() if service in readers} - {"ClockSet"}
        assert found == said, f"{service}: edges/subscriptions.py imports what it does not react to"


def test_every_kind_of_stream_is_folded_by_its_service() -> None:
    wrong = []
    for name, services in PRODUCERS.items():
        kinds = CATALOGUE[name].kinds
        folded = {pair for pair in product(services, kinds) if _is_folded(*pair)}
        wrong += [f"{one}: {name}" for one in services if one not in {who for who, _ in folded}]
        wrong += [f"{kind}: {name}" for kind in kinds if kind not in {what for _, what in folded}]
    assert not wrong, "\n".join(wrong)


def _is_folded(service: str, kind: str) -> bool:
    if (service, kind) in ALONE_IN_THEIR_STREAM:
        return True
    try:
        decider_of(HOSTING.logs(ServiceName(service))[0], f"{kind}-1")
    except Fault:
        return False
    return True


def _reaches(entry: EventType, source: str, log: str) -> bool:
    """Say whether an event of `source` comes through one of the filters of `log`."""
    is_to_one = callable(entry.to)
    sample = full(entry.cls)
    to = log.rpartition(".")[2] if is_to_one else entry.recipient(sample)
    if is_to_one and log == "ministry":
        to = "ministry"
    if to is None or source == log:
        return False
    name = subject(source, f"{entry.kind}-1", entry.name, to)
    # The verification center reads one type that goes to the ministry, by name.
    return any(matches(one.filter, name) for one in subscriptions(log))


def _reactions() -> Mapping[str, frozenset[type[Event]]]:
    ministry = importlib.import_module("ministry.edges.subscriptions")
    application = importlib.import_module("ministry.application")
    lookups = importlib.import_module("ministry.edges.lookups")
    province = importlib.import_module("province.edges.subscriptions")
    center = importlib.import_module("verification_center.edges.subscriptions")
    found = {
        "ministry": set(ministry.reactions(application.Ministry(lookups.CommittedRanges()))),
        "province": set(province.reactions({})),
        "verification-center": set(center.REACTIONS),
        "enterprise": set(),
    }
    for service, classes in found.items():
        for procedure in procedures_in(f"{ServiceName(service).package}.procedures"):
            classes |= set(procedure.reactions)
    return {service: frozenset(classes) for service, classes in found.items()}
