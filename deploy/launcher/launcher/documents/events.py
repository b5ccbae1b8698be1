"""docs/events.md: every event, who records it, to whom it goes, who reacts."""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from beian.events import MODULES
from beian.events.base import CATALOGUE, EventType
from beian.events.clock import ClockSet
from beian.procedures import procedures_in
from launcher.documents.sources import Module, Sources
from launcher.documents.tables import first_sentence, table
from launcher.hosting import ServiceName

RECIPIENTS: Final[Mapping[str, str]] = {
    "lambda e: None if e.isp_id is None else VERIFICATION_CENTER": (
        "verification center, where a provider is meant"
    ),
    "MINISTRY": "ministry",
    "VERIFICATION_CENTER": "verification center",
    "ALL": "all",
    "lambda e: MINISTRY if e.home_region == e.provider_region else None": (
        "ministry, where the subject lives in the provider's province"
    ),
    "lambda e: None if e.isp_id is None else str(e.isp_id)": (
        "the enterprise system `isp_id`, where one is named"
    ),
    "lambda e: e.region or MINISTRY": "the bureau `region`; where it names none, the ministry",
    "lambda e: ALL if e.issuer == 'ministry' else MINISTRY": (
        "all, where the ministry issues it; else the ministry"
    ),
    "lambda e: e.provider_region if e.provider_region != e.home_region else None": (
        "the bureau `provider_region`, where that is not the home bureau"
    ),
    "lambda e: None if e.received else e.region": "the bureau `region`, from the enterprise system",
    "lambda e: None if e.authority == MINISTRY else e.authority": (
        "the bureau `authority`, where a bureau decides"
    ),
    "_consent_is_missing": "ministry, where its consent to foreign investment is missing",
    "_granted_to": "ministry or the bureau `home_region`, where the filing lies with another",
}
"""How `to` is written in the catalogue -> how people read it; the usual ways: `_WAYS`."""

_WAYS: Final = (
    (re.compile(r"lambda e: e\.(\w*region)"), "the bureau `{}`"),
    (re.compile(r"lambda e: str\(e\.(\w*isp_id)\)"), "the enterprise system `{}`"),
)
"""A recipient that is a field of the event -> how people read it."""

_INTRODUCTION: Final = """\
# Events

Every type of event in the network. Generated from `beian.events` and the source of the services
by `make docs`.

- **Stream kind**: a stream is named `<kind>-<id>`; each event is recorded in the log of the actor
  that did it.
- **Recorded by**: the services whose code makes such an event.
- **Sent to**: the last token of the event's subject on the bus. Without one it is not published:
  it can be read in the log alone.
- **Moves**: the services that react to it. `ClockSet` sets the clock of every other service.
"""


def events_document(sources: Sources) -> str:
    """Return the text of docs/events.md."""
    producers, readers = producers_of(sources), readers_of(sources)
    parts = [_INTRODUCTION]
    for module in MODULES:
        rows = [
            (
                f"`{entry.name}`",
                str(entry.schema),
                ", ".join(f"`{kind}`" for kind in entry.kinds),
                ", ".join(sorted(producers.get(entry.name, ()))) or "nobody yet",
                recipient_of(entry) or "–",
                ", ".join(sorted(readers.get(entry.name, ()))) or "–",
                first_sentence(entry.cls.__doc__),
            )
            for entry in CATALOGUE.values()
            if entry.cls.__module__ == module.__name__
        ]
        if not rows:
            continue
        head = ("Event", "Schema", "Stream kind", "Recorded by", "Sent to", "Moves", "Meaning")
        parts.append(f"## {first_sentence(module.__doc__)}\n\n{table(head, rows)}")
    return "\n".join(parts)


def producers_of(sources: Sources) -> Mapping[str, frozenset[str]]:
    """Return the services that make an event, by its type.

    What a shared module makes is made by the services that themselves import that module.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for module in sources.modules:
        made = _made_in(module)
        if made and not module.name.startswith("beian.events"):
            for name in made:
                found[name] |= _services_of(module, sources)
    return {name: frozenset(services) for name, services in found.items()}


def readers_of(sources: Sources) -> Mapping[str, frozenset[str]]:
    """Return the services that react to an event of another's, by its type."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in sources.modules:
        if module.service is not None and module.name.endswith(".edges.subscriptions"):
            for _, name in module.imports():
                if name in CATALOGUE:
                    found[name].add(module.service.value)
    for service in ServiceName:
        for procedure in procedures_in(f"{service.package}.procedures"):
            for cls in procedure.reactions:
                found[cls.__name__].add(service.value)
    found[ClockSet.__name__] |= {
        one.value for one in ServiceName if one is not ServiceName.MINISTRY
    }
    return {name: frozenset(services) for name, services in found.items()}


def recipient_of(entry: EventType) -> str | None:
    """Say to whom an event goes; None if it is not published. KeyError: not in `RECIPIENTS`."""
    tree = ast.parse(inspect.getsource(entry.cls))
    declared = tree.body[0]
    assert isinstance(declared, ast.ClassDef)
    for decorator in declared.decorator_list:
        assert isinstance(decorator, ast.Call)
        for keyword in decorator.keywords:
            if keyword.arg == "to":
                return _read(ast.unparse(keyword.value))
    return None


def _read(written: str) -> str:
    for way, words in _WAYS:
        found = way.fullmatch(written)
        if found is not None:
            return words.format(found[1])
    return RECIPIENTS[written]


def _made_in(module: Module) -> set[str]:
    made = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            if isinstance(node.func, ast.Name):
                name = node.func.id
            if name in CATALOGUE:
                made.add(name)
    return made


def _services_of(module: Module, sources: Sources) -> set[str]:
    if module.service is not None:
        return {module.service.value}
    package, _, last = module.name.rpartition(".")
    return {
        other.service.value
        for other in sources.modules
        if other.service is not None
        and any(
            imported == module.name or (imported == package and name == last)
            for imported, name in other.imports()
        )
    }
