"""One service process in the foreground: reads in that one service and no other."""

from importlib import import_module

from launcher.hosting import ServiceName


def serve_one(service: ServiceName) -> None:
    """Run until told to stop. Every service's `app` module has a `main`."""
    import_module(f"{service.package}.app").main()
