"""Sealing and opening: the interface's vectors, and every way a payload can be wrong."""

import base64
import hashlib
import io
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.wire import sealing
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import Opened, open_download, open_upload, pwd_hash, seal
from wire.samples import IV, KEY

XML = "<?xml version='1.0' encoding='GBK'?><内容/>".encode("gbk")


def md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data).digest()).decode()


def opened(archive: bytes, info_hash: str | None = None) -> Opened | WireRefusal:
    return open_upload(
        base64.b64encode(archive).decode(),
        md5(archive) if info_hash is None else info_hash,
        encrypt_algorithm=0,
        key=None,
        iv=None,
    )


def code(outcome: object) -> int | None:
    return outcome.code if isinstance(outcome, WireRefusal) else None


def archive_of(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries:
            container.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("password", "expected"),
    [("1234567890", "QUMgJLPsboxIAO9m0EJ5+Q=="), ("口令abc", "eK8WJia2ADJzlyaqpK1Yew==")],
)
def test_the_password_hash_is_that_of_the_interface(password: str, expected: str) -> None:
    assert pwd_hash(password, "abcdefghij0123456789") == expected


def test_encryption_is_that_of_the_interface() -> None:
    encrypted = base64.b64decode("JBAeZRRXh0G1ceBss3a6oXIz9jW7t1AeTrLdKMbML/o=")
    assert sealing.decrypt(encrypted, key=KEY, iv=IV) == b"PK-example-bytes"
    assert sealing.check_hash(b"PK-example-bytes", "NQgad/xPqHZ+1E3IH563jw==") is None


@given(st.binary(max_size=400), st.booleans())
def test_what_is_sealed_opens_again(xml: bytes, encrypt: bool) -> None:  # noqa: FBT001 - drawn
    sealed = seal(xml, "beianinfo.xml", key=KEY, iv=IV, encrypt=encrypt)
    assert open_upload(
        sealed.beian_info, sealed.beian_info_hash, encrypt_algorithm=int(encrypt), key=KEY, iv=IV
    ) == Opened("beianinfo.xml", xml)


def test_sealing_twice_gives_the_same_bytes() -> None:
    twice = [seal(XML, "a.xml", key=KEY, iv=IV, encrypt=True) for _ in range(2)]
    assert twice[0] == twice[1]


def test_base64_may_be_wrapped_at_76_columns() -> None:
    sealed = seal(XML * 20, "a.xml", key=KEY, iv=IV, encrypt=True)
    wrapped = base64.encodebytes(base64.b64decode(sealed.beian_info)).decode()
    assert "\n" in wrapped.strip()
    outcome = open_download(
        wrapped, sealed.beian_info_hash, "a.xml", encrypt_algorithm=1, key=KEY, iv=IV
    )
    assert outcome == Opened("a.xml", XML * 20)


def test_a_download_must_hold_the_file_it_names() -> None:
    sealed = seal(XML, "a.xml", key=None, iv=None, encrypt=False)
    outcome = open_download(
        sealed.beian_info, sealed.beian_info_hash, "b.xml", encrypt_algorithm=0, key=None, iv=None
    )
    assert code(outcome) == 8


@pytest.mark.proves("9", "11", "17")
@pytest.mark.parametrize(
    ("algorithm", "compression", "payload", "expected"),
    [
        (2, 0, "UEs=", 9),
        (None, 0, "UEs=", 9),
        (0, 1, "UEs=", 11),
        (0, None, "UEs=", 11),
        (2, 1, "", 9),
        (0, 0, "", 17),
        (1, 0, " \r\n", 17),
    ],
)
def test_algorithms_are_checked_before_the_payload(
    algorithm: int | None, compression: int | None, payload: str, expected: int
) -> None:
    outcome = open_upload(
        payload,
        "",
        encrypt_algorithm=algorithm,
        compression_format=compression,
        key=KEY,
        iv=IV,
    )
    assert code(outcome) == expected


@pytest.mark.proves("6")
@pytest.mark.parametrize(
    "payload", ["UEs=", "not base64!", "AAAA", "五", base64.b64encode(b"x" * 32).decode()]
)
def test_what_cannot_be_decrypted_is_6(payload: str) -> None:
    outcome = open_upload(payload, "", encrypt_algorithm=1, key=KEY, iv=IV)
    assert code(outcome) == 6


@pytest.mark.proves("6")
def test_a_plain_archive_declared_encrypted_is_6() -> None:
    sealed = seal(XML, "beianinfo.xml", key=None, iv=None, encrypt=False)
    outcome = open_upload(
        sealed.beian_info, sealed.beian_info_hash, encrypt_algorithm=1, key=KEY, iv=IV
    )
    assert code(outcome) == 6
    outcome = open_upload(
        sealed.beian_info, sealed.beian_info_hash, encrypt_algorithm=1, key=None, iv=None
    )
    assert code(outcome) == 6


@pytest.mark.proves("7")
@pytest.mark.parametrize("info_hash", ["", "x", "哈希", "AAAAAAAAAAAAAAAAAAAAAA=="])
def test_another_hash_is_7(info_hash: str) -> None:
    assert code(opened(archive_of(("a.xml", XML)), info_hash)) == 7


@pytest.mark.proves("7")
@pytest.mark.parametrize("payload", ["UEs", "UE s=!", "五", "====", "UEs=UEs="])
def test_what_is_no_base64_has_no_matching_hash(payload: str) -> None:
    assert code(open_upload(payload, "", encrypt_algorithm=0, key=None, iv=None)) == 7


@pytest.mark.proves("8")
@pytest.mark.parametrize(
    "archive", [b"PK", b"\x1f\x8b gzip", XML, b"\0" * 100, archive_of(("a.xml", XML))[:-10]]
)
def test_what_is_no_archive_is_8(archive: bytes) -> None:
    assert code(opened(archive)) == 8


@pytest.mark.proves("8")
def test_a_wrong_check_sum_is_8() -> None:
    archive = archive_of(("a.xml", XML))
    broken = archive.replace(struct.pack("<I", zlib.crc32(XML)), b"\0\0\0\0")
    assert broken != archive
    assert code(opened(broken)) == 8


@pytest.mark.proves("8")
def test_a_password_inside_the_archive_is_8() -> None:
    archive = bytearray(archive_of(("a.xml", XML)))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert code(opened(bytes(archive))) == 8


@pytest.mark.proves("8")
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_8(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as container:
        container.writestr("a.xml", XML)
    assert code(opened(buffer.getvalue())) == 8


@pytest.mark.proves("17")
def test_not_exactly_one_file_is_17() -> None:
    link = zipfile.ZipInfo("a.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert code(opened(archive_of())) == 17
    assert code(opened(archive_of(("a.xml", XML), ("b.xml", XML)))) == 17
    assert code(opened(archive_of(*((f"{n}.xml", b"") for n in range(1000))))) == 17
    assert code(opened(archive_of(("folder/", b"")))) == 17
    assert code(opened(archive_of((link, b"/etc/passwd")))) == 17


@pytest.mark.proves("18")
def test_a_file_over_50_megabytes_is_18(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "XML_BYTES_MAX", 1000)
    assert isinstance(opened(archive_of(("a.xml", b"x" * 1000))), Opened)
    assert code(opened(archive_of(("a.xml", b"x" * 1001)))) == 18


@pytest.mark.proves("18")
def test_an_archive_over_the_limit_is_18_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of(("a.xml", XML))
    monkeypatch.setattr(sealing, "ZIP_BYTES_MAX", len(archive) - 1)
    assert code(opened(archive)) == 18
    monkeypatch.setattr(sealing, "BEIAN_INFO_BYTES_MAX", 10)
    assert code(opened(archive)) == 18


@pytest.mark.proves("8")
def test_a_bomb_that_lies_about_its_size_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "XML_BYTES_MAX", 1000)
    content = b"x" * 5_000_000
    archive = archive_of(("a.xml", content))
    lying = archive.replace(struct.pack("<I", len(content)), struct.pack("<I", 900))
    assert lying != archive
    assert code(opened(lying)) == 8


@pytest.mark.proves("999")
@pytest.mark.parametrize("name", ["a/b.xml", "../a.xml", "文件.xml", "a b.xml", "x" * 129])
def test_a_file_name_of_other_characters_is_999(name: str) -> None:
    assert code(opened(archive_of((name, XML)))) == 999


def test_sizes_may_follow_the_data() -> None:
    class Stream(io.RawIOBase):
        """What cannot seek makes the writer send data descriptors."""

        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]
            self.written += piece
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("beianinfo.xml", XML)
    assert stream.written[6] & 8
    assert opened(bytes(stream.written)) == Opened("beianinfo.xml", XML)


@given(st.data())
def test_a_damaged_archive_is_refused_or_whole(data: st.DataObject) -> None:
    """Whatever bytes change on the way, there is an answer and no exception."""
    archive = bytearray(archive_of(("a.xml", XML * 3)))
    for _ in range(data.draw(st.integers(1, 4))):
        archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
    outcome = sealing.unzip(bytes(archive))
    assert isinstance(outcome, WireRefusal) or outcome.xml in XML * 3
    cut = sealing.unzip(bytes(archive[: data.draw(st.integers(0, len(archive)))]))
    assert isinstance(cut, WireRefusal | Opened)
