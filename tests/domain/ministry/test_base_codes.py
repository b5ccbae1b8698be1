"""Changes of the code tables: what may be said anew, and what not."""

import pytest

from beian.events.base_codes import BaseCodeChanged
from beian.regulations.reasons import Reason
from ministry.domain.base_codes import BASE_CODES, ChangeCode
from support.spec import Given

codes = Given(BASE_CODES)
CHANGED = BaseCodeChanged(version=1, table="zxly", code=1, name="网站停办", remark="更名")


def test_a_row_is_said_anew_and_told_to_all() -> None:
    codes().when(ChangeCode("zxly", 1, " 网站停办 ", "更名"), None).then(CHANGED)


def test_what_it_says_already_is_no_change() -> None:
    codes(CHANGED).when(ChangeCode("zxly", 1, "网站停办", "更名"), None).then_nothing()
    codes().when(ChangeCode("jrfs", 1, "专线", None), None).then_nothing()


def test_every_change_has_the_next_number() -> None:
    again = BaseCodeChanged(version=2, table="qy", code=320000, name="江苏")
    codes(CHANGED).when(ChangeCode("qy", 320000, "江苏"), None).then(again)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (ChangeCode("bazt", 1, "n"), Reason.NOT_FOUND),
        (ChangeCode("zxly", 99, "n"), Reason.NOT_FOUND),
        (ChangeCode("zxly", 1, " "), Reason.INVALID_FIELD),
        (ChangeCode("zxly", 1, "长" * 33), Reason.INVALID_FIELD),
        (ChangeCode("zxly", 1, "n", "长" * 129), Reason.INVALID_FIELD),
    ],
)
def test_what_is_no_row_or_no_name_is_refused(command: ChangeCode, reason: Reason) -> None:
    codes().when(command, None).then_refused(reason)
