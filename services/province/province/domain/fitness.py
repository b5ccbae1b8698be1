"""Does the record, as it is now, allow what an application asks for? The home bureau's check.

Asked when the application arrives and again when it is approved: additions and a change may run
beside each other. Codes 1016, 1017. Validation §6.
"""

from beian.records import Finding
from beian.records_changes import FilingChange, RequestedChange
from province.domain.applying import applied
from province.domain.check_context import finding
from province.domain.filed_record import Filed


def unfit(record: Filed, application_id: str, requested: RequestedChange) -> tuple[Finding, ...]:
    """Return why the change cannot be made to the record; nothing if it can."""
    change = requested.change
    if applied(record.filing, change) is None:
        return (finding(1016),)
    if isinstance(change, FilingChange) and record.is_changing(application_id):
        return (finding(1017),)
    return ()
