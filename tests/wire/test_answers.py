"""Return documents of the six methods, and the catalogue of codes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from beian.wire import documents
from beian.wire.answers import (
    NEVER_UPLOADED,
    Answer,
    FileInfo,
    FilingStatus,
    read_answer,
    write_answer,
)
from beian.wire.codes import CATEGORIES, MESSAGES, message
from beian.wire.refusal import WireRefusal

GOLDEN = Path(__file__).parent / "golden"
FILE = FileInfo(
    encrypt_algorithm=1,
    file_name="20260601120000_JS_1.xml",
    beian_info="UEs=",
    beian_info_hash="NQgad/xPqHZ+1E3IH563jw==",
)
FILED = FilingStatus(
    condition_type=0,
    condition="site.example",
    site_name="示例 & 网站",
    subject_number="苏ICP备2026000001号",
    site_number="苏ICP备2026000001号-1",
    filed=True,
)
ANSWERS = {
    "isp_upload": Answer(code=0, message=message(0)),
    "isp_upload_missing": Answer(code=14, message=message(14), missing=(501, 502)),
    "isp_download": Answer(code=0, message=message(0), file=FILE),
    "isp_download_nothing": Answer(code=2, message=message(2)),
    "isp_downloadack": Answer(code=21, message=message(21)),
    "isp_querypreviousupload": Answer(code=0, message=message(0), file=NEVER_UPLOADED),
    "isp_querybeianstatus": Answer(code=0, message=message(0), status=FILED),
    "isp_querybeianstatus_none": Answer(
        code=0,
        message=message(0),
        status=FilingStatus(condition_type=2, condition="320102198001010011", filed=False),
    ),
    "isp_verifybamm": Answer(code=0, message=message(0), verified=True),
    "isp_verifybamm_wrong": Answer(code=0, message=message(0), verified=False),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_those_on_record(name: str) -> None:
    golden = (GOLDEN / f"return_{name}.xml").read_text("utf-8").rstrip("\n")
    assert write_answer(ANSWERS[name]) == golden


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_valid(name: str) -> None:
    method = "_".join(name.split("_")[:2])
    tree = etree.fromstring(write_answer(ANSWERS[name]))
    assert documents.invalid(tree, f"return_{method}") is None


@pytest.mark.parametrize("name", ANSWERS)
def test_the_client_reads_what_was_answered(name: str) -> None:
    assert read_answer(write_answer(ANSWERS[name])) == ANSWERS[name]


def test_no_file_means_no_element() -> None:
    assert "fileInfos" not in write_answer(ANSWERS["isp_download_nothing"])


@given(st.text(max_size=400))
def test_msg_has_at_most_256_characters_and_nothing_xml_cannot_carry(text: str) -> None:
    read = read_answer(write_answer(Answer(code=999, message=text)))
    assert isinstance(read, Answer)
    assert len(read.message) <= 256


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<return/>",
        "<return><msg_code>x</msg_code></return>",
        "<return><msg_code>0</msg_code><fileInfos/></return>",
        "<return><msg_code>0</msg_code><StatusInfo><Cxtjlx/></StatusInfo></return>",
        '<!DOCTYPE a [<!ENTITY b "c">]><return><msg_code>0</msg_code></return>',
        "\ud800",
    ],
)
def test_what_is_no_return_document_is_refused(text: str) -> None:
    assert isinstance(read_answer(text), WireRefusal)


def test_the_catalogue_is_whole() -> None:
    assert len(MESSAGES) == 204
    assert set(CATEGORIES) == set(MESSAGES)
    assert MESSAGES[1005] == "域名冲突，该域名在备案信息库中已存在，请核实后再次报备"


@pytest.mark.parametrize(
    ("code", "value", "site_name", "expected"),
    [
        (1008, None, None, MESSAGES[1008]),
        (1008, "A1", None, MESSAGES[1008] + "。错误数据：A1"),
        (1005, "a.example", "示例", MESSAGES[1005] + "。网站名称：示例，错误数据：a.example"),
        (1031, None, "示例", MESSAGES[1031] + "。网站名称：示例"),
        (20, "09:00-17:00", None, MESSAGES[20] + "09:00-17:00"),
        (22, "5", None, "备案密码校验超过5次，请仔细核对备案密码"),
        (1064, "a.example", "示例", "“示例”网站的“a.example域名”在黑名单中，请核实后再次报备"),
        (5001, "beianinfo.xml", None, "beianinfo.xml"),
        (5001, None, None, MESSAGES[5001]),
        (5004, None, None, "接口版本错误，当前接口版本为“V.3.0”"),
    ],
)
def test_messages_carry_what_they_are_about(
    code: int, value: str | None, site_name: str | None, expected: str
) -> None:
    assert message(code, value=value, site_name=site_name) == expected


@given(st.sampled_from(sorted(MESSAGES)), st.text(max_size=600), st.text(max_size=600))
def test_a_long_value_is_cut_and_the_message_is_not(code: int, value: str, site: str) -> None:
    text = message(code, value=value, site_name=site)
    assert 1 <= len(text) <= 255
    if code not in {22, 1064, 5001, 5004}:
        assert text.startswith(MESSAGES[code])


def test_a_value_keeps_its_room_beside_a_long_site_name() -> None:
    text = message(1005, value="v" * 300, site_name="s" * 512)
    assert len(text) == 255
    assert text.endswith("v")
