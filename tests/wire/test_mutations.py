"""Ten thousand spoiled envelopes and payloads: each is read, or refused with a code of its layer."""

import random

import pytest

from beian.wire.envelope import Request, SoapFault, fault_envelope, parse_request
from beian.wire.explaining import explain_xml
from beian.wire.files import UploadFile, parse_upload
from beian.wire.operations import OPERATIONS
from beian.wire.refusal import Layer, WireRefusal
from beian.wire.sealing import Opened, open_upload
from support.mutations import KEY, OFFSET, envelope_of, payload_of, spoiled, upload_call
from wire.schema_documents import Maker

ENVELOPES, PAYLOADS, FILES = 4_000, 3_000, 3_000
LAYERS = {
    Layer.CALL: {9},
    Layer.BASE64: {6, 7, 17, 18},
    Layer.AES: {6},
    Layer.MD5: {7},
    Layer.ZIP: {8, 17, 18, 999},
    Layer.GBK: {5001, 5008},
    Layer.XML: {5001, 5008},
    Layer.XSD: {5001, 5004},
}
UPLOADS = Maker("upload")


class Lucky:
    """A schema's choices made by chance, small ones."""

    def __init__(self, luck: random.Random) -> None:
        self._luck = luck

    def between(self, low: int, high: int) -> int:
        return self._luck.randint(low, min(high, low + 3))


def file_of(luck: random.Random) -> bytes:
    """Make a valid file of some operation."""
    operation = luck.choice(list(OPERATIONS))
    return UPLOADS.document(operation.split("/"), Lucky(luck))


def test_a_spoiled_envelope_is_a_call_or_a_fault() -> None:
    call = upload_call(file_of(random.Random(0)))
    outcomes = {Request: 0, SoapFault: 0}
    for seed in range(ENVELOPES):
        body = envelope_of(random.Random(seed), call)
        read = parse_request(body)
        outcomes[type(read)] += 1
        if isinstance(read, SoapFault):
            assert b"Fault" in fault_envelope(read)
    assert min(outcomes.values()) > ENVELOPES // 20, outcomes


@pytest.mark.proves("6", "7", "8", "9", "17", "999")
def test_a_spoiled_payload_is_opened_or_refused_with_a_code_of_its_layer() -> None:
    codes: dict[int, int] = {}
    for seed in range(PAYLOADS):
        luck = random.Random(seed)
        payload = payload_of(luck, file_of(luck))
        opened = open_upload(
            payload.beian_info,
            payload.beian_info_hash,
            encrypt_algorithm=payload.encrypt_algorithm,
            key=KEY,
            iv=OFFSET,
        )
        if isinstance(opened, WireRefusal):
            assert opened.code in LAYERS[opened.layer], (seed, opened)
            codes[opened.code] = codes.get(opened.code, 0) + 1
        else:
            assert isinstance(opened, Opened)
    assert {6, 7, 8, 9} <= set(codes), codes


@pytest.mark.proves("5001", "5008")
def test_a_spoiled_file_is_read_or_refused_with_a_code_of_its_layer() -> None:
    codes: dict[int, int] = {}
    for seed in range(FILES):
        luck = random.Random(seed)
        xml = spoiled(luck, file_of(luck))
        read = parse_upload(xml, "beianinfo.xml")
        if isinstance(read, WireRefusal):
            assert read.code in LAYERS[read.layer], (seed, read)
            codes[read.code] = codes.get(read.code, 0) + 1
            told = explain_xml(xml, "beianinfo.xml")
            assert told.first_failed is read.layer, seed
            assert told.problems[0].code == read.code
        else:
            assert isinstance(read, UploadFile)
    assert {5001, 5008} <= set(codes), codes


def test_there_are_ten_thousand() -> None:
    assert ENVELOPES + PAYLOADS + FILES == 10_000
