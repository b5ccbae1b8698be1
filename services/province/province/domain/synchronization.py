"""What a bureau holds of a provider, as records of SJTB. Interface §10.2, §14 (52, 54)."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any, Final

from msgspec.structs import replace

from beian.events.filed import FiledRecordReceived
from beian.records import ECertificate, Filing, Opinion
from beian.records_downloads import Synchronized
from beian.records_ip import IpAssignment, IpBroadcast, IpSource, OwnAddresses
from beian.wire.download_basj import IssuedFiling
from beian.wire.downloads import SIMULATED
from province.domain.filed_record import Filed
from province.domain.filing_states import FilingState, Numbered
from province.domain.ip_records import IpRecordState, Reported
from province.domain.receivers import as_seen_by

_PATHS: Final = {
    IpSource: "SJTB/IP/Iply/Lyxx",
    IpAssignment: "SJTB/IP/Ipfp/Fpxx",
    IpBroadcast: "SJTB/IP/Ipgb/Gbxx",
    OwnAddresses: "SJTB/IP/Zdip/Zdxx",
}


def issued_here(state: FilingState) -> IssuedFiling:
    """Return the record of a filing that this bureau issued."""
    assert isinstance(state, Numbered), "what is filed has its number"
    opinion, filing = state.opinion, state.application.reviewed
    return _issued(filing, state.certificate, opinion, opinion.reviewed_at)


def in_force(record: Filed) -> IssuedFiling:
    """Return a record of this bureau as it is now."""
    issued = _issued(record.filing, record.certificate, record.opinion, record.issued_on)
    return replace(issued, last_changed=record.changed_on)


def issued_elsewhere(kept: FiledRecordReceived) -> IssuedFiling:
    """Return the record of a filing that another bureau issued."""
    return _issued(kept.filing, kept.certificate, kept.opinion, kept.issued_on)


def _issued(
    filing: Filing, certificate: ECertificate | None, opinion: Opinion, issued_on: str
) -> IssuedFiling:
    return IssuedFiling(
        filing=filing,
        first_reported=issued_on,
        last_changed=issued_on,
        certificate=certificate,
        reviewer=opinion.reviewer,
        reviewed_at=opinion.reviewed_at,
        remark=SIMULATED,
    )


def seen_by(isp_id: int, issued: IssuedFiling, documents: AbstractSet[str]) -> IssuedFiling:
    """Return the record without ids that other enterprises made (§14, 54)."""
    return replace(issued, filing=as_seen_by(isp_id, issued.filing, documents))


def standing(isp_id: int, issued: IssuedFiling, sites: AbstractSet[int]) -> IssuedFiling | None:
    """Return the record without what was cancelled since it came; None where no site is left.

    `sites`: ids of those that the provider gives access now. A site without any access, and a
    subject without a site, have no place in the file (§14, 51).
    """
    left = tuple(
        site
        for site in issued.filing.sites
        if site.accesses
        and (site.site_id in sites or isp_id not in {access.isp_id for access in site.accesses})
    )
    return replace(issued, filing=replace(issued.filing, sites=left)) if left else None


def of_ip_records(states: Iterable[IpRecordState]) -> dict[str, list[Any]]:
    """Return records of IP data by path; one without the enterprise's id has no place there."""
    found: dict[str, list[Any]] = {}
    for state in states:
        if not isinstance(state, Reported) or state.isp_record_id is None:
            continue
        record = replace(state.report, record_id=state.record_id, isp_record_id=state.isp_record_id)
        synchronized = Synchronized(reporting_unit=state.isp_id, record=record)
        found.setdefault(_PATHS[type(state.report)], []).append(synchronized)
    return found
