"""The switches of a provider's interface: what may be set, and what may not."""

from beian.events.providers import InterfaceSwitchesSet
from beian.regulations.reasons import Reason
from ministry.domain.switches import SWITCHING, InterfaceSwitches, SetSwitches
from support.spec import Given

ISP = 320000000002
given = Given(SWITCHING)
SET = InterfaceSwitchesSet(
    region="320000", isp_id=ISP, switches=("drop_empty_nrlx", "hint_codes_1_3")
)
BOTH = SetSwitches(ISP, "320000", frozenset({"hint_codes_1_3", "drop_empty_nrlx"}))


def test_switches_are_set_once() -> None:
    given().when(BOTH, None).then(SET)
    given(SET).when(BOTH, None).then_nothing()


def test_all_can_be_off_whatever_the_account_says() -> None:
    none = SetSwitches(ISP, "320000", frozenset())
    off = InterfaceSwitchesSet(region="320000", isp_id=ISP, switches=())
    given().when(none, None).then(off)
    assert InterfaceSwitches(off).on == frozenset()
    assert InterfaceSwitches().on is None


def test_a_switch_that_is_none_is_refused() -> None:
    command = SetSwitches(ISP, "320000", frozenset({"forgive_everything"}))
    given().when(command, None).then_refused(Reason.INVALID_FIELD)
