"""Download files: everything written is valid, and reads back as it was."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.records import Finding, Opinion
from beian.records_downloads import Cancelled
from beian.wire import documents
from beian.wire.codes import MESSAGES, message
from beian.wire.download_bajg import (
    IdResult,
    RecordResult,
    ReviewOpinion,
    write_bajg,
    write_ip_bajg,
    write_ym_bajg,
)
from beian.wire.download_basj import write_basj
from beian.wire.downloads import DownloadFile, download_file_name, read_download
from beian.wire.operations import OPERATIONS
from beian.wire.refusal import WireRefusal
from wire.samples import BLOBS, ISSUED

FINDINGS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(sorted(MESSAGES)).filter(lambda code: code > 0),
        message=st.builds(
            message,
            st.just(1005),
            value=st.text(st.characters(codec="gbk", exclude_categories=["Cc"]), max_size=300),
        ),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
DATES = st.dates().map(str)
SHORT = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=100
)
RESULTS = st.builds(
    RecordResult,
    findings=FINDINGS,
    operation_type=st.sampled_from([1, 2, 3, 4, 5, 6, 7, 35]),
    identifier=SHORT,
    remark=SHORT,
)
OPINIONS = st.builds(
    ReviewOpinion,
    opinion=st.builds(
        Opinion,
        approved=st.booleans(),
        reviewer=SHORT,
        reviewer_phone=st.none() | st.just("025-84000001"),
        reviewed_at=DATES,
        text=SHORT,
    ),
    operation_type=st.none() | st.integers(1, 7),
    record_id=st.none() | st.integers(1, 2**63 - 1),
)


def read(xml: bytes) -> DownloadFile:
    outcome = read_download(xml)
    assert isinstance(outcome, DownloadFile), outcome
    return outcome


def test_an_issued_filing_reads_back_as_it_was_written() -> None:
    file = read(write_basj([ISSUED, ISSUED], BLOBS))
    assert file.issued == (ISSUED, ISSUED)
    assert (file.kind, file.blocks) == ("ICP", ("ICP/BASJ",))
    assert file.blobs is not None
    assert set(file.blobs) < set(BLOBS)


def test_an_issued_filing_needs_no_certificate() -> None:
    bare = msgspec.structs.replace(ISSUED, certificate=None, reviewer=None, remark=None)
    assert read(write_basj([bare], BLOBS)).issued == (bare,)


def test_the_issued_filing_is_the_one_on_record() -> None:
    assert write_basj([ISSUED], BLOBS).decode("gbk").count("苏ICP备2026000001号") == 2


@given(st.lists(RESULTS, max_size=3), st.lists(OPINIONS, max_size=3))
def test_results_and_opinions_read_back_as_they_were_written(
    results: list[RecordResult], opinions: list[ReviewOpinion]
) -> None:
    file = read(write_bajg(results, opinions))
    assert file.results == tuple(results)
    assert file.opinions == tuple(opinions)


@given(
    st.lists(
        st.builds(
            IdResult,
            findings=FINDINGS,
            operation_type=st.integers(1, 3),
            record_id=st.none() | st.just(5),
            remark=SHORT,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_results_of_ip_and_domain_data_are_valid(results: list[IdResult]) -> None:
    blocks = ("Zdip", "Lyjg", "Fpjg", "Gbjs")
    assert read(write_ip_bajg(zip(blocks, results, strict=False))).blocks == ("IP/BAJG",)
    assert read(write_ym_bajg(results)).blocks == ("YM/BAJG",)


@pytest.mark.proves("5011")
@pytest.mark.parametrize("operation", list(OPERATIONS.values()), ids=list(OPERATIONS))
def test_every_operation_has_a_result_file_that_answers_it(operation: object) -> None:
    assert isinstance(operation, type(OPERATIONS["ICP/XZBA"]))
    findings = (Finding(code=5011, message=message(5011)),)
    kind = operation.name.partition("/")[0]
    about = IdResult(findings=findings, operation_type=operation.operation_type)
    match kind:
        case "ICP":
            xml = write_bajg(
                [RecordResult(findings=findings, operation_type=operation.operation_type)]
            )
        case "IP":
            xml = write_ip_bajg([(operation.result_block, about)])
            assert f"<{operation.result_block}>".encode() in xml
        case _:
            xml = write_ym_bajg([about])
    assert read(xml).blocks == (f"{kind}/BAJG",)


def test_a_block_is_named_and_read() -> None:
    xml = documents.render(
        "DownloadData", ["<ICP><ZXSJ><Zxxx><Zxlb>2</Zxlb><Jlid>5</Jlid></Zxxx></ZXSJ></ICP>"]
    )
    cancelled = {"ICP/ZXSJ/Zxxx": (Cancelled(kind=2, record_id=5),)}
    assert read(xml) == DownloadFile("ICP", ("ICP/ZXSJ",), blobs={}, contents=cancelled)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", 5001),
        (documents.render("DownloadData", []), 5001),
        (documents.render("UploadData", ["<ICP/>"]), 5001),
        (documents.render("DownloadData", ["<ICP/>"]).replace(b"V.3", b"V.4"), 5004),
        (documents.render("DownloadData", ["<ICP>\1</ICP>"]), 5008),
    ],
)
def test_what_is_no_download_file_is_refused(xml: bytes, code: int) -> None:
    outcome = read_download(xml)
    assert isinstance(outcome, WireRefusal)
    assert outcome.code == code


def test_a_file_is_named_by_moment_province_and_number() -> None:
    now = datetime(2026, 6, 1, 9, 5, 7, tzinfo=UTC)
    assert download_file_name(now, "JS", 12) == "20260601090507_JS_12.xml"
    with pytest.raises(ValueError, match="two letters"):
        download_file_name(now, "苏苏", 12)
