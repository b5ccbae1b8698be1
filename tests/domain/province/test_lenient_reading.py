"""A provider's switches of lenient reading reach the files that it uploads."""

import pytest

from beian.exchange.calls import Account
from beian.wire.files import UploadFile
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import decode_base64, seal
from beian.wire.upload_xzba import write_xzba
from launcher.samples import Provider, sample
from province.application.taking import WaitingUpload
from province.application.uploads import read_file

ISP = 320000000002
EMPTY = b"<Nrlx><Nrlx_xx><Nrlx_id>0</Nrlx_id><Qzsph></Qzsph><Spwj></Spwj></Nrlx_xx></Nrlx><Fwnr>"


ACCOUNT = Account(
    isp_id=ISP,
    name="示例网络科技有限公司",
    region="320000",
    user_name="示例网络",
    password="Passw0rd",
    aes_key="0123456789ABCDEF",
    aes_offset="0102030405060708",
    interface_addresses=("127.0.0.0/8",),
    lenient=frozenset(),
    rights=frozenset({"ICP"}),
    download_encrypt_algorithm=1,
)
UPLOAD = WaitingUpload(
    isp_id=ISP,
    data_sequence=1,
    file_name="beianinfo.xml",
    payload="",
    encrypt_algorithm=0,
    position=1,
    correlation_id="c",
    traceparent=None,
)


def read(xml: bytes, *switches: str) -> UploadFile | WireRefusal:
    sealed = seal(xml, "beianinfo.xml", key=None, iv=None, encrypt=False)
    payload = decode_base64(sealed.beian_info)
    assert isinstance(payload, bytes)
    return read_file(payload, UPLOAD, ACCOUNT, frozenset(switches))


@pytest.mark.proves("5001")
def test_an_empty_nrlx_is_dropped_for_whom_it_is_forgiven() -> None:
    made = sample(1, Provider(ISP, "320000", "198.51.100.0/28"))
    xml = write_xzba([made.filing], made.blobs, reporting_unit=ISP).replace(b"<Fwnr>", EMPTY, 1)
    strict = read(xml)
    assert isinstance(strict, WireRefusal)
    assert strict.code == 5001
    assert isinstance(read(xml, "drop_empty_nrlx"), UploadFile)


@pytest.mark.proves("5010")
def test_a_look_into_attachments_finds_what_is_not_the_image_it_says() -> None:
    made = sample(1, Provider(ISP, "320000", "198.51.100.0/28"))
    right = write_xzba([made.filing], made.blobs, reporting_unit=ISP)
    png = b"<Fjwjgs>1</Fjwjgs>", b"<Fjwjgs>2</Fjwjgs>"
    assert right.count(png[0]) > 0
    for xml, switches, undecodable in (
        (right, ("attachment_content_check",), 0),
        (right.replace(*png), ("attachment_content_check",), right.count(png[0])),
        (right.replace(*png), (), 0),
    ):
        file = read(xml, *switches)
        assert isinstance(file, UploadFile)
        new_filing = file.records[0].new_filing
        assert new_filing is not None
        assert len(new_filing.undecodable) == undecodable
        sizes = [one.content.size for one in new_filing.filing.attachments]
        assert sizes.count(0) == undecodable
