"""Which service writes which log."""

import pytest

from beian.errors import Fault
from launcher.hosting import ServiceName, service_of


@pytest.mark.parametrize(
    ("log", "service"),
    [
        ("ministry", ServiceName.MINISTRY),
        ("province.320000", ServiceName.PROVINCE),
        ("enterprise.320000000001", ServiceName.ENTERPRISE),
        ("verification-center", ServiceName.VERIFICATION_CENTER),
    ],
)
def test_the_name_of_a_log_says_which_service_writes_it(log: str, service: ServiceName) -> None:
    assert service_of(log) is service


def test_a_log_that_no_service_writes_is_a_fault_with_its_name() -> None:
    with pytest.raises(Fault, match="nolog"):
        service_of("nolog")
