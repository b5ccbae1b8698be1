"""Spoiled envelopes and payloads sent to a running network: each is answered, nothing falls over."""

import random

import pytest

from beian.wire.answers import Answer
from beian.wire.codes import MESSAGES
from robustness.soap_cases import post, told, upload_of
from support.mutations import envelope_of, payload_of
from support.outside import Enterprise, Outside

ENVELOPES, PAYLOADS = 300, 200
TAKEN = frozenset({0})


async def test_every_spoiled_envelope_is_answered_by_a_code_or_a_fault(
    outside: Outside, jiangsu: Enterprise
) -> None:
    xml = jiangsu.xml(jiangsu.sample(pictures=False))
    call = upload_of(jiangsu, xml, data_sequence=jiangsu.sequence + 1000)
    for seed in range(ENVELOPES):
        body = envelope_of(random.Random(seed), call)
        answer = await post(outside, jiangsu.soap.endpoints.upload, body)
        assert answer.status_code in {200, 400, 500}, (seed, answer.text)
        read = told(answer)
        if isinstance(read, Answer):
            assert read.code in MESSAGES, seed
            assert read.code not in TAKEN, (seed, read)


@pytest.mark.proves("6", "7", "8", "9")
async def test_every_spoiled_payload_is_refused_or_taken_and_answered(
    jiangsu: Enterprise,
) -> None:
    met = set()
    for seed in range(PAYLOADS):
        luck = random.Random(seed)
        payload = payload_of(luck, jiangsu.xml(jiangsu.sample(pictures=False)))
        call = upload_of(
            jiangsu,
            data_sequence=jiangsu.sequence + 1,
            beian_info=payload.beian_info.decode("latin-1"),
            beian_info_hash=payload.beian_info_hash,
            encrypt_algorithm=payload.encrypt_algorithm,
        )
        code = (await jiangsu.soap._call(call)).code
        assert code in {0, 6, 7, 8, 9, 17, 18, 999}, (seed, code)
        met.add(code)
        jiangsu.sequence += code == 0
    assert {6, 7, 8, 9} <= met
    while await jiangsu.collect() is not None:
        pass
