"""What happens when an approved application comes into force, and is reported to the ministry.

Rules: O292-008, R14-093, R14-101, R14-102, R14-107.
"""

from collections.abc import Sequence
from dataclasses import replace

from beian.events.base import Event
from beian.events.filing import (
    BUREAU_CANCELLATION,
    LICENCE_CONVERSION,
    ECertificateIssued,
    FilingChangeIssued,
    FilingNumberIssued,
    FilingPasswordIssued,
    FilingRecordReported,
    SponsorNotified,
)
from beian.records import Opinion
from province.domain.filing_commands import ChangedRecord, Reserved
from province.domain.filing_states import Application


def new_filing_issued(
    application: Application, opinion: Opinion, reserved: Reserved, today: str
) -> Sequence[Event]:
    """Return what gives a new filing number, password and e-certificate, and reports it."""
    application_id = application.application_id
    number = reserved.filing_number
    return [
        FilingNumberIssued(
            application_id=application_id,
            filing_number=number,
            filing=reserved.filing,
            rules=("O292-008", "R14-093", "R14-101"),
        ),
        FilingPasswordIssued(
            application_id=application_id, filing_number=number, verifier=reserved.verifier
        ),
        ECertificateIssued(
            application_id=application_id,
            filing_number=number,
            certificate=reserved.certificate,
            sha256=reserved.certificate_sha256,
        ),
        *(
            SponsorNotified(application_id=application_id, channel=channel, template=template)
            for channel, template in reserved.notices
        ),
        FilingRecordReported(
            application_id=application_id,
            isp_id=application.isp_id,
            provider_region=application.provider_region,
            home_region=application.home_region,
            filing_number=number,
            filing=reserved.filing,
            unique_keys=application.unique_keys,
            verifier=reserved.verifier,
            certificate=reserved.certificate,
            opinion=opinion,
            issued_on=today,
            certificate_sha256=reserved.certificate_sha256,
        ),
    ]


def change_issued(
    application: Application, opinion: Opinion, changed: ChangedRecord, today: str
) -> Sequence[Event]:
    """Return what puts a change into force, and reports the record as it is now."""
    issued = FilingChangeIssued(
        application_id=application.application_id,
        filing_number=changed.filing_number,
        filing=changed.filing,
        id_serial=changed.id_serial,
    )
    reported = _change_reported(application, opinion, changed, today)
    return [issued, *_told(application, changed), reported]


def cancellation_reported(
    application: Application, opinion: Opinion, changed: ChangedRecord, today: str
) -> Sequence[Event]:
    """Return what reports a filing of which the bureau cancelled something by itself."""
    by_bureau = replace(application, operation=BUREAU_CANCELLATION)
    reported = _change_reported(by_bureau, opinion, changed, today)
    return [*_told(application, changed), reported]


def conversion_reported(
    application: Application, opinion: Opinion, changed: ChangedRecord, today: str
) -> Sequence[Event]:
    """Return what reports a filing whose number is a licence's now, or its own again."""
    converted = replace(application, operation=LICENCE_CONVERSION)
    reported = _change_reported(converted, opinion, changed, today)
    return [*_told(application, changed), reported]


def _told(application: Application, changed: ChangedRecord) -> Sequence[Event]:
    return [
        SponsorNotified(
            application_id=application.application_id, channel=channel, template=template
        )
        for channel, template in changed.notices
    ]


def _change_reported(
    application: Application, opinion: Opinion, changed: ChangedRecord, today: str
) -> FilingRecordReported:
    return FilingRecordReported(
        application_id=application.application_id,
        isp_id=application.isp_id,
        provider_region=application.provider_region,
        home_region=application.home_region,
        filing_number=changed.filing_number,
        filing=changed.filing,
        unique_keys=changed.unique_keys,
        verifier=changed.verifier,
        certificate=changed.certificate,
        opinion=opinion,
        issued_on=changed.issued_on,
        operation=application.operation,
        changed_on=today,
        freed_keys=changed.freed_keys,
        removed_sites=changed.removed_sites,
        cancelled=changed.cancelled,
        is_cancelled=changed.is_cancelled,
        licence_number=changed.licence_number,
    )
