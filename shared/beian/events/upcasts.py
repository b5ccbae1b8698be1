"""Old schema versions of events, brought up to today's on reading. Stored bytes never change.

One function per step: it takes the `data` of version n as plain JSON values and returns that
of version n + 1. A step, once released, is never edited.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

type Data = dict[str, Any]

_CHINA: Final = timezone(timedelta(hours=8))


def _without_listing(data: Data) -> Data:
    return {**data, "listing": None}


def _without_name(data: Data) -> Data:
    return {**data, "name": ""}


def _adding(**added: Any) -> Callable[[Data], Data]:  # noqa: ANN401 - plain JSON values
    """Return the step that adds fields with what they were before there were changes."""
    return lambda data: {**data, **added}


def _photo_in_the_contracts_time(data: Data) -> Data:
    """Version 1 kept the time as it was sent: any zone, any fraction. A text that is none stays."""
    try:
        moment = datetime.fromisoformat(data["taken_at"])
        taken_at = (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).astimezone(_CHINA)
    except (ValueError, OverflowError):
        return data
    return {**data, "taken_at": taken_at.isoformat(timespec="microseconds")}


def _without_cancellations(data: Data) -> Data:
    return {**data, "cancellations": []}


def _refusing_unreported_addresses(data: Data) -> Data:
    return {**data, "ip_comparison": "refuse"}


_NEW: Final = "ICP/XZBA"
_of_new_filing: Final = _adding(operation=_NEW, change=None)
_nothing_freed: Final = _adding(freed_keys=[], removed_sites=[])
_IN_FORCE: Final[Mapping[str, Any]] = {"cancelled": [], "is_cancelled": False}
_without_ids: Final = _adding(
    subject_id=None, is_individual=False, freed_keys=[], removed_sites=[], **_IN_FORCE
)

_without_rules: Final = _adding(rules=[])
"""Decisions did not name the rules they rest on."""


UPCASTS: Final[Mapping[tuple[str, int], Callable[[Data], Data]]] = {
    ("AccessEnabled", 1): _adding(site_ids=[]),
    ("AccessInfoRecorded", 1): _adding(reseller=None),
    ("AccessTerminated", 1): _adding(ground="CANCELLED", nothing_on=False),
    ("ApplicationReceived", 1): _adding(change=None),
    ("BlacklistNoted", 1): _without_listing,
    ("BlacklistSynchronized", 1): _without_listing,
    ("BlacklistSynchronized", 2): _adding(added_by=None),
    ("FilePrepared", 1): _without_cancellations,
    ("FilingDataReceived", 1): _adding(certificate=None),
    ("FilingDeliveredToHomeBureau", 1): _of_new_filing,
    ("FilingDraftSubmitted", 1): _adding(form=None, declared_at=None),
    ("FilingForwardedToMinistry", 1): _of_new_filing,
    ("FilingPublished", 1): _nothing_freed,
    ("FilingPublished", 2): _adding(licence_number=None),
    ("FilingPublished", 3): _adding(apps=[], certificate=None, certificate_sha256=None),
    ("FilingRecordReported", 1): _adding(
        operation=_NEW, changed_on=None, freed_keys=[], removed_sites=[], **_IN_FORCE
    ),
    ("FilingRecordReported", 2): _adding(licence_number=None),
    ("FilingRecordReported", 3): _adding(certificate_sha256=None),
    ("FilingRecordSynchronized", 1): _without_ids,
    ("FilingRecordSynchronized", 2): _adding(licence_number=None),
    ("FilingResultForwarded", 1): _adding(changed_on=None, findings=[]),
    ("NationalProviderNoted", 1): _without_name,
    ("InterfaceConditionsAdopted", 1): _refusing_unreported_addresses,
    ("InterfaceConditionsAdopted", 2): _adding(changes_max=20),
    ("InterfaceConditionsSet", 1): _refusing_unreported_addresses,
    ("InterfaceConditionsSet", 2): _adding(changes_max=20),
    ("NationalRecordNoted", 1): _without_ids,
    ("NationalRecordNoted", 2): _adding(licence_number=None),
    ("ReviewStarted", 1): _of_new_filing,
    ("PhotoCaptured", 1): _photo_in_the_contracts_time,
    ("AccessCancelled", 1): _without_rules,
    ("AutoCheckFailed", 1): _without_rules,
    ("AutoCheckFailed", 2): _adding(reasons=[]),
    ("ConflictDetected", 1): _without_rules,
    ("FilingApproved", 1): _without_rules,
    ("FilingNumberIssued", 1): _without_rules,
    ("FilingReturned", 1): _adding(rules=[], clauses=[]),
    ("OrphanSiteDetected", 1): _without_rules,
    ("ReviewOverdue", 1): _without_rules,
    ("SiteCancelled", 1): _without_rules,
    ("SubjectCancelled", 1): _without_rules,
    ("PhotoCaptured", 2): _adding(slip_number=None, id_shown=False),
    ("VerificationSheetCompleted", 1): _adding(medium="scan"),
}
"""(event type, schema version it reads) -> the step to the next version."""


def upcast(name: str, schema: int, data: Data, *, to: int) -> Data:
    """Return `data` brought from version `schema` to `to`. KeyError where a step is missing."""
    for version in range(schema, to):
        data = UPCASTS[name, version](data)
    return data
