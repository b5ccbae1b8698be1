"""Every event of the network. Importing this package fills the catalogue: it reads every module."""

from importlib import import_module
from pkgutil import iter_modules

from beian.events.base import CATALOGUE, Event, EventType, Ruled, type_of

__all__ = ["CATALOGUE", "MODULES", "Event", "EventType", "Ruled", "type_of"]

MODULES = tuple(import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__))
"""All modules of the package, by name."""
