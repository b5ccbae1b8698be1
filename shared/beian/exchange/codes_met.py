"""Which result codes a provider's system has met: each once for each place it came from.

Stream `codes-<isp id>`: as many events as there are codes and places, whatever the provider does.
Codes of results are read from the file that is laid ready, so that no operation can forget them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.exchange import ResultCodeMet

RESULTS: Final = "/BAJG"
"""What the name of a block of results ends in."""
_CODE: Final = re.compile(rb"<Jgdm>([0-9]{1,4})</Jgdm>")


@dataclass(frozen=True, slots=True)
class NoteCodes:
    """Note codes that were answered."""

    met: Sequence[ResultCodeMet]


type CodesMet = frozenset[tuple[str, int]]
"""Place and code of all that were met."""


def decide(state: CodesMet, command: NoteCodes, _context: None = None) -> Decision:
    """Note what is new."""
    new: dict[tuple[str, int], Event] = {}
    for one in command.met:
        if (one.place, one.code) not in state:
            new.setdefault((one.place, one.code), one)
    return list(new.values())


def evolve(state: CodesMet, event: Event) -> CodesMet:
    """Return what is known after `event`."""
    assert isinstance(event, ResultCodeMet), f"{type(event).__name__} is no code"
    return state | {(event.place, event.code)}


CODES_MET: Decider[CodesMet, NoteCodes, None] = Decider(frozenset(), decide, evolve)


def codes_stream(isp_id: int) -> str:
    """Return the stream of a provider's codes."""
    return f"codes-{isp_id}"


def codes_in(isp_id: int, block: str, content: bytes) -> Iterator[ResultCodeMet]:
    """Yield the codes of a file of results; none of any other file."""
    if not block.endswith(RESULTS):
        return
    for code in sorted({int(found) for found in _CODE.findall(content)}):
        yield ResultCodeMet(isp_id=isp_id, code=code, place=block, detail=None, data_sequence=None)
