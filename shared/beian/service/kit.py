"""The parts of a running service, as its routes and workers see them.

Built without input or output in `build_app`; `beian.service.life` brings it to life.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from beian.bus import Bus, Working
from beian.clock.network_time import NetworkClock
from beian.clock.timers import Timers, timer_model
from beian.errors import NotWriter, Refusal
from beian.eventlog import EventLog, Meta, ReadModel, Recorded, Session
from beian.http.metrics import Metrics
from beian.identifiers import Identifiers
from beian.service.definition import Service
from beian.service.secrets import Secrets
from beian.service.tracing import traced_fire, traced_reactions
from beian.settings import Settings
from beian.telemetry import current_correlation_id, current_traceparent

if TYPE_CHECKING:
    import httpx

ACTOR_HEADER: Final = "X-Beian-Actor"
OPERATOR: Final = "operator"
"""Who acts over HTTP and does not say who it is."""
ACTOR_CHARACTERS_MAX: Final = 100
HTTP_TIMEOUT_SECONDS: Final = 10.0
"""Seconds to wait for another service's answer."""


class Kit:
    """Everything a route, a worker or `on_writer` may use. One per process."""

    def __init__(self, service: Service, settings: Settings, secrets: Secrets) -> None:
        self.service = service
        self.settings = settings
        self.secrets = secrets
        self.identifiers = identifiers_for(settings, service.name)
        self.clock = NetworkClock()
        self.metrics = Metrics()
        models: tuple[ReadModel, ...] = (*service.read_models, timer_model(service.timers))
        self.log = EventLog(
            settings.database_url,
            service.logs,
            models,
            clock=self.clock,
            identifiers=self.identifiers,
            signers=secrets.signers,
        )
        self.bus = Bus(
            settings.nats_url,
            settings.credentials,
            self.log,
            self.clock,
            service.subscriptions,
            traced_reactions(service.reactions),
            foreseen=service.foreseen,
            working=self.working,
            address=self.address,
        )
        self.timers = Timers(self.log, self.clock, service.timers, traced_fire(service.fire))
        self.opened = False
        """Whether the database answers: logs can be read, whoever writes them."""
        self.started = False
        """Whether this process is the writer and `on_writer` has done its work."""
        self.caught_up = False
        """Whether, since it became the writer, its consumers once had nothing left to bring."""
        self._at_work = 0
        self.log.subscribe(self._count)

    @cached_property
    def http(self) -> "httpx.AsyncClient":
        """For the other services' public logs and SOAP endpoints; made at its first use."""
        import httpx  # noqa: PLC0415 - slow to read in, and half of the services never ask

        return httpx.AsyncClient(timeout=HTTP_TIMEOUT_SECONDS, follow_redirects=False)

    @property
    def busy(self) -> int:
        """Pieces of internal work that wait or are under way."""
        return self._at_work + self.service.busy()

    async def working(self, log: str, /, *, look: bool) -> Working:
        """Say what is under way besides the bus, for `control.state`."""
        if look:
            await self.service.look(log)
        is_due = await self.timers.is_due(log)
        return Working(busy=self.busy + is_due, next_timer=await self.timers.next_due(log))

    def address(self, log: str) -> dict[str, str]:
        """Say where a hosted log is served and which key signs its checkpoints."""
        return {
            "service": self.service.name,
            "url": self.settings.url,
            "key": self.secrets.signers[log].vkey,
        }

    def readiness(self) -> dict[str, bool]:
        """Return the conditions of being ready, in the order in which they come about."""
        return {
            "writer": self.log.writing,
            "clock": self.clock.known,
            "started": self.started,
            "consumers": self.bus.ready,
            "caught_up": self.caught_up,
        }

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Do something meanwhile the network does not count as settled."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1

    async def transact[T](
        self, log: str, meta: Meta, body: Callable[[Session], Awaitable[T | Refusal]]
    ) -> T | Refusal:
        """Decide and record on one log, while the network does not count as settled."""
        with self.at_work(), self.metrics.transact_seconds.labels(log).time():
            return await self.log.transact(log, meta, body)

    def _count(self, events: Sequence[Recorded]) -> None:
        self.metrics.commits.inc()
        for recorded in events:
            self.metrics.events.labels(recorded.log, recorded.type).inc()

    async def close(self) -> None:
        """Let go of the connections to other services, if there are any."""
        if "http" in self.__dict__:
            await self.http.aclose()


def identifiers_for(settings: Settings, purpose: str) -> Identifiers:
    """Return a generator of its own for one purpose: a seed makes each the same in every run."""
    if settings.seed is None:
        return Identifiers.unpredictable()
    return Identifiers.seeded(f"{settings.seed}/{purpose}")


def kit_of(connection: HTTPConnection) -> Kit:
    """Return the kit of the service that was asked: `kit: Annotated[Kit, Depends(kit_of)]`."""
    kit = connection.app.state.kit
    assert isinstance(kit, Kit)
    return kit


def meta_of(request: Request, kit: Annotated[Kit, Depends(kit_of)]) -> Meta:
    """Say where the events of a request come from.

    The actor is whom the header X-Beian-Actor names, else the operator; the correlation id is
    the caller's or a new one. Nothing caused them but the caller.
    """
    actor = request.headers.get(ACTOR_HEADER, "").strip()[:ACTOR_CHARACTERS_MAX]
    return Meta(
        actor=actor or OPERATOR,
        correlation_id=current_correlation_id() or kit.identifiers.event_id(kit.clock.now()),
        traceparent=current_traceparent(),
    )


def serving(kit: Annotated[Kit, Depends(kit_of)]) -> None:
    """Let a request through only where it can be answered. Raises NotWriter."""
    if not kit.log.writing:
        raise NotWriter(f"{kit.service.name}: another replica writes, or the database is away")
    if not kit.started:
        raise NotWriter(f"{kit.service.name} is starting")
