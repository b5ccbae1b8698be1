"""The event store on PostgreSQL: append-only, one writer per log, tamper-evident."""

from beian.eventlog.changes import Change, Patch, Put, Remove
from beian.eventlog.log import EventLog
from beian.eventlog.read_models import ReadModel
from beian.eventlog.recorded import Meta, Recorded, recorded_of
from beian.eventlog.session import Session

__all__ = [
    "Change",
    "EventLog",
    "Meta",
    "Patch",
    "Put",
    "ReadModel",
    "Recorded",
    "Remove",
    "Session",
    "recorded_of",
]
