"""Why an upload was refused, layer by layer: what failed first, where, what stood there (§5).

PURE. What the wire alone can tell; what a bureau found in the records is handed in as findings.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from beian.records import Finding
from beian.wire.code_causes import causes
from beian.wire.codes import MESSAGES
from beian.wire.files import UploadFile, parse_upload
from beian.wire.places import Places
from beian.wire.refusal import Layer, WireRefusal
from beian.wire.sealing import (
    AES,
    PLAIN,
    Opened,
    check_hash,
    decode_base64,
    decrypt,
    unzip,
)

PASSED: Final = "passed"
FAILED: Final = "failed"
SKIPPED: Final = "skipped"
"""It does not apply: a file that was not encrypted, a hash nobody gave."""
NOT_REACHED: Final = "not reached"
PROBLEMS_MAX: Final = 1000

_VALUE: Final = re.compile(r"错误数据：(.*)\Z", re.DOTALL)
_TAG: Final = re.compile(r"<([A-Z][A-Za-z_0-9]*)[ />]")


@dataclass(frozen=True, slots=True)
class LayerReport:
    """How one layer came out."""

    layer: Layer
    outcome: str
    """passed, failed, skipped or not reached."""
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as exactly as one can say."""

    code: int
    layer: Layer
    detail: str
    record: str | None = None
    """Which record: operation and identifier."""
    xpath: str | None = None
    line: int | None = None
    column: int | None = None
    found: str | None = None
    wanted: str | None = None

    @property
    def message(self) -> str:
        """The code's official message."""
        return MESSAGES[self.code]

    @property
    def rule(self) -> str:
        """Where the code's cause stands."""
        return causes()[self.code].rule

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "code": self.code,
            "message": self.message,
            "layer": self.layer.value,
            "detail": self.detail,
            "record": self.record,
            "xpath": self.xpath,
            "line": self.line,
            "column": self.column,
            "found": self.found,
            "wanted": self.wanted,
            "rule": self.rule,
            "cause": causes()[self.code].cause,
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """What a bureau, or its rules alone, found in one record."""

    operation_type: int
    """Czlx."""
    identifier: str | None
    findings: tuple[Finding, ...]
    number: int | None = None
    """The record's place in the file, from 1; None: told by Czlx and Bs."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every layer, and what is wrong."""

    file_name: str
    layers: tuple[LayerReport, ...]
    problems: tuple[Problem, ...] = ()
    xml: bytes | None = None
    """The file, where it could be opened."""
    file: UploadFile | None = None
    """Its records, where it is valid as a whole."""

    @property
    def is_refused(self) -> bool:
        """Whether some layer did not let it through."""
        return any(report.outcome == FAILED for report in self.layers)

    @property
    def first_failed(self) -> Layer | None:
        """The layer that failed first."""
        return next((one.layer for one in self.layers if one.outcome == FAILED), None)

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "file": self.file_name,
            "refused": self.is_refused,
            "first_failed": None if self.first_failed is None else self.first_failed.value,
            "layers": [
                {"layer": one.layer.value, "outcome": one.outcome, "detail": one.detail}
                for one in self.layers
            ],
            "problems": [problem.as_json() for problem in self.problems],
        }


def explain_payload(
    beian_info: str | bytes,
    beian_info_hash: str | None,
    *,
    encrypt_algorithm: int = PLAIN,
    key: str | None = None,
    iv: str | None = None,
    switches: frozenset[str] = frozenset(),
) -> Explanation:
    """Explain what isp_upload sent, in base64; without a hash that layer is skipped."""
    if not beian_info.strip():
        empty = WireRefusal(17, "beianInfo is empty", layer=Layer.BASE64, wanted="one file")
        return _stopped("", empty, [])
    refused_as = 6 if encrypt_algorithm == AES else 7
    payload = decode_base64(beian_info, refused_as=refused_as)
    if isinstance(payload, WireRefusal):
        return _stopped("", payload, [])
    passed = [LayerReport(Layer.BASE64, PASSED, f"{len(payload)} bytes")]
    return explain_received(
        payload,
        beian_info_hash,
        encrypt_algorithm=encrypt_algorithm,
        key=key,
        iv=iv,
        switches=switches,
        passed=passed,
    )


def explain_received(
    payload: bytes,
    beian_info_hash: str | None,
    *,
    encrypt_algorithm: int = PLAIN,
    key: str | None = None,
    iv: str | None = None,
    switches: frozenset[str] = frozenset(),
    passed: Sequence[LayerReport] = (LayerReport(Layer.BASE64, SKIPPED),),
) -> Explanation:
    """Explain a payload whose base64 is undone already."""
    layers = list(passed)
    if encrypt_algorithm == AES:
        archive = (
            decrypt(payload, key=key, iv=iv)
            if key and iv
            else WireRefusal(6, "no key was given to decrypt with", layer=Layer.AES)
        )
        if isinstance(archive, WireRefusal):
            return _stopped("", archive, layers)
        layers.append(LayerReport(Layer.AES, PASSED, f"{len(archive)} bytes"))
    else:
        archive = payload
        layers.append(LayerReport(Layer.AES, SKIPPED, "not encrypted"))
    if beian_info_hash is None:
        layers.append(LayerReport(Layer.MD5, SKIPPED, "no hash was given"))
    else:
        mismatch = check_hash(archive, beian_info_hash)
        if mismatch is not None:
            return _stopped("", mismatch, layers)
        layers.append(LayerReport(Layer.MD5, PASSED, beian_info_hash.strip()))
    return _explain_archive(archive, layers, switches)


def explain_xml(
    xml: bytes,
    file_name: str,
    *,
    switches: frozenset[str] = frozenset(),
    passed: Sequence[LayerReport] | None = None,
) -> Explanation:
    """Explain an upload file: encoding, well-formedness, version and schema, operations."""
    before = (Layer.BASE64, Layer.AES, Layer.MD5, Layer.ZIP)
    layers = [LayerReport(layer, SKIPPED) for layer in before] if passed is None else list(passed)
    read = parse_upload(
        xml,
        file_name,
        drop_empty_nrlx="drop_empty_nrlx" in switches,
        accept_both_choice_members="accept_both_choice_members" in switches,
        check_images="attachment_content_check" in switches,
    )
    if isinstance(read, WireRefusal):
        return replace(_stopped(file_name, _placed(read, xml), layers), xml=xml)
    layers += [LayerReport(layer, PASSED) for layer in (Layer.GBK, Layer.XML)]
    layers.append(LayerReport(Layer.XSD, PASSED, f"{len(read.records)} records"))
    layers.append(LayerReport(Layer.RULES, NOT_REACHED, "nothing said of the records"))
    return Explanation(file_name, tuple(layers), (), xml, read)


def explain_refused_call(refusal: WireRefusal) -> Explanation:
    """Explain a call that was refused, of which no more is known than why."""
    return _stopped("", refusal, [])


def with_findings(
    explanation: Explanation, judged: Iterable[Judged], file_codes: Sequence[int] = ()
) -> Explanation:
    """Add what was found in a file that is valid: codes for all of it, findings by record."""
    assert explanation.xml is not None, "only a file that could be read has records"
    problems = [_whole(code, explanation.xml) for code in file_codes]
    places = Places(explanation.xml)
    for one in judged:
        problems += _record_problems(one, places)
    bad = [problem for problem in problems if problem.code not in _GOOD]
    outcome = FAILED if bad else PASSED
    detail = f"{len(bad)} findings" if bad else "nothing found"
    layers = (*explanation.layers[:-1], LayerReport(Layer.RULES, outcome, detail))
    return replace(explanation, layers=layers, problems=tuple(bad[:PROBLEMS_MAX]))


_GOOD: Final = frozenset({0, 1001, 1060, 1062, 2998, 3998})
"""Codes that tell of success."""


def _explain_archive(
    archive: bytes, layers: list[LayerReport], switches: frozenset[str]
) -> Explanation:
    opened = unzip(archive)
    if not isinstance(opened, Opened):
        return _stopped("", opened, layers)
    layers.append(LayerReport(Layer.ZIP, PASSED, f"{opened.entry_name}, {len(opened.xml)} bytes"))
    return explain_xml(opened.xml, opened.entry_name, switches=switches, passed=layers)


def _stopped(file_name: str, refusal: WireRefusal, passed: list[LayerReport]) -> Explanation:
    """Return the explanation that ends with a refusal; layers before it passed."""
    known = {report.layer: report for report in passed}
    layers = []
    is_before = True
    for layer in Layer:
        if layer is refusal.layer:
            layers.append(LayerReport(layer, FAILED, refusal.detail))
            is_before = False
        elif layer in known:
            layers.append(known[layer])
        elif layer is not Layer.CALL:
            layers.append(LayerReport(layer, PASSED if is_before else NOT_REACHED))
    return Explanation(file_name, tuple(layers), (_problem(refusal),))


def _problem(refusal: WireRefusal) -> Problem:
    return Problem(
        code=refusal.code,
        layer=refusal.layer,
        detail=refusal.detail,
        xpath=refusal.xpath,
        line=refusal.line,
        column=refusal.column,
        found=refusal.found,
        wanted=refusal.wanted or causes()[refusal.code].cause,
    )


def _placed(refusal: WireRefusal, xml: bytes) -> WireRefusal:
    """Say at which line and column it was, where the file tells."""
    places = Places(xml)
    if refusal.layer is Layer.GBK and refusal.line is None:
        spot = places.first_illegal()
        if spot is None:
            return refusal
        return replace(refusal, line=spot.line, column=spot.column, found=spot.text)
    if refusal.xpath is not None and refusal.column is None:
        spot = places.of_path(refusal.xpath)
        if spot is not None:
            return replace(refusal, line=spot.line, column=spot.column)
    return refusal


def _whole(code: int, xml: bytes) -> Problem:
    """Return the problem of a code that refuses the whole file."""
    places = Places(xml)
    spot = places.of_path("/UploadData/*/Qqdwid") if code in _ABOUT_THE_UNIT else None
    return Problem(
        code=code,
        layer=Layer.RULES,
        detail="the whole file is refused",
        xpath=None if spot is None else spot.xpath,
        line=None if spot is None else spot.line,
        column=None if spot is None else spot.column,
        found=None if spot is None else spot.text,
        wanted=causes()[code].cause,
    )


_ABOUT_THE_UNIT: Final = frozenset({5003, 5009, 1045, 1053, 1054, 2001})


def _record_problems(judged: Judged, places: Places) -> list[Problem]:
    record = places.record(judged.operation_type, judged.identifier, judged.number)
    problems = []
    for finding in judged.findings:
        value = _VALUE.search(finding.message)
        shown = None if value is None else value[1]
        tags = _TAG.findall(causes()[finding.code].shortest_input or "")
        spot = places.within(record, tags, shown) if record is not None else None
        problems.append(
            Problem(
                code=finding.code,
                layer=Layer.RULES,
                detail=finding.message,
                record=None if record is None else record.name,
                xpath=None if spot is None else spot.xpath,
                line=None if spot is None else spot.line,
                column=None if spot is None else spot.column,
                found=shown if shown is not None or spot is None else spot.text,
                wanted=causes()[finding.code].cause,
            )
        )
    return problems
