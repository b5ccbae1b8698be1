"""Download files of every block: what the schema allows is read, kept and written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.records_downloads import Cancelled
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.wire.download_basj import ISSUED
from beian.wire.download_blocks import split, write_download
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.shapes_downloads import DOWNLOAD_SHAPES
from wire.schema_documents import Everything, Maker, leaves
from wire.test_uploads import Drawn

DOWNLOADS = Maker("download")
KINDS = ["ICP", "IP", "YM", "JCDM", "SJTB/ICP", "SJTB/IP", "SJTB/YM", "SJTB/JCDM"]


def read(xml: bytes) -> DownloadFile:
    outcome = read_download(xml)
    assert isinstance(outcome, DownloadFile), outcome
    return outcome


@pytest.mark.parametrize("pick", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_every_element_of_a_download_is_kept(kind: str, pick: int) -> None:
    xml = DOWNLOADS.document(kind.split("/"), Everything(pick))
    file = read(xml)
    assert leaves(write_download(file.contents, file.blobs)) == leaves(xml)


PATHS = [path for path, shape in DOWNLOAD_SHAPES.items() if shape is not ISSUED]
"""Of an issued filing's e-certificate the three elements stand together or not at all."""


@given(st.sampled_from(PATHS), st.data())
def test_what_a_download_may_leave_out_stays_out(path: str, draw: st.DataObject) -> None:
    xml = DOWNLOADS.document(path.split("/"), Drawn(draw))
    file = read(xml)
    again = write_download(file.contents, file.blobs)
    assert leaves(again) == leaves(xml)
    assert read(again).contents == file.contents


def test_a_nil_remark_is_no_remark() -> None:
    xml = DOWNLOADS.document(["JCDM", "Jcdm_xx", "Xzjb_dms", "Xzjb_xx"], Everything())
    text = xml.decode("gbk")
    start, end = text.index("<Bz>"), text.index("</Bz>") + len("</Bz>")
    nil = '<Bz xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    file = read((text[:start] + nil + text[end:]).encode("gbk"))
    (entry,) = file.contents["JCDM/Jcdm_xx/Xzjb_dms/Xzjb_xx"]
    assert entry.remark is None


def test_a_path_no_download_has_is_not_written() -> None:
    with pytest.raises(KeyError, match="ICP/XZBA"):
        write_download({"ICP/XZBA": ()})


@given(st.integers(0, 2 * UPLOAD_RECORDS_MAX + 1), st.integers(400, 40_000))
def test_a_split_keeps_every_file_within_the_limits(count: int, bytes_max: int) -> None:
    records = [Cancelled(kind=1, record_id=number + 1) for number in range(count)]
    files = list(
        split(records, lambda some: write_download({"ICP/ZXSJ/Zxxx": some}), bytes_max=bytes_max)
    )
    assert [one for some, _ in files for one in some] == records
    assert all(len(some) <= UPLOAD_RECORDS_MAX and len(xml) < bytes_max for some, xml in files)


def test_a_record_too_large_for_a_file_is_told() -> None:
    with pytest.raises(ValueError, match="one record"):
        list(split([1, 2], lambda some: b"x" * 10 * len(some), bytes_max=10))
