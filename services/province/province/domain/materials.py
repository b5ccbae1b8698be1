"""Verification material sent on its own (XZHYD): what may be wrong with it, and its storing.

Codes 1055 to 1061, 5010. Validation §8; a site may have several texts of one use, so what is
stored before is only left alone where it is the very same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filed import MaterialStored
from beian.records import Finding
from beian.records_changes import Material
from province.domain.attachment_check import check_size, check_use
from province.domain.check_context import finding
from province.domain.filed import SUBJECT, FiledPart

STORED: Final = 1060


def check_material(material: Material, owner: FiledPart | None, isp_id: int) -> tuple[Finding, ...]:
    """Return what is wrong with a record, none for one that can be stored."""
    return tuple(_check(material, owner, isp_id))


def _check(material: Material, owner: FiledPart | None, isp_id: int) -> Iterator[Finding]:
    if owner is None:
        sent = material.owner_number if material.owner_id is None else material.owner_id
        yield finding(1058 if material.owner_type == SUBJECT else 1059, sent)
    elif isp_id not in owner.isp_ids:
        yield finding(1055, owner.number)
    yield from check_use(material, None)
    yield from check_size(material, None)


@dataclass(frozen=True, slots=True)
class StoreMaterial:
    """Store what was found in order."""

    stored: MaterialStored


type Materials = tuple[Material, ...]


def decide(materials: Materials, command: StoreMaterial, _context: None = None) -> Decision:
    """Store it, unless the very same lies there."""
    return [] if command.stored.material in materials else [command.stored]


def evolve(materials: Materials, event: Event) -> Materials:
    """Return the owner's material after `event`."""
    assert isinstance(event, MaterialStored), f"{type(event).__name__} stores no material"
    return (*materials, event.material)


MATERIALS: Decider[Materials, StoreMaterial, None] = Decider((), decide, evolve)


def material_stream(owner: int) -> str:
    """Return the stream of a subject's or site's material."""
    return f"material-{owner}"
