"""Upload files: what is refused as a whole, and what the records become."""

import base64
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.records import Filing
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.wire import documents
from beian.wire.files import UploadFile, parse_upload
from beian.wire.hardened import Malformed, first_error, parse
from beian.wire.refusal import WireRefusal
from beian.wire.upload_xzba import write_xzba
from wire.samples import BLOBS, FILING, PHOTO, UNIT, reference

GOOD = write_xzba([FILING], BLOBS, reporting_unit=UNIT)
DECLARATION = b'<?xml version="1.0" encoding="GBK"?>'


def parsed(xml: bytes) -> UploadFile:
    outcome = parse_upload(xml, "beianinfo.xml")
    assert isinstance(outcome, UploadFile), outcome
    return outcome


def refused(xml: bytes) -> WireRefusal:
    outcome = parse_upload(xml, "beianinfo.xml")
    assert isinstance(outcome, WireRefusal)
    assert outcome.detail.startswith("beianinfo.xml: ")
    return outcome


def data(content: str) -> bytes:
    document = f'<UploadData version="V.3.0">{content}</UploadData>'
    return DECLARATION + b"\n" + document.encode("gbk")


def test_what_an_enterprise_writes_a_bureau_reads() -> None:
    file = parsed(GOOD)
    (record,) = file.records
    assert (file.kind, file.reporting_unit, file.operations) == ("ICP", UNIT, ("ICP/XZBA",))
    assert (record.operation_type, record.identifier, record.line) == (1, "9001", 2)
    assert record.new_filing is not None
    assert record.new_filing.filing == FILING
    assert record.new_filing.blobs == BLOBS
    assert record.new_filing.undecodable == ()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)


@given(NAMES, st.none() | NAMES, st.integers(1, 2**63 - 1), st.integers(1, 3))
def test_any_text_survives_gbk(name: str, remark: str | None, key: int, sites: int) -> None:
    subject = msgspec.structs.replace(
        FILING.subject, name=name[:255], remark=remark, isp_subject_id=key
    )
    filing = Filing(subject=subject, sites=FILING.sites * sites, attachments=FILING.attachments)
    (record,) = parsed(write_xzba([filing], BLOBS, reporting_unit=UNIT)).records
    assert record.new_filing is not None
    assert record.new_filing.filing == filing


def test_what_gbk_can_say_gb18030_reads_alike() -> None:
    for point in range(0x80, 0x10000):
        try:
            encoded = chr(point).encode("gbk")
        except UnicodeEncodeError:
            continue
        assert encoded.decode("gb18030") == chr(point)


def test_line_breaks_and_rare_characters_are_kept() -> None:
    subject = msgspec.structs.replace(FILING.subject, remark="一\r\n二\t𠮷€&#1;")
    filing = msgspec.structs.replace(FILING, subject=subject)
    written = write_xzba([filing], BLOBS, reporting_unit=UNIT)
    assert b"&#134071;&#8364;" in written
    (record,) = parsed(written).records
    assert record.new_filing is not None
    assert record.new_filing.filing == filing


def test_the_ids_of_the_file_make_an_access_the_senders() -> None:
    (record,) = parsed(write_xzba([FILING], BLOBS, reporting_unit=77)).records
    assert record.new_filing is not None
    assert record.new_filing.filing.sites[0].accesses[0].isp_id == 77


def test_a_missing_blob_stops_the_writer() -> None:
    with pytest.raises(KeyError):
        write_xzba([FILING], {}, reporting_unit=UNIT)


@pytest.mark.proves("5010")
def test_base64_that_is_none_is_the_records_error_alone() -> None:
    photo, approval = (base64.b64encode(content) for content in BLOBS.values())
    broken = GOOD.replace(photo, "不是".encode("gbk"), 1).replace(approval, b"A")
    (record,) = parsed(broken).records
    assert record.new_filing is not None
    first, second = record.new_filing.undecodable
    assert (first.xpath.rpartition("/")[2], first.site_name) == ("Spwj", "示例网站")
    assert second.xpath == "/UploadData/ICP/XZBA/Baxx/Fj[1]/Fjxx/Fjnr"
    assert second.site_name is None
    filing = record.new_filing.filing
    assert [attachment.content.size for attachment in filing.attachments] == [0, len(PHOTO)]
    assert record.new_filing.blobs == {reference(PHOTO).sha256: PHOTO}


@pytest.mark.proves("5001")
@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"\0",
        GOOD[: len(GOOD) // 2],
        GOOD + b"<more/>",
        GOOD.replace(DECLARATION, b""),
        GOOD.replace(b'"GBK"', b'"UTF-8"').decode("gbk").encode(),
        GOOD.decode("gbk").encode(),
        GOOD.decode("gbk").encode("utf-8-sig"),
        GOOD.decode("gbk").encode("utf-16"),
        GOOD.replace(b'encoding="GBK"', b'encoding="Big5"'),
        GOOD.replace(b"UploadData", b"DownloadData"),
        GOOD.replace(b' version="V.3.0"', b""),
        GOOD.replace(b"<Dwxz>4", b"<Dwxz>0"),
        GOOD.replace(b"<IspZtid>9001</IspZtid>", b""),
        GOOD.replace(b"<Fbdd>", b"<Fbdd x='1'>"),
        data("<ICP><Qqdwid>1</Qqdwid></ICP>"),
        data("<IP><XZBA/><Qqdwid>1</Qqdwid></IP>"),
        data(""),
        data("<ICP>&undefined;</ICP>"),
        DECLARATION + b'<!DOCTYPE a [<!ENTITY b "c">]><UploadData version="V.3.0">&b;</UploadData>',
        DECLARATION + b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><UploadData version="V.3.0"/>',
        DECLARATION + b"<a>" * 600_000,
        DECLARATION + b"<a>" * 3000 + b"</a>" * 3000,
        DECLARATION + b"<a " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>",
        DECLARATION + b"<a " + b" ".join(b'a%d=""' % n for n in range(10_000)) + b"/>",
    ],
)
def test_a_file_that_is_no_valid_one_is_5001(xml: bytes) -> None:
    assert refused(xml).code == 5001


@pytest.mark.proves("5001")
def test_a_broken_rule_of_the_schema_is_found() -> None:
    outcome = refused(GOOD.replace(b"<Ym>site.example", b"\n\n<Ym>x"))
    assert (outcome.code, outcome.line) == (5001, 4)
    assert outcome.xpath == "/UploadData/ICP/XZBA/Baxx/Wz_xx/Ym_xx[1]/Ym"


@pytest.mark.proves("5001")
def test_more_than_a_thousand_records_are_5001() -> None:
    plain = msgspec.structs.replace(FILING, attachments=())
    most = write_xzba([plain] * UPLOAD_RECORDS_MAX, BLOBS, reporting_unit=UNIT)
    assert len(parsed(most).records) == UPLOAD_RECORDS_MAX
    assert (
        refused(
            most.replace(b"</XZBA>", b"", 1).replace(
                b"<Qqdwid>", GOOD[GOOD.index(b"<Baxx>") : GOOD.index(b"<Qqdwid>")] + b"<Qqdwid>", 1
            )
        ).code
        == 5001
    )


@pytest.mark.proves("5004")
@pytest.mark.parametrize("version", ["", "3.0", "V.2.0", "V.3.0 ", "v.3.0"])
def test_another_version_is_5004_before_the_schema(version: str) -> None:
    outcome = refused(data("<ICP/>").replace(b"V.3.0", version.encode()))
    assert outcome.code == 5004


@pytest.mark.proves("5008")
@pytest.mark.parametrize(
    "illegal",
    [
        b"\0",
        b"\x01",
        b"\x0b",
        b"\x1f",
        b"\x7f",
        b"&#1;",
        b"&#x0;",
        b"&#55296;",
        b"&#xFFFF;",
        b"\xff",
        b"\x80",
    ],
)
def test_characters_that_are_not_allowed_are_5008(illegal: bytes) -> None:
    assert refused(GOOD.replace(b"<Dwmc>", b"<Dwmc>" + illegal)).code == 5008


@pytest.mark.parametrize(
    ("content", "kind", "operation_type"),
    [
        ("", "ICP", 1),
        ("<ICP><XZWZ/></ICP>", "ICP", 2),
        ("<ICP><BGBA><Bgxx/></BGBA><XZWZ/></ICP>", "ICP", 4),
        ("<ICP><ZXBA><Zx_xx><Zxlb>2</Zxlb></Zx_xx></ZXBA></ICP>", "ICP", 5),
        ("<ICP><ZXBA/></ICP>", "ICP", 6),
        ("<ICP><XZHYD/></ICP>", "ICP", 35),
        ("<ICP><Qqdwid>1</Qqdwid></ICP>", "ICP", 1),
        ("<IP><SCBA><Scly/></SCBA></IP>", "IP", 3),
        ("<YM><XGBA/></YM>", "YM", 2),
    ],
)
def test_a_refusal_says_where_it_is_answered(content: str, kind: str, operation_type: int) -> None:
    outcome = refused(data(content))
    assert (outcome.code, outcome.kind, outcome.operation_type) == (5001, kind, operation_type)


CANCEL = "<Zx_xx><Zxlb>{0}</Zxlb><Jlid>{1}</Jlid><Zxly>1</Zxly></Zx_xx>"
ACCESS = (
    "<Wzfb><Fbdd>1</Fbdd></Wzfb><Wzjrfs><Jrfs>1</Jrfs></Wzjrfs>"
    "<Ip_xx><IspIpid>1</IspIpid><Qsip>1</Qsip><Zzip>2</Zzip></Ip_xx><ICPmm>x</ICPmm>"
)
OTHERS = [
    (
        (
            f"<ICP><ZXBA>{CANCEL.format(0, 11)}{CANCEL.format(1, 12)}{CANCEL.format(2, 13)}</ZXBA>"
            "<Qqdwid>1</Qqdwid></ICP>"
        ),
        [("ICP/ZXBA", 6, "11"), ("ICP/ZXBA", 7, "12"), ("ICP/ZXBA", 5, "13")],
    ),
    (
        (
            "<ICP><XZHYD><Fjxx><Fjwjgs>1</Fjwjgs><Fjyt>1</Fjyt><Fjnr>AA==</Fjnr><Fjssdx><Ssdxlx>1"
            "</Ssdxlx><Ssdxbs><Baxh>苏ICP备2026000001号</Baxh></Ssdxbs></Fjssdx></Fjxx></XZHYD>"
            f"<Qqdwid>1</Qqdwid><XZJR><Xzxx><Wz_xx><Wzbah>苏ICP备2026000001号-1</Wzbah></Wz_xx>"
            f"<IspJrid>8</IspJrid>{ACCESS}</Xzxx><Xzxx><Wz_xx><Wzid>9</Wzid></Wz_xx>"
            f"<IspJrid>8</IspJrid>{ACCESS}</Xzxx></XZJR></ICP>"
        ),
        [
            ("ICP/XZHYD", 35, "苏ICP备2026000001号"),
            ("ICP/XZJR", 3, "苏ICP备2026000001号-1"),
            ("ICP/XZJR", 3, "8"),
        ],
    ),
    (
        (
            "<IP><SCBA><Scfp><Fpsy><Id>5</Id></Fpsy></Scfp></SCBA><Qqdwid>1</Qqdwid><XZBA><Xzgbjs><Jsxx>"
            "<IspId>6</IspId><Gbdw>1</Gbdw><Sqdw>2</Sqdw><Qsip>1</Qsip><Zzip>2</Zzip></Jsxx></Xzgbjs>"
            "</XZBA></IP>"
        ),
        [("IP/SCBA/Scfp", 3, "5"), ("IP/XZBA/Xzgbjs", 1, "6")],
    ),
    (
        "<YM><SCBA><Scxx><Ym>site.example</Ym></Scxx><Scxx><Id>4</Id></Scxx></SCBA><Qqdwid>1</Qqdwid></YM>",
        [("YM/SCBA", 3, "site.example"), ("YM/SCBA", 3, "4")],
    ),
]


@pytest.mark.proves("5011")
@pytest.mark.parametrize(("content", "expected"), OTHERS)
def test_records_of_every_operation_can_be_answered(
    content: str, expected: list[tuple[str, int, str]]
) -> None:
    records = parsed(data(content)).records
    assert [(r.operation, r.operation_type, r.identifier) for r in records] == expected
    assert all(record.new_filing is None for record in records)


@given(st.data())
def test_the_early_verdict_is_the_whole_trees(drawn: st.DataObject) -> None:
    """Reading stops at the first error; the verdict must be what validating the tree says."""
    text = GOOD.decode("gbk").partition("?>")[2]
    tags = [found.span() for found in re.finditer(r"<[^>]+>|[^<]+", text)]
    for _ in range(drawn.draw(st.integers(1, 3))):
        start, end = drawn.draw(st.sampled_from(tags))
        other = drawn.draw(st.sampled_from(tags))
        text = text[:start] + text[slice(*other)] * drawn.draw(st.integers(0, 2)) + text[end:]
    root = parse([text.encode()])
    early = first_error([text.encode()], documents.schema("upload"))
    if isinstance(root, Malformed):
        assert early is not None
    else:
        assert (early is None) is (documents.invalid(root, "upload") is None)


@given(st.sampled_from(range(len(GOOD))))
def test_a_file_that_is_cut_is_never_read(length: int) -> None:
    assert refused(GOOD[:length].rstrip().removesuffix(b"</UploadData>")).code in {5001, 5008}


@pytest.mark.proves("5001")
def test_a_file_of_errors_is_refused_at_the_first() -> None:
    block = b"<ICP><XZBA>" + b"<Baxx/>" * 500_000 + b"</XZBA><Qqdwid>1</Qqdwid></ICP>"
    outcome = refused(DECLARATION + b'<UploadData version="V.3.0">' + block + b"</UploadData>")
    assert (outcome.code, outcome.xpath) == (5001, None)


@given(st.data())
def test_a_damaged_file_is_refused_or_read(drawn: st.DataObject) -> None:
    xml = bytearray(GOOD)
    for _ in range(drawn.draw(st.integers(1, 5))):
        xml[drawn.draw(st.integers(0, len(xml) - 1))] = drawn.draw(st.integers(0, 255))
    assert isinstance(parse_upload(bytes(xml), "a.xml"), UploadFile | WireRefusal)
