"""What a result of an application is called on the wire: Czlx, Bs, Jlid. Interface §10.3."""

from typing import assert_never

from beian.records_changes import Cancellation, FilingChange, NewAccess, NewSites
from beian.wire.operations import OPERATIONS
from province.domain.filing_states import Application

_CANCELLED = {0: 6, 1: 7, 2: 5}
"""Czlx of a cancellation by Zxlb."""


def operation_type(application: Application) -> int:
    """Return Czlx."""
    change = None if application.change is None else application.change.change
    if isinstance(change, Cancellation):
        return _CANCELLED[change.kind]
    return OPERATIONS[application.operation].operation_type


def identifier(application: Application) -> str | None:
    """Return Bs; None where nothing that was sent names the record."""
    if application.change is None:
        return _text(_subject_named(application))
    match application.change.change:
        case NewSites() as sites:
            return sites.subject_number or _text(sites.subject_id)
        case NewAccess() as access:
            return access.site_number or str(access.isp_access_id)
        case FilingChange() as change:
            return _text(change.subject.subject_id)
        case Cancellation() as cancellation:
            return str(cancellation.record_id)
        case other:
            assert_never(other)


def opinion_ids(application: Application) -> tuple[int | None, ...]:
    """Return Jlid of each opinion on it: one, of added sites one for each."""
    if application.change is None:
        return (_subject_named(application),)
    match application.change.change:
        case NewSites() as sites:
            return tuple(site.isp_site_id for site in sites.sites)
        case NewAccess() as access:
            return (access.isp_access_id,)
        case FilingChange() as change:
            return (change.subject.subject_id,)
        case Cancellation() as cancellation:
            return (cancellation.record_id,)
        case other:
            assert_never(other)


def _subject_named(application: Application) -> int | None:
    """Return IspZtid; of a record that a sponsor filed by itself, which has none, Ztid."""
    subject = application.reviewed.subject
    return subject.subject_id if subject.isp_subject_id is None else subject.isp_subject_id


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
