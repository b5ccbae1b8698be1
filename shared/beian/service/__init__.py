"""The kit that every service's `app.py` uses: HTTP skeleton and lifespan in one."""

from beian.service.app import build_app
from beian.service.definition import Service, Worker
from beian.service.guarding import audited
from beian.service.kit import Kit, kit_of, meta_of, serving
from beian.service.serve import run

__all__ = [
    "Kit",
    "Service",
    "Worker",
    "audited",
    "build_app",
    "kit_of",
    "meta_of",
    "run",
    "serving",
]
