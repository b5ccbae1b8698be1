"""One unique key in the nation (冲突检测): who holds it, and who may take it.

Decides whether an application may claim, register or release a key. Its stream is the key's
own, `key-<kind>.<SHA-256 of the value>`: of two that claim it at one moment the version of
the stream lets one win.

An IP range is held by a provider: many sites of one provider share an address (virtual
hosts), so the first application of the provider that names the range holds it for all, and
when it ends the claim passes to one that still uses it. Ranges that overlap without being
equal are other streams: conflicts.py is told of them by a look-up.

Flow: FLOW-02 step 8. Rules: R14-099. Catalogue A-02.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from beian.identifiers import StreamName, stream_name
from beian.records import UniqueKey
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import IP_RANGE


def key_stream(key: UniqueKey) -> StreamName:
    """Return the stream of a key: its value is hashed, so any value makes a valid name."""
    return stream_name("key", f"{key.kind}.{sha256(key.value.encode()).hexdigest()}")


@dataclass(frozen=True, slots=True)
class ClaimKey:
    key: UniqueKey
    application_id: str
    isp_id: int


@dataclass(frozen=True, slots=True)
class RegisterKey:
    key: UniqueKey
    application_id: str
    isp_id: int
    filing_number: str


@dataclass(frozen=True, slots=True)
class Heir:
    """Another application of the same provider that uses the range."""

    application_id: str
    isp_id: int


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    key: UniqueKey
    application_id: str
    heir: Heir | None = None
    """To whom the claim on an IP range passes."""


@dataclass(frozen=True, slots=True)
class FreeKey:
    """A filing was changed, and needs the key no longer."""

    key: UniqueKey
    filing_number: str
    successor: RegisterKey | None = None
    """Another issued filing of the provider that uses the range."""
    heir: Heir | None = None
    """Where there is none, an application of the provider under way that does."""


type KeyCommand = ClaimKey | RegisterKey | ReleaseKey | FreeKey


@dataclass(frozen=True, slots=True)
class Free:
    pass


@dataclass(frozen=True, slots=True)
class Claimed:
    """An application under way holds the key."""

    application_id: str
    isp_id: int


@dataclass(frozen=True, slots=True)
class Registered:
    """An issued filing holds the key."""

    application_id: str
    isp_id: int | None
    """None for an entry whose claim is not in the log."""
    filing_number: str


type Key = Free | Claimed | Registered


def is_held_by_another(key: UniqueKey, state: Key, application_id: str, isp_id: int) -> bool:
    """Say whether `state` keeps this application from the key.

    What an application holds itself is no obstacle, nor is a range of its own provider.
    """
    if isinstance(state, Free) or state.application_id == application_id:
        return False
    return not (key.kind == IP_RANGE and state.isp_id == isp_id)


def decide(state: Key, command: KeyCommand, _context: None) -> Decision:
    """Say what happens to the key, or why it may not. Repeating a command adds nothing."""
    match command:
        case ClaimKey():
            return _claim(state, command)
        case RegisterKey():
            return _register(state, command)
        case ReleaseKey():
            return _release(state, command)
        case FreeKey():
            return _free(state, command)
        case _:
            assert_never(command)


@enforces("R14-099")
def _claim(state: Key, command: ClaimKey) -> Decision:
    if is_held_by_another(command.key, state, command.application_id, command.isp_id):
        return _held(command.key)
    match state:
        case Free():
            return [_claimed(command)]
        case Claimed() | Registered():
            return []


def _register(state: Key, command: RegisterKey) -> Decision:
    if is_held_by_another(command.key, state, command.application_id, command.isp_id):
        return _held(command.key)
    match state:
        case Free():
            return _registered_anew(command)
        case Claimed():
            return [_registered(command)]
        case Registered():
            return []


def _registered_anew(command: RegisterKey) -> Sequence[Event]:
    return [_claimed(command), _registered(command)]


def _registered(command: RegisterKey) -> KeyRegistered:
    return KeyRegistered(
        key=command.key,
        application_id=command.application_id,
        filing_number=command.filing_number,
    )


def _release(state: Key, command: ReleaseKey) -> Decision:
    match state:
        case Claimed(application_id=holder) if holder == command.application_id:
            released: list[Event] = [KeyReleased(key=command.key, application_id=holder)]
            if command.heir is not None:
                heir = command.heir
                claim = ClaimKey(command.key, heir.application_id, heir.isp_id)
                released.append(_claimed(claim))
            return released
        case Free() | Claimed() | Registered():
            return []  # nothing of this application's: free, another's, or issued


def _free(state: Key, command: FreeKey) -> Decision:
    if not isinstance(state, Registered) or state.filing_number != command.filing_number:
        return []  # of a range another filing of the provider may be the holder
    key = command.key
    freed: list[Event] = [KeyReleased(key=key, application_id=state.application_id)]
    if command.successor is not None:
        return [*freed, *_registered_anew(command.successor)]
    if command.heir is not None:
        claim = ClaimKey(key, command.heir.application_id, command.heir.isp_id)
        return [*freed, _claimed(claim)]
    return freed


def _claimed(command: ClaimKey | RegisterKey) -> KeyClaimed:
    return KeyClaimed(key=command.key, application_id=command.application_id, isp_id=command.isp_id)


def _held(key: UniqueKey) -> Refusal:
    return Refusal(Reason.CONFLICT, f"{key.kind} {key.value}", rule="R14-099")


def evolve(state: Key, event: Event) -> Key:
    """Return the key after `event`."""
    match event:
        case KeyClaimed(application_id=application, isp_id=isp_id):
            return Claimed(application, isp_id)
        case KeyRegistered(application_id=application, filing_number=number):
            isp = None if isinstance(state, Free) else state.isp_id
            return Registered(application, isp, number)
        case KeyReleased():
            return Free()
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a key")


KEY: Decider[Key, KeyCommand, None] = Decider(Free(), decide, evolve)
