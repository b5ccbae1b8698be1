"""Does the record, as it is now, allow what an application asks for? The home bureau's check.

Asked when the application arrives and again when it is approved: additions, cancellations and a
change may run beside each other. Codes 1016, 1017, 1049, 1050, and those of cancellations under
way. Validation §6.
"""

from beian.records import Finding
from beian.records_changes import Cancellation, FilingChange, RequestedChange
from province.domain.applying import applied
from province.domain.cancellation_check import barred, missing_part
from province.domain.check_context import finding
from province.domain.ended import ended
from province.domain.filed_record import Filed
from province.domain.outline import outline_of_filed


def unfit(record: Filed, application_id: str, requested: RequestedChange) -> tuple[Finding, ...]:
    """Return why the change cannot be made to the record; nothing if it can."""
    change, outline = requested.change, outline_of_filed(record, application_id)
    if isinstance(change, Cancellation):
        return missing_part(change, outline) or barred(change, outline)
    gone = ended(change, outline)
    if gone:
        return gone
    if applied(record.filing, change) is None:
        return (finding(1016),)
    if isinstance(change, FilingChange) and record.is_changing(application_id):
        return (finding(1017),)
    return ()
