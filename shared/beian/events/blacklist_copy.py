"""The blacklist as a provider's own system has it from its bureau's files (HMDLB).

Stream: `blacklistcopy-national`, in the provider's log.
"""

from beian.events.base import Event, event


class ListedEntry(Event, frozen=True, kw_only=True):
    """A key under which somebody or something is found."""

    kind: str
    """certificate, name, or domain."""
    value: str
    """Of a certificate, the hash by which it is looked up."""
    shown: str
    """What a text may say of it; of a certificate nothing."""


@event("blacklistcopy")
class BlacklistReceived(Event, frozen=True, kw_only=True):
    """A file said what is on the list, or is no more."""

    added: tuple[ListedEntry, ...]
    removed: tuple[ListedEntry, ...]
