"""What the ministry answers to a whole file that is uploaded to it."""

import pytest

from beian.wire.downloads import SIMULATED, DownloadFile, read_download
from beian.wire.files import UploadFile, UploadRecord
from beian.wire.refusal import WireRefusal
from domain.ministry.cases import ISP, OTHER_ISP
from ministry.domain.uploads import refusal_of
from ministry.edges.upload_work import answer_file

ALL_RIGHTS = frozenset({"ICP", "IP", "YM"})


def uploaded(kind: str, unit: int = ISP, operation_type: int = 1) -> UploadFile:
    record = UploadRecord(
        operation=f"{kind}/XZBA",
        operation_type=operation_type,
        identifier=None,
        result_block="Jg_xx",
        line=1,
    )
    return UploadFile(kind, unit, (record,))


def refused(file: UploadFile, rights: frozenset[str] = ALL_RIGHTS) -> int:
    refusal = refusal_of(file, ISP, rights)
    assert refusal is not None
    return refusal.code


def test_domain_data_of_a_unit_with_that_right_are_looked_at() -> None:
    assert refusal_of(uploaded("YM"), ISP, ALL_RIGHTS) is None


@pytest.mark.proves("5011")
def test_addresses_are_not_reported_to_the_ministry() -> None:
    refusal = refusal_of(uploaded("IP", operation_type=3), ISP, ALL_RIGHTS)
    assert refusal is not None
    assert (refusal.code, refusal.kind, refusal.operation_type) == (5011, "IP", 3)


@pytest.mark.proves("1045")
def test_a_filing_goes_to_the_providers_own_bureau() -> None:
    assert refused(uploaded("ICP")) == 1045


@pytest.mark.proves("5009")
def test_a_unit_reports_only_what_it_may() -> None:
    assert refused(uploaded("YM"), frozenset({"ICP"})) == 5009


@pytest.mark.proves("5003")
def test_the_reporting_unit_is_the_sender() -> None:
    assert refused(uploaded("YM", unit=OTHER_ISP)) == 5003


def test_what_cannot_be_read_keeps_its_own_code() -> None:
    broken = WireRefusal(5001, "not well-formed")
    assert refusal_of(broken, ISP, ALL_RIGHTS) is broken


@pytest.mark.parametrize("kind", ["ICP", "IP", "YM"])
def test_the_answer_is_a_file_of_its_kind_that_the_schema_accepts(kind: str) -> None:
    xml = answer_file(WireRefusal(5011, "not open", kind=kind), "beianinfo.xml")
    answer = read_download(xml)
    assert isinstance(answer, DownloadFile), answer
    assert answer.blocks == (f"{kind}/BAJG",)
    assert "该功能目前未开放" in xml.decode("gbk")
    assert SIMULATED in xml.decode("gbk")


@pytest.mark.proves("5001")
def test_a_file_that_cannot_be_read_is_named() -> None:
    xml = answer_file(WireRefusal(5001, "x"), "beianinfo.xml")
    assert "<Dmms>beianinfo.xml</Dmms>" in xml.decode("gbk")
