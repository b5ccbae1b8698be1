"""The recorded applications of every release went only ways that the flows draw."""

import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from beian.eventlog import Recorded
from beian.eventlog.codec import decode_stored
from beian.eventlog.recorded import recorded_of
from beian.events.filing import NEW_FILING, ApplicationReceived
from beian.flows import lifecycles
from launcher.audit.causality import in_causal_order

RELEASES = sorted({file.parent for file in Path(__file__).parent.glob("*/*.jsonl.gz")})


def applications_of(folder: Path) -> dict[str, list[Recorded]]:
    """Return every application's events of all logs, in causal order."""
    recorded = [
        recorded_of(decode_stored(line))
        for file in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]
    found: dict[str, list[Recorded]] = defaultdict(list)
    for one in in_causal_order(recorded):
        key = getattr(one.event, "application_id", None)
        if key is not None:
            found[key].append(one)
    return found


@pytest.mark.parametrize("folder", RELEASES, ids=lambda folder: folder.name)
def test_every_application_stays_on_the_diagrams(folder: Path) -> None:
    ends = set()
    for happened in applications_of(folder).values():
        events = [one.event for one in happened]
        received = [one for one in events if isinstance(one, ApplicationReceived)]
        if not received:
            continue  # a draft's text to its sponsor: no application was taken from the wire
        routed = lifecycles()["FLOW-00"].walk(events, "Submitted")
        assert routed[-1] in {"Delivered", "ReturnedToEnterprise", "UnderReview"}
        if received[0].operation == NEW_FILING:
            ends.add(lifecycles()["FLOW-02"].walk(events, "ReadyToSubmit")[-1])
    assert ends == {"AwaitingSponsor", "Issued", "Reverifying", "UnderReview"}


@pytest.mark.parametrize("folder", RELEASES, ids=lambda folder: folder.name)
def test_nothing_comes_before_its_cause(folder: Path) -> None:
    for happened in applications_of(folder).values():
        seen: set[str] = set()
        here = {f"{one.log}/{one.position}" for one in happened}
        for one in happened:
            assert one.causation_id not in here - seen
            seen.add(f"{one.log}/{one.position}")
