"""Which block an answer about IP data is of. PURE.

An addition's answer names our number (IspId), a change's and a deletion's the bureau's id (Id). A
result without either is of the whole file: of the oldest one that is not answered. §10.3.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from beian.records import Finding
from beian.wire.download_bajg import IdResult
from enterprise.domain.ip_block import ReceiveBlockResult

PASSED: Final = 2998


@dataclass(frozen=True, slots=True)
class Sent:
    """A block that went up and is not answered."""

    number: int
    record_id: int | None
    file_name: str


def answers_of(results: Iterable[IdResult], sent: Iterable[Sent]) -> Iterator[ReceiveBlockResult]:
    """Yield what results mean for the blocks that were sent, the oldest file's first in `sent`."""
    waiting = list(sent)
    by_record = {one.record_id: one for one in waiting if one.record_id is not None}
    by_number = {one.number: one for one in waiting}
    for result in results:
        passed = [one.code for one in result.findings] == [PASSED]
        findings = tuple(Finding(code=one.code, message=one.message) for one in result.findings)
        if result.isp_record_id is not None:
            blocks = [by_number.get(result.isp_record_id)]
        elif result.record_id is not None:
            blocks = [by_record.get(result.record_id)]
        else:
            blocks = [one for one in waiting if one.file_name == waiting[0].file_name]
        for block in blocks:
            if block is not None:
                yield ReceiveBlockResult(block.number, passed, findings, result.record_id)
