"""The registry of made-up persons and units that stands for the authoritative databases (权威库).

Decides what an entry may be. No rule of the texts stands behind it: the real sources are others'.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.checking import AuthorityEntrySet
from beian.identifiers import StreamName, stream_name
from beian.regulations.certificates import is_certificate_number, owner_of
from beian.regulations.reasons import Reason
from beian.regulations.unique_keys import certificate_hash_of

NAME_CHARACTERS_MAX: Final = 128


def entry_stream(entry_id: str) -> StreamName:
    return stream_name("authority", entry_id)


@dataclass(frozen=True, slots=True)
class SetEntry:
    """Let the registry say that this certificate is this person's or unit's."""

    certificate_type: int
    number: str
    name: str

    @property
    def entry_id(self) -> str:
        return certificate_hash_of(self.certificate_type, self.number)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the registry says of one certificate."""

    name: str | None = None
    """None: it has no such entry."""


def decide(state: Entry, command: SetEntry, _context: None) -> Decision:
    """Set the entry, or say what is wrong with it. The same one again adds nothing."""
    name, number = command.name.strip(), command.number.strip()
    if owner_of(command.certificate_type) is None:
        return Refusal(Reason.INVALID_FIELD, "没有此证件类型", field="certificate_type")
    if not is_certificate_number(command.certificate_type, number):
        return Refusal(Reason.INVALID_FIELD, "证件号码不正确", field="number")
    if not 0 < len(name) <= NAME_CHARACTERS_MAX:
        return Refusal(Reason.INVALID_FIELD, "请填写姓名或单位名称", field="name")
    if state.name == name:
        return []
    return [
        AuthorityEntrySet(
            entry_id=command.entry_id,
            certificate_type=command.certificate_type,
            number=number,
            name=name,
        )
    ]


def evolve(_state: Entry, event: Event) -> Entry:
    """Return the entry after `event`."""
    match event:
        case AuthorityEntrySet(name=name):
            return Entry(name)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of the registry")


AUTHORITY: Decider[Entry, SetEntry, None] = Decider(Entry(), decide, evolve)
