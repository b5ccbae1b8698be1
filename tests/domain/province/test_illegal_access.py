"""The list of illegal access at a bureau: noted in order, told to providers as FFJRHMD."""

import msgspec

from beian.events.illegal_access import IllegalAccessNoted
from beian.wire.downloads import DownloadFile, read_download
from province.application.laying_ready import files_of
from province.domain.illegal_access import KNOWN_ACCESS, NoteAccess, told
from support.spec import Given

known = Given(KNOWN_ACCESS)
LISTED = IllegalAccessNoted(
    record_id=320000000001,
    version=1,
    action="listed",
    domain="www.bad.example",
    address=3405803785,
    unit=440000000001,
    region="440000",
    detected_on="2026-03-02",
    remark="转接",
)
WITHDRAWN = msgspec.structs.replace(LISTED, version=2, action="withdrawn")


def test_each_change_is_noted_once() -> None:
    known().when(NoteAccess(LISTED), None).then(LISTED)
    known(LISTED).when(NoteAccess(LISTED), None).then_nothing()
    known(LISTED).when(NoteAccess(WITHDRAWN), None).then(WITHDRAWN)
    assert not KNOWN_ACCESS.fold([LISTED, WITHDRAWN]).listed


def test_the_list_is_a_file_the_schema_knows() -> None:
    ((block, content),) = files_of(told([LISTED]))
    read = read_download(content)
    assert isinstance(read, DownloadFile), read
    ((entry,),) = read.contents.values()
    assert block == "ICP/FFJRHMD"
    assert (entry.record_id, entry.domain, entry.reseller, entry.province) == (
        320000000001,
        "www.bad.example",
        440000000001,
        440000,
    )
