"""What providers are told of an entry of the blacklist: HMDLB, its operation and its records."""

import pytest

from beian.events.filing import BlacklistNoted
from beian.events.lists import BlacklistListing
from beian.records_downloads import BlacklistedSite, BlacklistedSubject
from beian.wire.downloads import DownloadFile, read_download
from province.application.laying_ready import files_of
from province.domain.blacklisted import SITES, SUBJECTS, change_of, whole_list


def entry(
    action: str = "added",
    kind: str = "domain",
    value: str = "bad.example",
    listing: BlacklistListing | None = None,
) -> BlacklistNoted:
    return BlacklistNoted(
        version=1, action=action, kind=kind, value=value, reason="违法", listing=listing
    )


SUBJECT = BlacklistListing(
    name="示例有限公司", unit_kind=4, certificate_type=1, certificate_number="91440101MA000000X"
)


@pytest.mark.proves("R14-017")
@pytest.mark.parametrize(("action", "operation"), [("added", 0), ("modified", 1), ("removed", 2)])
def test_a_change_is_told_with_its_operation(action: str, operation: int) -> None:
    site = BlacklistedSite(
        name="bad.example", domains=("bad.example",), operation=operation, remark="违法"
    )
    assert change_of(entry(action)) == {SITES: [site]}


def test_a_subject_is_told_with_name_and_certificate() -> None:
    told = change_of(entry(kind="certificate", value="0" * 64, listing=SUBJECT))
    assert told == {
        SUBJECTS: [
            BlacklistedSubject(
                name="示例有限公司",
                kind=4,
                certificate_type=1,
                certificate_number="91440101MA000000X",
                operation=0,
                remark="违法",
            )
        ]
    }


@pytest.mark.parametrize(("kind", "value"), [("name", "某某有限公司"), ("certificate", "0" * 64)])
def test_what_is_known_by_less_is_described_in_the_remark(kind: str, value: str) -> None:
    ((subject,),) = change_of(entry(kind=kind, value=value)).values()
    assert isinstance(subject, BlacklistedSubject)
    assert (subject.name, subject.operation) == (None, 0)
    assert value in (subject.remark or "")


def test_the_whole_list_is_a_file_the_schema_knows_whatever_is_known_of_the_entries() -> None:
    listing = BlacklistListing(name="示例网", home_page="http://bad.example/")
    entries = [
        entry("modified", listing=listing),
        entry(kind="certificate", value="0" * 64, listing=SUBJECT),
        entry(kind="name", value="某某有限公司"),
        entry(kind="certificate", value="1" * 64),
    ]
    ((block, content),) = files_of(whole_list(entries))
    read = read_download(content)
    assert block == "ICP/HMDLB"
    assert isinstance(read, DownloadFile), read
    assert [one.operation for some in read.contents.values() for one in some] == [0] * 4
