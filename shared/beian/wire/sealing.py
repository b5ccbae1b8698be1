"""Hash, padding, encryption, compression and base64, as ugly as the interface demands (§4, §5).

MD5 and clear passwords are the wire's; nothing else in the network uses them.
Every layer opens on its own and answers its own code, in the order of §9.
"""

import base64
import binascii
import hashlib
import hmac
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from beian.regulations.numbers import UPLOAD_BYTES_MAX
from beian.wire.refusal import Layer, WireRefusal

XML_BYTES_MAX: Final = UPLOAD_BYTES_MAX
ZIP_BYTES_MAX: Final = XML_BYTES_MAX + 64 * 1024
"""Bytes of its archive: a file that does not shrink, and the archive's own headers."""
BEIAN_INFO_BYTES_MAX: Final = (ZIP_BYTES_MAX + 16 + 2) // 3 * 4 * 78 // 76
"""Base64 characters of a sealed archive, wrapped at 76 columns with CR LF."""
REQUEST_BYTES_MAX: Final = BEIAN_INFO_BYTES_MAX + 64 * 1024
"""Bytes of a whole SOAP request; the HTTP side refuses longer bodies unread."""

PLAIN: Final = 0
AES: Final = 1
ZIP: Final = 0
MD5: Final = 0

SHOWN_CHARACTERS: Final = 128
"""Of what a sender sent, in a refusal."""
_BLOCK_BYTES: Final = 16
_DEFLATE_LEVEL: Final = 4
_ENTRIES_SEEN_MAX: Final = 64
_ENTRY_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_CENTRAL_HEADER: Final = b"PK\x01\x02"
_FILE_MODE: Final = 0o100644
_UNIX: Final = 3
_TYPE_BITS: Final = 0o170000
_REGULAR: Final = 0o100000
_ENCRYPTED_FLAG: Final = 1
_WHITE_SPACE: Final = b" \t\r\n"
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the library raises on damaged headers and streams."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file ready for the wire."""

    beian_info: str
    beian_info_hash: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file taken off the wire."""

    entry_name: str
    xml: bytes


def pwd_hash(password: str, rand_val: str) -> str:
    """Return base64(MD5(GBK(password + randVal))). Characters outside GBK count as `?`."""
    return _md5((password + rand_val).encode("gbk", "replace"))


def seal(xml: bytes, entry_name: str, *, key: str | None, iv: str | None, encrypt: bool) -> Sealed:
    """Zip, hash, encrypt if asked, encode. The same input gives the same bytes.

    `key` and `iv` are 16 ASCII characters each, as issued; needed only to encrypt.
    """
    archive = _zip(xml, entry_name)
    payload = _encrypt(archive, key, iv) if encrypt else archive
    return Sealed(base64.b64encode(payload).decode("ascii"), _md5(archive))


def open_upload(
    beian_info: str | bytes,
    beian_info_hash: str,
    *,
    encrypt_algorithm: int | None,
    compression_format: int | None = ZIP,
    key: str | None,
    iv: str | None,
) -> Opened | WireRefusal:
    """Open what isp_upload sent: 9, 11, 17 for no payload, then 6, 7, 8, 17, 18, 999.

    An unknown password of the archive, a bad check sum or a cut stream is 8; a file name
    outside `[A-Za-z0-9._-]{1,128}` is 999 (§14, 9).
    """
    if encrypt_algorithm not in (PLAIN, AES):
        return WireRefusal(
            9,
            f"encryptAlgorithm is {encrypt_algorithm}",
            layer=Layer.CALL,
            found=str(encrypt_algorithm),
            wanted="0 or 1",
        )
    if compression_format != ZIP:
        return WireRefusal(
            11,
            f"compressionFormat is {compression_format}",
            layer=Layer.CALL,
            found=str(compression_format),
            wanted="0",
        )
    if not beian_info.strip():
        return WireRefusal(
            17, "beianInfo is empty", layer=Layer.BASE64, found="", wanted="one file"
        )
    return _open(beian_info, beian_info_hash, encrypted=encrypt_algorithm == AES, key=key, iv=iv)


def open_download(
    beian_info: str,
    beian_info_hash: str,
    file_name: str,
    *,
    encrypt_algorithm: int,
    key: str | None,
    iv: str | None,
) -> Opened | WireRefusal:
    """Open what isp_download returned; the archive's entry must be named `file_name` (§8)."""
    opened = _open(beian_info, beian_info_hash, encrypted=encrypt_algorithm == AES, key=key, iv=iv)
    if isinstance(opened, Opened) and opened.entry_name != file_name:
        return WireRefusal(
            8,
            f"the archive holds {opened.entry_name!r}, not {file_name!r}",
            layer=Layer.ZIP,
            found=opened.entry_name,
            wanted=file_name,
        )
    return opened


def decode_base64(text: str | bytes, *, refused_as: int = 7) -> bytes | WireRefusal:
    """Decode standard base64, line breaks allowed. Too long is 18.

    No code is named for anything else: 7, since no hash can match it; 6 if it was encrypted.
    """
    if len(text) > BEIAN_INFO_BYTES_MAX:
        return WireRefusal(
            18,
            f"beianInfo has {len(text)} characters",
            layer=Layer.BASE64,
            found=f"{len(text)} characters",
            wanted=f"at most {BEIAN_INFO_BYTES_MAX}",
        )
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        pass  # perhaps only wrapped; without white space the text need not be copied
    try:
        raw = text.encode("ascii") if isinstance(text, str) else text
        return binascii.a2b_base64(raw.translate(None, _WHITE_SPACE), strict_mode=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        return WireRefusal(
            refused_as,
            f"beianInfo is not base64: {error}",
            layer=Layer.BASE64,
            found=str(error),
            wanted="standard base64 with padding",
        )


def decrypt(payload: bytes, *, key: str, iv: str) -> bytes | WireRefusal:
    """Undo AES-128-CBC and PKCS5 padding; 6 when that cannot be."""
    if not payload or len(payload) % _BLOCK_BYTES:
        return WireRefusal(
            6,
            f"{len(payload)} bytes are not whole AES blocks",
            layer=Layer.AES,
            found=f"{len(payload)} bytes",
            wanted=f"a multiple of {_BLOCK_BYTES} bytes",
        )
    decryptor = _aes(key, iv).decryptor()
    unpadder = padding.PKCS7(8 * _BLOCK_BYTES).unpadder()
    try:
        padded = decryptor.update(payload) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        return WireRefusal(
            6,
            f"wrong key or not encrypted: {error}",
            layer=Layer.AES,
            found="no PKCS5 padding",
            wanted="AES-128-CBC with the key and offset that were issued",
        )


def check_hash(archive: bytes, expected: str) -> WireRefusal | None:
    """Compare MD5 of the unencrypted archive with the sender's text; 7 when they differ."""
    computed = _md5(archive)
    if hmac.compare_digest(computed.encode(), expected.strip().encode("utf-8", "replace")):
        return None
    return WireRefusal(
        7,
        f"the archive's MD5 is {computed}",
        layer=Layer.MD5,
        found=expected.strip()[:SHOWN_CHARACTERS],
        wanted=computed,
    )


def unzip(archive: bytes) -> Opened | WireRefusal:
    """Take the one file out of an archive: 8 unreadable, 17 not one file, 18 too large.

    Never inflates more than the limit, whatever the headers claim.
    """
    if len(archive) > ZIP_BYTES_MAX:
        return WireRefusal(
            18,
            f"the archive has {len(archive)} bytes",
            layer=Layer.ZIP,
            found=f"{len(archive)} bytes",
            wanted=f"at most {ZIP_BYTES_MAX}",
        )
    if archive.count(_CENTRAL_HEADER) > _ENTRIES_SEEN_MAX:
        return _not_one("many")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as container:
            entries = container.infolist()
            if len(entries) != 1:
                return _not_one(str(len(entries)))
            return _inflate(container, entries[0])
    except _UNREADABLE as error:
        return _unreadable(f"not a readable archive: {error}")


def _open(
    beian_info: str | bytes,
    beian_info_hash: str,
    *,
    encrypted: bool,
    key: str | None,
    iv: str | None,
) -> Opened | WireRefusal:
    payload = decode_base64(beian_info, refused_as=6 if encrypted else 7)
    if encrypted and not isinstance(payload, WireRefusal):
        if key is None or iv is None:
            return WireRefusal(6, "no key was issued to the sender", layer=Layer.AES)
        payload = decrypt(payload, key=key, iv=iv)
    if isinstance(payload, WireRefusal):
        return payload
    return check_hash(payload, beian_info_hash) or unzip(payload)


def _inflate(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Opened | WireRefusal:
    refusal = _refused(entry)
    if refusal:
        return refusal
    with container.open(entry) as stream:
        xml = stream.read(XML_BYTES_MAX + 1)
    if len(xml) != entry.file_size:
        return _unreadable(f"{len(xml)} bytes instead of {entry.file_size}")
    if not _ENTRY_NAME.fullmatch(entry.filename):
        return WireRefusal(
            999,
            f"file name {entry.filename[:SHOWN_CHARACTERS]!r}",
            layer=Layer.ZIP,
            found=entry.filename[:SHOWN_CHARACTERS],
            wanted="1 to 128 of A-Z a-z 0-9 . _ -",
        )
    return Opened(entry.filename, xml)


def _refused(entry: zipfile.ZipInfo) -> WireRefusal | None:
    kind = entry.external_attr >> 16 & _TYPE_BITS if entry.create_system == _UNIX else 0
    if entry.is_dir() or kind not in (0, _REGULAR):
        return WireRefusal(
            17,
            "the archive's entry is no file",
            layer=Layer.ZIP,
            found="a directory or a link",
            wanted="one file",
        )
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return _unreadable("the archive is protected by a password of its own")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _unreadable(f"compression method {entry.compress_type}")
    if entry.file_size > XML_BYTES_MAX:
        return WireRefusal(
            18,
            f"the file has {entry.file_size} bytes",
            layer=Layer.ZIP,
            found=f"{entry.file_size} bytes",
            wanted=f"at most {XML_BYTES_MAX}",
        )
    return None


def _unreadable(detail: str) -> WireRefusal:
    wanted = "a readable zip: stored or deflated, right check sum, no password"
    return WireRefusal(8, detail, layer=Layer.ZIP, found=detail, wanted=wanted)


def _not_one(entries: str) -> WireRefusal:
    detail = f"the archive holds {entries} entries"
    return WireRefusal(17, detail, layer=Layer.ZIP, found=f"{entries} entries", wanted="one file")


def _zip(xml: bytes, entry_name: str) -> bytes:
    entry = zipfile.ZipInfo(entry_name, date_time=_EARLIEST)
    entry.create_system = _UNIX
    entry.external_attr = _FILE_MODE << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as container:
        container.writestr(entry, xml, compresslevel=_DEFLATE_LEVEL)
    return archive.getvalue()


def _encrypt(archive: bytes, key: str | None, iv: str | None) -> bytes:
    if key is None or iv is None:
        raise ValueError("encryption needs a key and an initialisation vector")
    padder = padding.PKCS7(8 * _BLOCK_BYTES).padder()
    encryptor = _aes(key, iv).encryptor()
    padded = padder.update(archive) + padder.finalize()
    return encryptor.update(padded) + encryptor.finalize()


def _aes(key: str, iv: str) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES128(key.encode("ascii")), modes.CBC(iv.encode("ascii")))


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode("ascii")
