"""The documents the six methods return, written and read (§6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from beian.regulations.numbers import RETURN_MESSAGE_CHARACTERS_MAX
from beian.wire.codes import VERSION
from beian.wire.hardened import Bounds, Malformed, check_bounds, escape, local_name, parse
from beian.wire.refusal import WireRefusal

_BOUNDS: Final = Bounds(tags=10_000, quotes=4_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """fileInfos: a file as it travels, with the algorithms it was made with."""

    encrypt_algorithm: int
    hash_algorithm: int = 0
    compression_format: int = 0
    data_sequence: int | None = None
    """The upload's number; only what isp_querypreviousupload returns has one."""
    file_name: str
    beian_info: str
    beian_info_hash: str


NEVER_UPLOADED: Final = FileInfo(
    encrypt_algorithm=0, data_sequence=0, file_name="", beian_info="", beian_info_hash=""
)
"""What isp_querypreviousupload returns before the first upload, with code 0 (§6.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingStatus:
    """StatusInfo: filed with numbers, or not filed with none (§6.5)."""

    condition_type: int
    condition: str
    site_name: str | None = None
    subject_number: str | None = None
    site_number: str | None = None
    filed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method returns: code and text, and what that method adds to them."""

    code: int
    message: str
    missing: tuple[int, ...] = ()
    """isp_upload with code 14: the numbers to send first, ascending."""
    file: FileInfo | None = None
    """isp_download, isp_querypreviousupload."""
    status: FilingStatus | None = None
    """isp_querybeianstatus."""
    verified: bool | None = None
    """isp_verifybamm with code 0."""
    why: WireRefusal | None = None
    """Why the call was refused: for whoever explains it, not sent."""


def write_answer(answer: Answer) -> str:
    """Return the return document, without a declaration (§2); msg is cut to 256 characters."""
    parts = [
        f'<return version="{VERSION}"><msg_code>{answer.code}</msg_code>',
        f"<msg>{escape(answer.message[:RETURN_MESSAGE_CHARACTERS_MAX])}</msg>",
    ]
    if answer.missing:
        parts.append("<dataSequences>")
        parts += [f"<dataSequence>{number}</dataSequence>" for number in answer.missing]
        parts.append("</dataSequences>")
    if answer.file is not None:
        parts += _block("fileInfos", _file_fields(answer.file))
    if answer.status is not None:
        parts += _block("StatusInfo", _status_fields(answer.status))
    if answer.verified is not None:
        parts.append(f"<VerifyRes>{0 if answer.verified else 1}</VerifyRes>")
    parts.append("</return>")
    return "".join(parts)


def read_answer(text: str) -> Answer | WireRefusal:
    """Read a return document; 999 when it is none. What a method does not send stays unset."""
    data = text.strip().encode("utf-8", "replace")
    root = check_bounds(data, _BOUNDS) or parse((data,))
    if isinstance(root, Malformed):
        return WireRefusal(999, f"not a return document: {root.reason}", line=root.line)
    fields = {local_name(child): child for child in root}
    try:
        verified = fields.get("VerifyRes")
        return Answer(
            code=int(_text(fields["msg_code"])),
            message=_text(fields.get("msg")),
            missing=tuple(int(_text(number)) for number in fields.get("dataSequences", ())),
            file=_read_file(fields.get("fileInfos")),
            status=_read_status(fields.get("StatusInfo")),
            verified=None if verified is None else int(_text(verified)) == 0,
        )
    except (KeyError, ValueError) as error:
        return WireRefusal(999, f"not a return document: {error}")


def _file_fields(file: FileInfo) -> Iterable[tuple[str, str | int | None]]:
    return (
        ("hashAlgorithm", file.hash_algorithm),
        ("compressionFormat", file.compression_format),
        ("encryptAlgorithm", file.encrypt_algorithm),
        ("dataSequence", file.data_sequence),
        ("return_FileName", file.file_name),
        ("beianInfo", file.beian_info),
        ("beianInfoHash", file.beian_info_hash),
    )


def _status_fields(status: FilingStatus) -> Iterable[tuple[str, str | int | None]]:
    return (
        ("Cxtjlx", status.condition_type),
        ("Cxtj", status.condition),
        ("Wzmc", status.site_name),
        ("Ztbah", status.subject_number),
        ("Wzbah", status.site_number),
        ("Bazt", 0 if status.filed else 1),
    )


def _block(name: str, fields: Iterable[tuple[str, str | int | None]]) -> list[str]:
    inside = [
        f"<{field}>{escape(str(value))}</{field}>" for field, value in fields if value is not None
    ]
    return [f"<{name}>", *inside, f"</{name}>"]


def _read_file(element: etree._Element | None) -> FileInfo | None:
    if element is None:
        return None
    fields = {local_name(child): _text(child) for child in element}
    sequence = fields.get("dataSequence")
    return FileInfo(
        hash_algorithm=int(fields["hashAlgorithm"]),
        compression_format=int(fields["compressionFormat"]),
        encrypt_algorithm=int(fields["encryptAlgorithm"]),
        data_sequence=None if sequence is None else int(sequence),
        file_name=fields["return_FileName"],
        beian_info=fields["beianInfo"],
        beian_info_hash=fields["beianInfoHash"],
    )


def _read_status(element: etree._Element | None) -> FilingStatus | None:
    if element is None:
        return None
    fields = {local_name(child): _text(child) for child in element}
    return FilingStatus(
        condition_type=int(fields["Cxtjlx"]),
        condition=fields["Cxtj"],
        site_name=fields.get("Wzmc"),
        subject_number=fields.get("Ztbah"),
        site_number=fields.get("Wzbah"),
        filed=int(fields["Bazt"]) == 0,
    )


def _text(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "")
