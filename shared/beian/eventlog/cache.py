"""A bounded memory of what was used last."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

_SHARE: Final = 10


class Recent[K: Hashable, V]:
    """Keeps at most `limit` entries and forgets the one unused for longest."""

    __slots__ = ("_entries", "_limit")

    def __init__(self, limit: int) -> None:
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._limit = limit

    def get(self, key: K) -> V | None:
        value = self._entries.get(key)
        if value is not None:
            self._entries.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._limit:
            self._entries.popitem(last=False)

    def clear(self) -> None:
        self._entries.clear()


class RecentBytes[K: Hashable]:
    """Keeps `limit` bytes at most, of what was put in last; nothing larger than a tenth of it."""

    __slots__ = ("_entries", "_limit", "_size")

    def __init__(self, limit: int) -> None:
        self._entries: OrderedDict[K, bytes] = OrderedDict()
        self._limit = limit
        self._size = 0

    def get(self, key: K) -> bytes | None:
        return self._entries.get(key)

    def put(self, key: K, content: bytes) -> None:
        if len(content) > self._limit // _SHARE or key in self._entries:
            return
        self._entries[key] = content
        self._size += len(content)
        while self._size > self._limit:
            _, oldest = self._entries.popitem(last=False)
            self._size -= len(oldest)

    def clear(self) -> None:
        self._entries.clear()
        self._size = 0
