"""`beian explain-upload FILE`: an XML, a zip and the text of beianInfo, for people and programs."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beian.wire.sealing import seal
from beian.wire.upload_operations import write_domain_upload
from beian.wire.upload_xzba import write_xzba
from domain.ministry.domain_cases import party, report
from launcher.asking import NoAnswer
from launcher.cli import app
from launcher.samples import Provider, sample

KEY, OFFSET = "0123456789ABCDEF", "0102030405060708"
SAMPLE = sample(7, Provider(320000000002, "320000", "198.51.100.0/24"))
RIGHT = write_xzba([SAMPLE.filing], SAMPLE.blobs, reporting_unit=320000000002)


def explained(*arguments: str) -> tuple[int, Any]:
    answer = CliRunner().invoke(app, ["explain-upload", *arguments, "--json"])
    return answer.exit_code, json.loads(answer.stdout)


def test_a_right_file_is_right_whatever_it_is_wrapped_in(tmp_path: Path) -> None:
    plain = seal(RIGHT, "a.xml", key=None, iv=None, encrypt=False)
    secret = seal(RIGHT, "a.xml", key=KEY, iv=OFFSET, encrypt=True)
    for name, content, options in (
        ("a.xml", RIGHT, ()),
        ("a.zip", base64.b64decode(plain.beian_info), ("--hash", plain.beian_info_hash)),
        ("a.txt", plain.beian_info.encode(), ("--hash", plain.beian_info_hash)),
        ("b.txt", secret.beian_info.encode(), ("--key", KEY, "--iv", OFFSET)),
    ):
        (tmp_path / name).write_bytes(content)
        code, told = explained(str(tmp_path / name), *options)
        assert (code, told["refused"], told["first_failed"]) == (0, False, None), name
        assert told["layers"][-1]["outcome"] == "passed"


def test_a_wrong_record_is_explained_by_the_rules(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(RIGHT.replace(b"<Ym>", b"<Ym>www."))
    code, told = explained(str(file))
    assert (code, told["first_failed"]) == (1, "rules")
    assert {1004} <= {problem["code"] for problem in told["problems"]}
    answer = CliRunner().invoke(app, ["explain-upload", str(file)])
    assert answer.exit_code == 1
    assert "✗ rules" in answer.stdout
    assert "/UploadData/ICP/XZBA/Baxx/Wz_xx/Ym_xx/Ym line 2 column" in answer.stdout
    assert answer.stdout.endswith("refused at the layer rules\n")


def test_domain_data_are_compared_with_a_day_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "ym.xml"
    wrong = report(registrant=party(email="not a mail"), valid_until="2026-06-01")
    file.write_bytes(write_domain_upload({"YM/XZBA": [wrong]}, reporting_unit=320000000002))
    for day, codes in (("2026-03-02", [3013]), ("2027-03-02", [3013, 3004])):
        code, told = explained(str(file), "--today", day)
        assert (code, [one["code"] for one in told["problems"]]) == (1, codes)
    assert explained(str(file))[0] == 0


@pytest.mark.parametrize("arguments", [("nowhere.xml",), (__file__, "--today", "soon")])
def test_what_cannot_be_explained_is_told(arguments: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(app, ["explain-upload", *arguments])
    assert isinstance(answer.exception, NoAnswer)
