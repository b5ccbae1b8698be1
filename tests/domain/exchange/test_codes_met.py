"""Which codes a provider has met: each once for each place, however often it comes."""

from beian.events.exchange import ResultCodeMet
from beian.exchange.codes_met import CODES_MET, NoteCodes, codes_in
from beian.records import Finding
from beian.wire.download_bajg import RecordResult, write_bajg
from support.spec import Given

ISP = 320000000002
given = Given(CODES_MET)


def met(code: int, place: str = "isp_upload") -> ResultCodeMet:
    return ResultCodeMet(isp_id=ISP, code=code, place=place, detail=None, data_sequence=None)


def test_a_code_is_noted_once_for_each_place() -> None:
    given().when(NoteCodes((met(14), met(14), met(7))), None).then(met(14), met(7))
    given(met(14)).when(NoteCodes((met(14),)), None).then_nothing()
    given(met(14)).when(NoteCodes((met(14, "ICP/BAJG"),)), None).then(met(14, "ICP/BAJG"))


def test_codes_are_read_from_files_of_results_alone() -> None:
    findings = tuple(Finding(code=code, message="是") for code in (1010, 1004, 1004))
    content = write_bajg([RecordResult(findings=findings, operation_type=1)])
    assert [one.code for one in codes_in(ISP, "ICP/BAJG", content)] == [1004, 1010]
    assert list(codes_in(ISP, "ICP/BASJ", content)) == []
