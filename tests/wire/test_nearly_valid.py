"""Files of every kind that are valid, and nearly valid: one defect, its code, its place."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from beian.wire.documents import render
from beian.wire.explaining import explain_xml
from beian.wire.files import UploadFile, parse_upload
from beian.wire.operations import KINDS, OPERATIONS
from beian.wire.refusal import Layer, WireRefusal
from wire.schema_documents import Maker
from wire.test_uploads import Drawn

UPLOADS = Maker("upload")
XS = "{http://www.w3.org/2001/XMLSchema}"
TOO_LONG = "长" * 5000

type Draw = Callable[[int, int], int]


def tree_of(draw: st.DataObject, operation: str) -> etree._Element:
    """Draw a valid file and return its tree."""
    xml = UPLOADS.document(operation.split("/"), Drawn(draw))
    text = xml.decode("gb18030").partition("?>")[2]
    return etree.fromstring(text.encode())


def written(root: etree._Element) -> bytes:
    return render("UploadData", [etree.tostring(one, encoding="unicode") for one in root])


def leaves_of(root: etree._Element) -> list[etree._Element]:
    """Return the leaves of the first record: what a sender fills in."""
    return [one for one in root.iter() if not len(one) and one.tag != "Qqdwid"]


def is_number(leaf: etree._Element) -> bool:
    return (leaf.text or "").isascii() and (leaf.text or "").isdigit()


def an_unknown_element(leaf: etree._Element) -> None:
    leaf.addprevious(etree.Element("Buxiangguan"))


def an_element_inside(leaf: etree._Element) -> None:
    leaf.append(etree.Element("a"))


def an_attribute(leaf: etree._Element) -> None:
    leaf.set("a", "1")


def nothing(leaf: etree._Element) -> None:
    leaf.text = ""


def too_much(leaf: etree._Element) -> None:
    leaf.text = "9" * 40 if is_number(leaf) else TOO_LONG


def another_name(leaf: etree._Element) -> None:
    leaf.tag = f"{leaf.tag}x"


DEFECTS = (an_unknown_element, an_element_inside, an_attribute, nothing, too_much, another_name)


@given(st.sampled_from(list(OPERATIONS)), st.data())
def test_a_valid_file_of_any_kind_is_never_refused(operation: str, draw: st.DataObject) -> None:
    xml = UPLOADS.document(operation.split("/"), Drawn(draw))
    read = parse_upload(xml, "a.xml")
    assert isinstance(read, UploadFile), read
    assert read.operations == (operation,)
    assert explain_xml(xml, "a.xml").first_failed is None


@given(
    st.lists(st.sampled_from([one for one in OPERATIONS if one.startswith("ICP/")]), min_size=1),
    st.data(),
)
@settings(max_examples=30)
def test_several_operations_of_one_kind_are_read_in_the_documents_order(
    operations: list[str], draw: st.DataObject
) -> None:
    wanted = list(dict.fromkeys(operations))
    first, *others = (tree_of(draw, one) for one in wanted)
    for other in others:
        first[0].extend([block for block in other[0] if block.tag != "Qqdwid"])
    read = parse_upload(written(first), "a.xml")
    assert isinstance(read, UploadFile), read
    assert list(read.operations) == wanted


@given(st.sampled_from(list(OPERATIONS)), st.sampled_from(DEFECTS), st.data())
@settings(max_examples=300)
def test_one_defect_is_5001_and_its_place_is_told(
    operation: str, defect: Callable[[etree._Element], None], draw: st.DataObject
) -> None:
    root = tree_of(draw, operation)
    leaf = draw.draw(st.sampled_from(leaves_of(root)))
    unbounded = defect is too_much and not is_number(leaf) and leaf.tag in {"Fjnr", "Spwj"}
    if unbounded or (defect is too_much and _has_no_upper_limit(leaf)):
        return
    parent = leaf.getparent()
    assert parent is not None
    defect(leaf)
    xml = written(root)
    read = parse_upload(xml, "a.xml")
    assert isinstance(read, WireRefusal), (defect.__name__, leaf.tag)
    assert (read.code, read.layer) == (5001, Layer.XSD)
    (problem,) = explain_xml(xml, "a.xml").problems
    assert problem.line is not None
    assert problem.column is not None
    assert problem.xpath is not None
    assert problem.wanted
    assert str(parent.tag) in problem.xpath


def _has_no_upper_limit(leaf: etree._Element) -> bool:
    return is_number(leaf) and len(leaf.text or "") > 18


# Not among them: UTF-8 under a declaration of GBK. A few characters of it may be GBK as well.
@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        (5004, lambda xml: xml.replace(b"V.3.0", b"V.2.9")),
        (5001, lambda xml: xml.replace(b"GBK", b"UTF-8")),
        (5001, lambda xml: xml[:-20]),
        (5001, lambda xml: xml + b"<a/>"),
        (5008, lambda xml: xml.replace(b"</Qqdwid>", b"\x02</Qqdwid>")),
        (5008, lambda xml: xml.replace(b"</Qqdwid>", b"\xff\xff</Qqdwid>")),
        (5001, lambda xml: xml.replace(b"<UploadData ", b"<!DOCTYPE a><UploadData ")),
    ],
)
@given(operation=st.sampled_from(list(OPERATIONS)), draw=st.data())
@settings(max_examples=12)
def test_a_file_that_is_wrong_as_a_whole_has_its_code_whatever_its_kind(
    code: int, spoil: Callable[[bytes], bytes], operation: str, draw: st.DataObject
) -> None:
    xml = spoil(UPLOADS.document(operation.split("/"), Drawn(draw)))
    read = parse_upload(xml, "a.xml")
    assert isinstance(read, WireRefusal), (operation, xml)
    assert read.code == code
    if read.layer is Layer.XSD:
        assert read.kind == operation.partition("/")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_without_operation_is_5001(kind: str) -> None:
    read = parse_upload(written(_bare(kind)), "a.xml")
    assert isinstance(read, WireRefusal)
    assert (read.code, read.kind) == (5001, kind)


def _bare(kind: str) -> etree._Element:
    root = etree.Element("UploadData")
    etree.SubElement(etree.SubElement(root, kind), "Qqdwid").text = "1"
    return root
