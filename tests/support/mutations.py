"""Ten thousand ways to spoil what is right: envelopes, payloads, files. The same every time."""

import base64
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from beian.wire.calls import UploadCall
from beian.wire.envelope import Soap, request_envelope
from beian.wire.sealing import pwd_hash, seal

KEY, OFFSET = "0123456789ABCDEF", "0102030405060708"
RAND_VAL = "abcdefghij0123456789"
PIECES: Final = (
    b"<", b">", b"&", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#x110000;",
    b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", b"&x;", b"\x00", b"\x01", b"\x7f",
    b"\xff\xff", b"\x81", b"\xb9", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"'", b"=", b"=" * 5, b" ",
    b"\r\n", b"-1", b"9" * 40, b"NaN", b"1e9", b"%s", b"<a>" * 300, b"xmlns:a='urn:a'", b"A" * 5000,
)  # fmt: skip
"""What is put in somewhere."""

type Spoil = Callable[[random.Random, bytes], bytes]


def cut(luck: random.Random, data: bytes) -> bytes:
    return data[: luck.randrange(len(data) + 1)]


def without(luck: random.Random, data: bytes) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + data[at + luck.randrange(1, 64) :]


def twice(luck: random.Random, data: bytes) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + data[at : at + luck.randrange(1, 400)] + data[at:]


def flipped(luck: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(luck.randrange(1, 6)):
        changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def with_a_piece(luck: random.Random, data: bytes) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + luck.choice(PIECES) + data[at:]


def noise(luck: random.Random, data: bytes) -> bytes:
    at = luck.randrange(len(data) + 1)
    length = luck.randrange(1, 40)
    return data[:at] + luck.randbytes(length) + data[at + length :]


def shuffled(luck: random.Random, data: bytes) -> bytes:
    parts = data.split(b"<")
    at = luck.randrange(len(parts))
    other = luck.randrange(len(parts))
    parts[at], parts[other] = parts[other], parts[at]
    return b"<".join(parts)


SPOILS: Final[Sequence[Spoil]] = (
    cut, without, twice, flipped, with_a_piece, with_a_piece, noise, shuffled,
)  # fmt: skip


def spoiled(luck: random.Random, data: bytes) -> bytes:
    """Spoil bytes once, or a few times."""
    for _ in range(luck.choice((1, 1, 1, 2, 4))):
        data = luck.choice(SPOILS)(luck, data)
    return data


@dataclass(frozen=True, slots=True)
class Payload:
    """What an upload carries, and what it says of it."""

    beian_info: bytes
    beian_info_hash: str
    encrypt_algorithm: int


def payload_of(luck: random.Random, xml: bytes) -> Payload:
    """Seal a file and spoil one layer of it: base64, the encrypted bytes, the archive, the hash."""
    encrypt = luck.random() < 0.4
    sealed = seal(xml, "beianinfo.xml", key=KEY, iv=OFFSET, encrypt=encrypt)
    right = Payload(sealed.beian_info.encode(), sealed.beian_info_hash, int(encrypt))
    match luck.randrange(5):
        case 0:
            return replace(right, beian_info=spoiled(luck, right.beian_info))
        case 1:
            raw = spoiled(luck, base64.b64decode(right.beian_info))
            return replace(right, beian_info=base64.b64encode(raw))
        case 2:  # a damaged archive whose hash is right
            plain = seal(xml, "beianinfo.xml", key=None, iv=None, encrypt=False)
            archive = spoiled(luck, base64.b64decode(plain.beian_info))
            digest = hashlib.md5(archive, usedforsecurity=False).digest()
            return Payload(base64.b64encode(archive), base64.b64encode(digest).decode(), 0)
        case 3:
            shown = spoiled(luck, right.beian_info_hash.encode()).decode("latin-1")
            return replace(right, beian_info_hash=shown)
        case _:
            return replace(right, encrypt_algorithm=luck.choice((1 - right.encrypt_algorithm, 7)))


def envelope_of(luck: random.Random, call: UploadCall) -> bytes:
    """Write a call in one version of SOAP, and spoil it."""
    return spoiled(luck, request_envelope(call, luck.choice(list(Soap))))


def upload_call(xml: bytes) -> UploadCall:
    """Return a call that is right in itself."""
    sealed = seal(xml, "beianinfo.xml", key=None, iv=None, encrypt=False)
    return UploadCall(
        isp_id=320000000002,
        user_name="isp320000000002",
        rand_val=RAND_VAL,
        pwd_hash=pwd_hash("Passw0rd", RAND_VAL),
        hash_algorithm=0,
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=1,
        encrypt_algorithm=0,
        compression_format=0,
    )
