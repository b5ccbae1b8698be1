"""Upload files of every operation: what the schema allows is read, kept and written again."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.wire.files import UploadFile, UploadRecord, parse_upload
from beian.wire.operations import OPERATIONS
from beian.wire.upload_operations import write_domain_upload, write_icp_upload, write_ip_upload
from wire.schema_documents import Everything, Maker, leaves

UPLOADS = Maker("upload")


class Drawn:
    """Choices made by hypothesis."""

    def __init__(self, draw: st.DataObject) -> None:
        self._draw = draw

    def between(self, low: int, high: int) -> int:
        return self._draw.draw(st.integers(low, high))


def parsed(xml: bytes, **lenient: bool) -> UploadFile:
    outcome = parse_upload(xml, "a.xml", **lenient)
    assert isinstance(outcome, UploadFile), outcome
    return outcome


def content_of(record: UploadRecord) -> object:
    if record.new_filing is not None:
        return record.new_filing.filing
    return record.change or record.ip or record.domain


def written(file: UploadFile) -> bytes:
    """Write a file that was read, with its own records and bytes."""
    records: dict[str, list[Any]] = {}
    blobs: dict[str, bytes] = {}
    for record in file.records:
        records.setdefault(record.operation, []).append(content_of(record))
        blobs |= record.blobs
        blobs |= record.new_filing.blobs if record.new_filing else {}
    return write(file.kind, records, blobs, file.reporting_unit)


def write(
    kind: str, records: Mapping[str, Sequence[Any]], blobs: Mapping[str, bytes], unit: int
) -> bytes:
    match kind:
        case "ICP":
            return write_icp_upload(records, blobs, reporting_unit=unit)
        case "IP":
            return write_ip_upload(records, reporting_unit=unit)
        case _:
            return write_domain_upload(records, reporting_unit=unit)


@pytest.mark.parametrize("pick", [0, 1])
@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_every_element_of_an_operation_is_kept(operation: str, pick: int) -> None:
    xml = UPLOADS.document(operation.split("/"), Everything(pick))
    file = parsed(xml)
    assert file.operations == (operation,)
    assert leaves(written(file)) == leaves(xml)


@given(st.sampled_from(list(OPERATIONS)), st.data())
def test_what_an_operation_may_leave_out_stays_out(operation: str, draw: st.DataObject) -> None:
    xml = UPLOADS.document(operation.split("/"), Drawn(draw))
    again = written(parsed(xml))
    assert leaves(again) == leaves(xml)
    assert [content_of(one) for one in parsed(again).records] == [
        content_of(one) for one in parsed(xml).records
    ]


def test_an_empty_approval_is_dropped_by_switch() -> None:
    xml = UPLOADS.document(["ICP", "XZBA"], Everything())
    text = xml.decode("gbk")
    start, end = text.index("<Nrlx>"), text.index("</Nrlx>")
    empty = "<Nrlx><Nrlx_xx><Nrlx_id>0</Nrlx_id><Qzsph></Qzsph><Spwj/></Nrlx_xx>"
    sent = (text[:start] + empty + text[end:]).encode("gbk")
    assert not isinstance(parse_upload(sent, "a.xml"), UploadFile)
    filing = parsed(sent, drop_empty_nrlx=True).records[0].new_filing
    assert filing is not None
    assert filing.filing.sites[0].pre_approvals == ()
    assert len(filing.filing.sites[1].pre_approvals) == 2


@pytest.mark.parametrize(
    ("operation", "kept", "added"),
    [
        ("ICP/XZWZ", "<Ztid>7</Ztid>", "<Ztbah>x</Ztbah>"),
        ("ICP/XZJR", "<Wzid>7</Wzid>", "<Wzbah>x</Wzbah>"),
        ("YM/SCBA", "<Id>7</Id>", "<Ym>site.example</Ym>"),
        ("IP/XZBA/Zdip", "<Ly_dwid>7</Ly_dwid>", "<Ly_dwmc>x</Ly_dwmc>"),
        ("ICP/XZHYD", "<Jlid>7</Jlid>", "<Baxh>x</Baxh>"),
    ],
)
def test_of_an_id_and_a_number_the_bureaus_id_counts_by_switch(
    operation: str, kept: str, added: str
) -> None:
    tag = kept[1 : kept.index(">")]
    path = operation.split("/")
    found = [UPLOADS.document(path, Everything(pick)).decode("gbk") for pick in (0, 1)]
    text = next(one for one in found if f"<{tag}>" in one)
    start = text.index(f"<{tag}>")
    end = text.index(f"</{tag}>", start) + len(tag) + 3
    one = (text[:start] + kept + text[end:]).encode("gbk")
    both = (text[:start] + added + kept + text[end:]).encode("gbk")
    assert not isinstance(parse_upload(both, "a.xml"), UploadFile)
    file = parsed(both, accept_both_choice_members=True)
    assert [content_of(r) for r in file.records] == [content_of(r) for r in parsed(one).records]
