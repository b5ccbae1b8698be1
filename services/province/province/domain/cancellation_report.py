"""What is reported of a record when a part of it was cancelled: what is left, what is free again.

Rules: R14-121, R14-122.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from beian.regulations.unique_keys import unique_keys
from province.domain.cancelling import SUBJECT, lost
from province.domain.filed_record import Filed
from province.domain.filing_commands import ChangedRecord
from province.domain.notices import Notice
from province.domain.outline import keys_gone, sites_gone
from province.domain.record_cancellation import Cancel, told


def reported(
    before: Filed, after: Filed, command: Cancel, notices: Sequence[Notice] = ()
) -> ChangedRecord:
    """Return the record as `command` left it, with what others must know of its end."""
    is_cancelled = command.kind == SUBJECT
    held = unique_keys(before.filing)
    part = told(before.filing, command.kind, command.record_id)
    return ChangedRecord(
        filing_number=before.filing_number,
        filing=after.filing,
        id_serial=before.id_serial,
        verifier=before.verifier,
        certificate=before.certificate,
        issued_on=before.issued_on,
        unique_keys=() if is_cancelled else unique_keys(after.filing),
        freed_keys=held if is_cancelled else keys_gone(before.filing, after.filing),
        removed_sites=sites_gone(before.filing, after.filing),
        cancelled=(replace(part, lost=lost(before.filing, after.filing)),),
        is_cancelled=is_cancelled,
        licence_number=None if is_cancelled else before.licence_number,
        notices=tuple((notice.channel, notice.template) for notice in notices),
    )
