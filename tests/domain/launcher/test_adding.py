"""`beian provider add`: access data for a provider that has yet to be admitted."""

from pathlib import Path

import pytest

from beian.errors import Fault
from beian.http.accounts import load_accounts
from launcher.adding import add_provider
from launcher.data_folder import DataFolder
from launcher.initializing import initialize

JIANGSU = "320000"


@pytest.mark.proves("R14-129")
def test_an_added_provider_has_an_account_and_is_not_admitted_by_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, JIANGSU, private_networks=False)
    added = add_provider(folder, JIANGSU, "新接入公司", ["198.51.100.128/28"])
    assert added["isp_id"] == 320000000003
    for log in (f"province.{JIANGSU}", "ministry"):
        found = {one.isp_id: one.commissioning for one in load_accounts(tmp_path, log)}
        assert found == {320000000001: False, 320000000002: False, 320000000003: True}
    assert add_provider(folder, JIANGSU, "又一公司", [])["isp_id"] == 320000000004
    initialize(folder, f"{JIANGSU},440000", private_networks=False)
    assert len(load_accounts(tmp_path, f"province.{JIANGSU}")) == 4, "kept when one joins"


@pytest.mark.parametrize(
    ("region", "name", "addresses"),
    [
        ("440000", "新接入公司", []),
        (JIANGSU, " ", []),
        (JIANGSU, "示例苏外接接入服务有限公司", []),
        (JIANGSU, "新接入公司", ["198.51.100.1/28"]),
    ],
)
def test_what_cannot_be_added_is_said(
    tmp_path: Path, region: str, name: str, addresses: list[str]
) -> None:
    folder = DataFolder(tmp_path)
    initialize(folder, JIANGSU, private_networks=False)
    with pytest.raises(Fault):
        add_provider(folder, region, name, addresses)
