"""A reporting unit of the nation, from the ministry's directory: which bureau it belongs to. PURE.

Stream `provider-<isp id>`.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filing import NationalProviderNoted
from beian.identifiers import StreamName, stream_name


@dataclass(frozen=True, slots=True)
class NoteUnit:
    """The directory has an entry, new or changed."""

    isp_id: int
    user_name: str
    region: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What was last said of a unit."""

    entry: NationalProviderNoted | None = None


def decide(state: Unit, command: NoteUnit, _context: None) -> Decision:
    """Note what is new or changed."""
    entry = NationalProviderNoted(
        isp_id=command.isp_id, user_name=command.user_name, region=command.region
    )
    return [] if state.entry == entry else [entry]


def evolve(_state: Unit, event: Event) -> Unit:
    """Return the state after `event`."""
    assert isinstance(event, NationalProviderNoted), f"{type(event).__name__} is of no unit"
    return Unit(event)


UNIT: Decider[Unit, NoteUnit, None] = Decider(Unit(), decide, evolve)


def unit_stream(isp_id: int) -> StreamName:
    """Return the stream of a unit."""
    return stream_name("provider", isp_id)
