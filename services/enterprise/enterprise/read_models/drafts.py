"""The provider's drafts as a list: who, what, where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.eventlog.codec import time_text
from beian.events import Event
from beian.events.access import AccessSuspended
from beian.events.after_conflict import DraftVerifiedAgain, DraftWithdrawn
from beian.events.enterprise import (
    AccessEnabled,
    AccessInfoRecorded,
    AccessTerminated,
    CancellationReceived,
    FilePrepared,
    FileUploaded,
    FilingDataReceived,
    FilingDraftSubmitted,
    FilingResultReceived,
    FilingSubmitted,
    InformationCorrected,
    OnSiteVerificationFailed,
    OnSiteVerificationLapsed,
    OnSiteVerificationPassed,
    OnSiteVerificationStarted,
    PreVerificationFailed,
    PreVerificationPassed,
    SecurityAgreementSigned,
)
from beian.events.evidence import ElectronicVerificationFailed, ElectronicVerificationPassed
from beian.identifiers import stream_id
from beian.records import Filing

VERSION: Final = 3

PRE_VERIFYING: Final = "pre_verifying"
CORRECTION: Final = "awaiting_correction"
APPEARANCE: Final = "awaiting_appearance"
ON_SITE: Final = "on_site"
VERIFIED: Final = "verified"
READY: Final = "ready"
SUBMITTED: Final = "submitted"
SEALED: Final = "sealed"
UPLOADED: Final = "uploaded"
RETURNED: Final = "returned"
NUMBERED: Final = "numbered"
OPEN: Final = "access_open"
LAPSED: Final = "lapsed"
WITHDRAWN: Final = "withdrawn"
CANCELLED: Final = "cancelled"
SUSPENDED: Final = "access_suspended"
STOPPED: Final = "access_stopped"
"""Where a draft stands; `submitted`, `sealed` and `uploaded` are stages of its way out."""

metadata = MetaData(schema="state")

draft = Table(
    f"draft_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("draft_id", Text, primary_key=True),
    Column("created", BigInteger, nullable=False, index=True),
    Column("number", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("subject_name", Text, nullable=False),
    Column("site_names", Text, nullable=False),
    Column("domains", Text, nullable=False),
    Column("filing_number", Text),
    Column("updated_at", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
)
"""`created`: position of the first entry; `number`: of the last, from which its ids are made."""

_AFTER: Final[Mapping[type[Event], str]] = {
    PreVerificationPassed: APPEARANCE,
    PreVerificationFailed: CORRECTION,
    OnSiteVerificationStarted: ON_SITE,
    OnSiteVerificationLapsed: LAPSED,
    OnSiteVerificationPassed: VERIFIED,
    OnSiteVerificationFailed: CORRECTION,
    ElectronicVerificationPassed: ON_SITE,
    SecurityAgreementSigned: VERIFIED,
    ElectronicVerificationFailed: CORRECTION,
    AccessInfoRecorded: READY,
    DraftVerifiedAgain: READY,
    DraftWithdrawn: WITHDRAWN,
    FilingSubmitted: SUBMITTED,
    AccessEnabled: OPEN,
}
"""The state after an event that says nothing else for this list."""


def project(recorded: Recorded) -> Iterable[Change]:  # noqa: C901, PLR0912 - one line per event
    """Follow each draft; events that move no draft pass by."""
    match recorded.event:
        case FilingDraftSubmitted() as entered:
            yield from _entered(recorded, entered)
        case InformationCorrected(draft_id=draft_id, filing=filing):
            yield _patch(recorded, draft_id, _names(filing))
        case FilePrepared(draft_ids=draft_ids):
            for draft_id in draft_ids:
                yield _patch(recorded, draft_id, {"state": SEALED})
        case FileUploaded(draft_ids=draft_ids):
            for draft_id in draft_ids:
                yield _patch(recorded, draft_id, {"state": UPLOADED})
        case FilingResultReceived(draft_id=draft_id, approved=approved):
            # The number comes in a file of its own, before or after: only a return moves it.
            yield _patch(recorded, draft_id, {} if approved else {"state": RETURNED})
        case FilingDataReceived(draft_id=draft_id, filing_number=number):
            yield _patch(recorded, draft_id, {"state": NUMBERED, "filing_number": number})
        case AccessSuspended(draft_id=draft_id, nothing_on=True):
            yield _patch(recorded, draft_id, {"state": SUSPENDED})
        case AccessTerminated(draft_id=draft_id, nothing_on=True, ground=ground) if (
            ground != "CANCELLED"
        ):
            yield _patch(recorded, draft_id, {"state": STOPPED})
        case CancellationReceived(draft_id=draft_id, nothing_left=True):
            yield _patch(recorded, draft_id, {"state": CANCELLED})
        case event if (state := _AFTER.get(type(event))) is not None:
            yield _patch(recorded, stream_id(recorded.stream), {"state": state})
        case _:
            pass  # evidence, texts and timers show in the history, not in the list


def _entered(recorded: Recorded, entered: FilingDraftSubmitted) -> Iterable[Change]:
    row: dict[str, object] = {
        "number": recorded.position,
        "state": PRE_VERIFYING,
        "submitted_by": entered.submitted_by,
        "revision": entered.revision,
        **_names(entered.filing),
    }
    if entered.revision > 1:
        yield _patch(recorded, entered.draft_id, row)
        return
    yield Put(
        draft,
        {
            "log": recorded.log,
            "draft_id": entered.draft_id,
            "created": recorded.position,
            "filing_number": None,
            "updated_at": time_text(recorded.network_time),
            "correlation_id": recorded.correlation_id,
            **row,
        },
    )


def _names(filing: Filing) -> dict[str, object]:
    domains = [domain.name for site in filing.sites for domain in site.domains]
    return {
        "subject_name": filing.subject.name,
        "site_names": "、".join(site.name for site in filing.sites),
        "domains": "、".join(domains),
    }


def _patch(recorded: Recorded, draft_id: str, values: Mapping[str, object]) -> Patch:
    key = {"log": recorded.log, "draft_id": draft_id}
    return Patch(draft, key, {"updated_at": time_text(recorded.network_time), **values})


DRAFTS: Final = ReadModel("draft", VERSION, (draft,), project)


def drafts_of_numbers(log: str, numbers: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Find the drafts that got one of these filing numbers, the oldest first."""
    columns = draft.c
    return (
        select(columns.draft_id, columns.filing_number)
        .where(columns.log == log, columns.filing_number.in_(list(numbers)))
        .order_by(columns.created)
    )
