"""The parts of the running ministry that its routes share: made once, when there is a kit."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from beian.service import Kit, kit_of
from ministry.edges.actors import Actors
from ministry.edges.feed import Feed
from ministry.edges.soap import MinistryInterface
from ministry.edges.time_travel import TimeTravel
from ministry.edges.upload_work import UploadWork


@dataclass(frozen=True, slots=True)
class Parts:
    """What routes and workers share."""

    actors: Actors
    feed: Feed
    time_travel: TimeTravel
    interface: MinistryInterface


class Live:
    """Makes the parts at their first use and hands them to every request."""

    def __init__(self, uploads: UploadWork) -> None:
        self._uploads = uploads
        self._parts: Parts | None = None

    def of(self, kit: Kit) -> Parts:
        """Return the parts of the process's one kit."""
        if self._parts is None:
            kit.log.subscribe(self._uploads.committed)
            actors = Actors(kit)
            self._parts = Parts(
                actors, Feed(kit, actors), TimeTravel(kit, actors), MinistryInterface(kit)
            )
        return self._parts

    def hand_out(self, request: Request, kit: Annotated[Kit, Depends(kit_of)]) -> None:
        """Let a request find the parts: a dependency of all our routes."""
        request.state.parts = self.of(kit)


def parts_of(request: Request) -> Parts:
    """Return the parts that `Live` handed to this request."""
    parts = request.state.parts
    assert isinstance(parts, Parts)
    return parts


def actors_of(request: Request) -> Actors:
    """Return the actors of the network."""
    return parts_of(request).actors
