"""The registry's first entries: `registry.csv`, made-up persons and units with valid numbers."""

import csv
from importlib.resources import files

from beian.errors import Fault, Refusal
from beian.eventlog import Meta
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.service import Kit
from verification_center.application import Registry
from verification_center.domain.authority import SetEntry


def sample_entries() -> list[SetEntry]:
    """Return the entries of the file: certificate_type, number, name."""
    text = (files("verification_center") / "registry.csv").read_text("utf-8")
    return [
        SetEntry(int(row["certificate_type"]), row["number"], row["name"])
        for row in csv.DictReader(text.splitlines())
    ]


async def fill_registry(kit: Kit) -> None:
    """Enter what is not there yet; what a tester set stays as it is."""
    correlation_id = kit.identifiers.event_id(kit.clock.now())
    meta = Meta(actor=VERIFICATION_CENTER_LOG, correlation_id=correlation_id)
    outcome = await Registry(kit.log).fill(meta, sample_entries())
    if isinstance(outcome, Refusal):
        raise Fault(f"registry.csv: {outcome.detail}")
