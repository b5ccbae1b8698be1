"""Which files the records of a notice need: block, order, limits."""

import pytest

from beian.records_downloads import Cancelled, CodeEntry, Rectification, ReportingUnit
from beian.wire.downloads import DownloadFile, read_download
from province.application.laying_ready import Contents, files_of


def cancelled(number: int) -> Cancelled:
    return Cancelled(kind=0, record_id=number)


def read(content: bytes) -> DownloadFile:
    file = read_download(content)
    assert isinstance(file, DownloadFile), file
    return file


def test_no_record_needs_no_file() -> None:
    assert list(files_of({"ICP/ZXSJ/Zxxx": ()})) == []


def test_a_file_holds_at_most_a_thousand_records_and_the_order_stays() -> None:
    records = [cancelled(number) for number in range(1, 2002)]
    files = list(files_of({"ICP/ZXSJ/Zxxx": records}))
    assert [block for block, _ in files] == ["ICP/ZXSJ"] * 3
    found = [read(content).contents["ICP/ZXSJ/Zxxx"] for _, content in files]
    assert [len(some) for some in found] == [1000, 1000, 1]
    assert [one for some in found for one in some] == records


def test_base_codes_are_one_block_and_unknown_paths_are_none() -> None:
    unit = ReportingUnit(id=320000000001, name="江苏演示网络", valid=1)
    code = CodeEntry(id=1, name="企业", valid=1)
    contents: Contents = {"JCDM/Jcdm_xx/Dwxz_dms/Dwxz_xx": [code], "JCDM/Bbdwlb/Bbdw": [unit]}
    ((block, content),) = files_of(contents)
    assert block == "JCDM"
    assert read(content).contents.keys() == contents.keys()
    with pytest.raises(KeyError):
        list(files_of({"ICP/XGTZ": [Rectification(kind=0, text="请整改")]}))
