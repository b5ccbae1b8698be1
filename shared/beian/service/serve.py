"""One service process in the foreground: listens, serves, stops on SIGTERM or SIGINT."""

import contextlib
import logging
import signal
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn

from beian.errors import Fault
from beian.service.app import build_app
from beian.service.definition import Service
from beian.service.kit import identifiers_for
from beian.settings import PORTS, Settings, could_not_start
from beian.telemetry import start_logging, start_tracing

log = logging.getLogger(__name__)

BACKLOG: Final = 2048
CONNECTIONS_CLOSE_SECONDS: Final = 1
"""Seconds that open answers (a live page) get before they are cut off at the end."""


class _Server(uvicorn.Server):
    """Ends by returning. Uvicorn's own would end the process by the signal it got."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        handled = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(service: Service, settings: Settings) -> None:
    """Serve until told to stop. Exits with status 2 where it cannot start, 1 where it broke."""
    start_logging(service.name)
    listener = _listen(service, settings)
    port = listener.getsockname()[1]
    settings = settings.model_copy(
        update={"port": port, "public_url": settings.public_url or f"http://127.0.0.1:{port}"}
    )
    stop_tracing = start_tracing(service.name, identifiers_for(settings, f"{service.name}/trace"))

    def give_up() -> None:
        server.should_exit = True

    try:
        app = build_app(service, settings, give_up)
    except Fault as fault:
        could_not_start(fault)
    server = _Server(
        uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            # Whoever calls is judged by his own address, not by what a header says of it.
            proxy_headers=False,
            backlog=BACKLOG,
            timeout_graceful_shutdown=CONNECTIONS_CLOSE_SECONDS,
        )
    )
    # Who reads the next line may call at once: it waits until the app is up.
    listener.listen(BACKLOG)
    log.info("%s listens on port %d", service.name, port)
    try:
        server.run(sockets=[listener])
    finally:
        stop_tracing()
    if not server.started or app.state.broken:
        raise SystemExit(1)


def _listen(service: Service, settings: Settings) -> socket.socket:
    """Open the port before anything else: who cannot have it need not start."""
    port = PORTS.get(service.name, 0) if settings.port is None else settings.port
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, port))
    except OSError as error:
        listener.close()
        could_not_start(Fault(f"port {port} cannot be had: {error.strerror}"))
    return listener
