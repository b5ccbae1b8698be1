"""A provider's file exchange with a bureau: what came in, what lies ready, what was taken.

Stream: `exchange-<isp id>`. The bytes lie as blobs beside the log.
"""

from beian.events.base import Event, event


@event("exchange")
class UploadAccepted(Event, frozen=True, kw_only=True):
    """A file was taken from the wire (msg_code 0) and waits to be processed."""

    isp_id: int
    data_sequence: int
    file_name: str
    """The ZIP entry's name."""
    payload: str
    """SHA-256 of the decoded beianInfo as received: the blob for isp_querypreviousupload."""
    payload_size: int
    beian_info_hash: str
    encrypt_algorithm: int
    hash_algorithm: int
    compression_format: int


@event("exchange")
class UploadProcessed(Event, frozen=True, kw_only=True):
    """An accepted file was read through; what it caused lies in the streams it names."""

    isp_id: int
    data_sequence: int
    operations: tuple[str, ...]
    """As found, e.g. ICP/XZBA."""
    records: int
    passed: int
    failed: int
    file_codes: tuple[int, ...]
    """Codes that refused the whole file; empty when its records were looked at."""


@event("exchange")
class DownloadFileQueued(Event, frozen=True, kw_only=True):
    """A file lies ready for the enterprise."""

    isp_id: int
    file_name: str
    block: str
    """ICP/BAJG, ICP/BASJ, …"""
    content: str
    """SHA-256 of the XML bytes: the blob."""
    content_size: int
    application_ids: tuple[str, ...]


@event("exchange")
class DownloadFileDelivered(Event, frozen=True, kw_only=True):
    """isp_download handed the file out; so often until it is acknowledged."""

    isp_id: int
    file_name: str
    delivery: int
    """1 for the first time."""


@event("exchange")
class DownloadFileAcknowledged(Event, frozen=True, kw_only=True):
    """isp_downloadack named the file: it leaves the queue."""

    isp_id: int
    file_name: str


@event("exchange")
class DownloadFileDeferred(Event, frozen=True, kw_only=True):
    """Delivered too often without acknowledgement: the file went to the back of the queue."""

    isp_id: int
    file_name: str
    deliveries: int


@event("passwordcheck")
class FilingPasswordChecked(Event, frozen=True, kw_only=True):
    """isp_verifybamm was answered: counted against the limit of checks (code 22)."""

    isp_id: int
    filing_number: str
    day: str
    """YYYY-MM-DD, the day on which it counts."""
    correct: bool


@event("codes")
class ResultCodeMet(Event, frozen=True, kw_only=True):
    """A provider was answered with a result code for the first time, at this place."""

    isp_id: int
    code: int
    place: str
    """The method that answered it (isp_upload), or the block of the file it came in (ICP/BAJG)."""
    detail: str | None
    """Why, where a call was refused."""
    data_sequence: int | None
    """Of the upload that was refused."""
