"""Explaining a file no bureau has seen: the wire's layers, the rules that need no register."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from beian.records_domains import DomainReport
from beian.regulations.addresses import Range
from beian.wire.explaining import (
    Explanation,
    Judged,
    explain_payload,
    explain_received,
    explain_xml,
    with_findings,
)
from beian.wire.files import UploadFile
from beian.wire.sealing import AES, PLAIN
from ministry.domain.domain_check import check_report
from province.domain.auto_check import check_new_filing
from province.domain.check_context import CheckContext

_ZIP: Final = b"PK"
_EVERY_ADDRESS: Final = (Range(1, 2**32 - 1),)
"""Without a register nobody knows what the provider reported: 1063 is not told."""


def explain_file(
    path: Path,
    key: str | None,
    iv: str | None,
    beian_info_hash: str | None,
    switches: frozenset[str],
    today: date | None,
) -> Explanation:
    """Explain an XML, a zip, or the text of beianInfo, whichever it is.

    `today` is what dates of domain data are compared with; without it those rules are left out.
    """
    content = path.read_bytes()
    algorithm = AES if key and iv else PLAIN
    if content.lstrip()[:1] == b"<":
        explanation = explain_xml(content, path.name, switches=switches)
    elif content.startswith(_ZIP):
        explanation = explain_received(content, beian_info_hash, switches=switches)
    else:
        explanation = explain_payload(
            content,
            beian_info_hash,
            encrypt_algorithm=algorithm,
            key=key,
            iv=iv,
            switches=switches,
        )
    if explanation.file is None:
        return explanation
    judged = list(_judged(explanation.file, today))
    return with_findings(explanation, judged) if judged else explanation


def _judged(file: UploadFile, today: date | None) -> Iterator[Judged]:
    context = CheckContext(isp_id=file.reporting_unit, reported_ranges=_EVERY_ADDRESS)
    for number, record in enumerate(file.records, start=1):
        findings = None
        if record.new_filing is not None:
            findings = check_new_filing(record.new_filing.filing, context)
        elif isinstance(record.domain, DomainReport) and today is not None:
            findings = check_report(record.domain, today)
        if findings is not None:
            yield Judged(record.operation_type, record.identifier, findings, number)
