"""Which apps are filed anywhere in the nation, as a bureau or an enterprise was told.

Stream `nationalapp-<number>`. Rules: A105-008, A105-012.
"""

from dataclasses import dataclass
from typing import Any, Final

from beian.bus import Received
from beian.decider import Decider, Decision
from beian.eventlog import Session
from beian.events.apps import AppRecordSynchronized, NationalAppNoted
from beian.events.base import Event
from beian.procedures import Procedure


@dataclass(frozen=True, slots=True)
class NoteApp:
    """Note what the ministry published of an app."""

    noted: NationalAppNoted


@dataclass(frozen=True, slots=True)
class NationalApp:
    """What is known of a number."""

    phase: str = ""
    noted: NationalAppNoted | None = None

    @property
    def is_filed(self) -> bool:
        return self.noted is not None and not self.noted.app.is_cancelled


def decide(state: NationalApp, command: NoteApp, _context: object = None) -> Decision:
    """Note what is new."""
    return [] if state.noted == command.noted else [command.noted]


def evolve(_state: NationalApp, event: Event) -> NationalApp:
    """Return what is known after `event`."""
    assert isinstance(event, NationalAppNoted), f"{type(event).__name__} notes no app"
    return NationalApp("Cancelled" if event.app.is_cancelled else "Filed", event)


NATIONAL_APP: Final[Decider[NationalApp, NoteApp, object]] = Decider(NationalApp(), decide, evolve)


def national_app_stream(number: str) -> str:
    """Return the stream of an app's number."""
    return f"nationalapp-{number}"


async def _published(_host: object, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, AppRecordSynchronized)
    noted = NationalAppNoted(home_region=event.home_region, app=event.app)
    stream = national_app_stream(event.app.app_number)
    return await session.decide(NATIONAL_APP, stream, NoteApp(noted), None)


NATIONAL_APPS: Final = Procedure[Any](
    kind="nationalapp",
    path="national-apps",
    decider=NATIONAL_APP,
    acts=(),
    reactions={AppRecordSynchronized: _published},
    public=True,
)
"""The same at every bureau and every enterprise system."""
