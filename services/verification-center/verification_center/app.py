"""The verification center (备案中心): the only place that builds things."""

from beian.bus import subscriptions
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.procedures import join, procedures_in, routes_of
from beian.service import Service, run
from beian.settings import settings_or_exit
from verification_center.application import Center
from verification_center.edges import (
    electronic_keys,
    findings_api,
    http,
    ip_inspections,
    simulated_province,
    unfiled_sites,
)
from verification_center.edges.sample_entries import fill_registry
from verification_center.edges.subscriptions import REACTIONS
from verification_center.read_models.checks import CHECKS
from verification_center.read_models.inspected import INSPECTED
from verification_center.read_models.ip_data import IP_DATA
from verification_center.read_models.registry import REGISTRY
from verification_center.read_models.unfiled_sites import UNFILED_SITES

PROCEDURES = procedures_in("verification_center.procedures")


def build() -> Service:
    """Return everything that makes the center's process."""
    center = Center()
    procedures = routes_of(PROCEDURES, "/api", lambda: center, lambda one: one.log)
    made = Service(
        name="verification-center",
        logs=(VERIFICATION_CENTER_LOG,),
        read_models=(CHECKS, REGISTRY, IP_DATA, INSPECTED, UNFILED_SITES),
        subscriptions=subscriptions,
        reactions=REACTIONS,
        routers=(
            http.router,
            ip_inspections.router,
            findings_api.router,
            unfiled_sites.router,
            simulated_province.router,
            electronic_keys.router,
        ),
        on_writer=fill_registry,
    )
    return join(made, PROCEDURES, lambda _log: center, [procedures])


def main() -> None:
    """Serve the center in the foreground, configured by the environment."""
    run(build(), settings_or_exit())
