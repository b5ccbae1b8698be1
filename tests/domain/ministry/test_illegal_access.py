"""The list of illegal access at the ministry, and as a bureau hands it on."""

from datetime import date

import msgspec
import pytest

from beian.events.illegal_access import IllegalAccessSynchronized
from beian.regulations.reasons import Reason
from ministry.domain.illegal_access import ILLEGAL_ACCESS, Context, ListAccess, WithdrawAccess
from support.spec import Given

accesses = Given(ILLEGAL_ACCESS)
NOW = Context(date(2026, 3, 2), "440000")
SEEN = ListAccess("WWW.bad.example", "203.0.113.9", 440000000001, None, None, "转接")
LISTED = IllegalAccessSynchronized(
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


def test_an_access_is_listed_in_the_units_province_and_told_to_all() -> None:
    accesses().when(SEEN, NOW).then(LISTED)
    accesses(LISTED).when(SEEN, NOW).then_nothing()


def test_it_is_withdrawn_once_and_may_be_listed_again() -> None:
    withdrawal = WithdrawAccess("www.bad.example", "203.0.113.9")
    accesses(LISTED).when(withdrawal, NOW).then(WITHDRAWN)
    accesses(LISTED, WITHDRAWN).when(withdrawal, NOW).then_refused(Reason.NOT_FOUND)
    again = msgspec.structs.replace(LISTED, version=3)
    accesses(LISTED, WITHDRAWN).when(SEEN, NOW).then(again)


@pytest.mark.parametrize(
    ("changes", "context", "reason"),
    [
        ({"domain": "nonsense"}, NOW, Reason.INVALID_FIELD),
        ({"address": "1.2.3"}, NOW, Reason.INVALID_FIELD),
        ({"address": "0.0.0.0"}, NOW, Reason.INVALID_FIELD),
        ({"region": "999999"}, NOW, Reason.UNKNOWN_REGION),
        ({}, Context(date(2026, 3, 2)), Reason.UNKNOWN_PROVIDER),
    ],
)
def test_what_is_no_access_is_refused(
    changes: dict[str, str], context: Context, reason: Reason
) -> None:
    fields = {name: getattr(SEEN, name) for name in ListAccess.__dataclass_fields__}
    accesses().when(ListAccess(**{**fields, **changes}), context).then_refused(reason)
