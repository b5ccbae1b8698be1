"""Envelopes: calls of every client that sends what the prototypes say, answers byte for byte."""

from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.wire.calls import (
    METHOD_OF,
    METHODS,
    AckCall,
    Call,
    DownloadCall,
    PreviousUploadCall,
    StatusCall,
    UploadCall,
    VerifyCall,
)
from beian.wire.envelope import (
    FaultCode,
    Request,
    Soap,
    SoapFault,
    fault_envelope,
    parse_request,
    parse_response,
    request_envelope,
    response_envelope,
)
from wire.samples import UPLOAD

GOLDEN = Path(__file__).parent / "golden"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).filter(
    lambda text: text.isprintable() and text == text.strip()
)
LONG = st.none() | st.integers(-(2**63), 2**63 - 1)
CALLS: st.SearchStrategy[Call] = st.one_of(
    [
        st.builds(
            call,
            **{f.name: TEXT if f.type is str else LONG for f in fields(call)},
        )
        for call in get_args(Call.__value__)
    ]
)


def parsed(body: str | bytes, **about: str) -> Request:
    outcome = parse_request(body.encode() if isinstance(body, str) else body, **about)
    assert isinstance(outcome, Request), outcome
    return outcome


def envelope(content: str, soap: Soap = Soap.V1_1) -> str:
    return (
        f'<s:Envelope xmlns:s="{soap.namespace}"><s:Header/><s:Body>{content}</s:Body></s:Envelope>'
    )


@given(CALLS, st.sampled_from(Soap))
def test_a_call_survives_the_envelope(call: Call, soap: Soap) -> None:
    assert parse_request(request_envelope(call, soap)) == Request(call, soap)


def test_there_is_a_method_for_every_call() -> None:
    assert set(METHOD_OF) == set(get_args(Call.__value__))
    assert len(METHODS) == 6


def test_the_parameters_stand_in_the_prototypes_order() -> None:
    body = request_envelope(UPLOAD).decode()
    names = [
        "ispId",
        "userName",
        "randVal",
        "pwdHash",
        "beianInfo",
        "beianInfoHash",
        "dataSequence",
        "encryptAlgorithm",
        "hashAlgorithm",
        "compressionFormat",
    ]
    assert [body.index(f"<{name}>") for name in names] == sorted(
        body.index(f"<{name}>") for name in names
    )


def test_names_count_in_any_case_namespace_and_order() -> None:
    call = parsed(
        envelope(
            '<m:isp_downloadack xmlns:m="urn:other"><m:FILENAME> a.xml </m:FILENAME>'
            "<ispID>110000000001</ispID><m:userName>甲</m:userName><randVal>r</randVal>"
            "<pwdHash>h</pwdHash><hashAlgorithm> 0 </hashAlgorithm></m:isp_downloadack>"
        )
    ).call
    assert call == AckCall(
        isp_id=110000000001,
        user_name="甲",
        rand_val="r",
        pwd_hash="h",
        hash_algorithm=0,
        file_name="a.xml",
    )


def test_the_position_counts_where_no_name_is_known() -> None:
    arguments = "".join(f"<arg{n}>{value}</arg{n}>" for n, value in enumerate("1urh0q"))
    call = parsed(envelope(f"<isp_verifybamm>{arguments}</isp_verifybamm>")).call
    assert call == VerifyCall(
        isp_id=1, user_name="u", rand_val="r", pwd_hash="h", hash_algorithm=0, baxh="q", bamm=""
    )


def test_the_action_names_the_method_where_the_body_does_not() -> None:
    body = envelope("<parameters><ispId>1</ispId></parameters>", Soap.V1_2)
    for about in (
        {"soap_action": '"http://www.miibeian.gov.cn/isp_download"'},
        {"soap_action": "isp_download"},
        {"content_type": 'application/soap+xml; charset=utf-8; action="urn:x#isp_download"'},
    ):
        assert isinstance(parsed(body, **about).call, DownloadCall)


@pytest.mark.parametrize(
    "number", ["", "zwölf", "1.0", "1e3", "٣", "9223372036854775808", "0x1", "1 2"]
)
def test_a_number_that_is_none_is_missing(number: str) -> None:
    body = envelope(f"<isp_querypreviousupload><ispId>{number}</ispId></isp_querypreviousupload>")
    assert parsed(body).call == PreviousUploadCall(
        isp_id=None, user_name="", rand_val="", pwd_hash="", hash_algorithm=None
    )


def test_a_nil_parameter_is_missing() -> None:
    body = envelope(
        '<isp_querybeianstatus xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<queryConditionType xsi:nil="true"/><queryCondition xsi:nil="1">x</queryCondition>'
        "</isp_querybeianstatus>"
    )
    call = parsed(body).call
    assert isinstance(call, StatusCall)
    assert (call.query_condition_type, call.query_condition) == (None, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_an_envelope_may_be_in_other_encodings(encoding: str) -> None:
    declared = {"gbk": "GBK", "utf-16": "UTF-16"}.get(encoding, "utf-8")
    body = request_envelope(UPLOAD).decode().replace('"UTF-8"', f'"{declared}"')
    assert parsed(body.encode(encoding)).call == UPLOAD


def test_a_payload_of_fifty_megabytes_passes() -> None:
    payload = "QUFB" * (18 * 1024 * 1024)
    call = parsed(request_envelope(replace(UPLOAD, beian_info=payload))).call
    assert isinstance(call, UploadCall)
    assert len(call.beian_info) == len(payload)


BOMB = '<!DOCTYPE s:Envelope [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + envelope(
    "<isp_download><ispId>&b;</ispId></isp_download>"
)
XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + envelope(
    "<isp_download><userName>&f;</userName></isp_download>"
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"not xml",
        b"<a>",
        b"\xff\xfe\x00",
        b"\xfe\xff" + b"<" * 9,
        BOMB.encode(),
        XXE.encode(),
        BOMB.encode("utf-16"),
        envelope("<isp_download><userName>a & b</userName></isp_download>").encode(),
        envelope("<isp_download><userName>&unknown;</userName></isp_download>").encode(),
        envelope("<isp_download>\x01</isp_download>").encode(),
        envelope("<isp_download>\xff</isp_download>").encode("latin-1"),
        envelope("").encode(),
        envelope("<other/>").encode(),
        envelope("<a>" * 100_000).encode(),
        envelope("<a>" * 900 + "</a>" * 900).encode(),
        envelope("<isp_download " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>").encode(),
        request_envelope(UPLOAD)[:-30],
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/+AD4-',
        b'<?xml version="1.0" encoding="gbk"?>\xff\xff',
    ],
)
def test_what_holds_no_call_is_the_clients_fault(body: bytes) -> None:
    outcome = parse_request(body)
    assert isinstance(outcome, SoapFault)
    assert outcome.code is FaultCode.CLIENT
    assert "root:" not in outcome.reason


def test_deep_nesting_below_a_parameter_is_only_text() -> None:
    body = envelope(
        "<isp_download><userName>" + "<a>" * 200 + "u" + "</a>" * 200 + "</userName></isp_download>"
    )
    assert parsed(body).call.user_name == "u"


@pytest.mark.parametrize("body", ["<a/>", '<e:Envelope xmlns:e="urn:x"/>'])
def test_another_envelope_is_a_version_mismatch(body: str) -> None:
    outcome = parse_request(body.encode())
    assert isinstance(outcome, SoapFault)
    assert outcome.code is FaultCode.VERSION_MISMATCH


@pytest.mark.parametrize("soap", list(Soap))
def test_a_header_that_must_be_understood_is_not(soap: Soap) -> None:
    body = envelope("<isp_download/>", soap).replace(
        "<s:Header/>", '<s:Header><x s:mustUnderstand="1"/></s:Header>'
    )
    outcome = parse_request(body.encode())
    assert isinstance(outcome, SoapFault)
    assert (outcome.code, outcome.soap) == (FaultCode.MUST_UNDERSTAND, soap)


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_bytes_break_the_reader(noise: bytes, at: int) -> None:
    good = request_envelope(UPLOAD)
    for body in (noise, good[:at] + noise + good[at:], good[:at] + noise):
        assert isinstance(parse_request(body), Request | SoapFault)
        assert isinstance(parse_response(body), str | SoapFault)


GOLDEN_ANSWERS = {
    "answer_1_1.xml": response_envelope(
        METHODS["isp_upload"], '<return version="V.3.0"><msg>甲 & 乙</msg></return>'
    ),
    "answer_1_2.xml": response_envelope(
        METHODS["isp_verifybamm"], "<return><VerifyRes>0</VerifyRes></return>", Soap.V1_2
    ),
    "fault_1_1.xml": fault_envelope(SoapFault(FaultCode.CLIENT, "not an envelope: <a>")),
    "fault_1_2.xml": fault_envelope(SoapFault(FaultCode.SERVER, "broken", Soap.V1_2)),
    "mismatch_1_1.xml": fault_envelope(SoapFault(FaultCode.VERSION_MISMATCH, "neither")),
    "upload_call.xml": request_envelope(UPLOAD),
}


@pytest.mark.parametrize("name", GOLDEN_ANSWERS)
def test_envelopes_are_those_on_record(name: str) -> None:
    assert GOLDEN_ANSWERS[name] == (GOLDEN / name).read_bytes().rstrip(b"\n")


@given(TEXT, st.sampled_from(Soap))
def test_a_return_document_survives_as_text(inside: str, soap: Soap) -> None:
    document = f"<return><msg>{inside}]]></msg></return>\r\n"
    assert parse_response(response_envelope(METHODS["isp_upload"], document, soap)) == document


@pytest.mark.parametrize("soap", list(Soap))
def test_the_client_reads_a_fault(soap: Soap) -> None:
    outcome = parse_response(fault_envelope(SoapFault(FaultCode.CLIENT, "warum < so", soap)))
    assert isinstance(outcome, SoapFault)
    assert (outcome.reason, outcome.soap) == ("warum < so", soap)


def test_the_client_reads_an_answer_in_cdata_too() -> None:
    body = envelope("<x><return><![CDATA[<return><msg>a</msg></return>]]></return></x>")
    assert parse_response(body.encode()) == "<return><msg>a</msg></return>"
    assert isinstance(parse_response(envelope("<x/>").encode()), SoapFault)
