"""Who answers for the secrecy of which store of filing data. R14-155."""

from typing import Final

from beian.identifiers import MINISTRY_LOG, VERIFICATION_CENTER_LOG, isp_of_log, region_of_log
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces

MINISTRY_BUREAU: Final = "工业和信息化部信息通信管理局"
"""The ministry's department for filings; in RULES-2014 电信管理局."""
CENTER: Final = "国家互联网备案管理支撑中心"


@enforces("R14-155")
def owner_of(log: str) -> str:
    """Return who answers for a log and all tables made from it. ValueError: no such log."""
    region, isp_id = region_of_log(log), isp_of_log(log)
    if log == MINISTRY_LOG:
        return MINISTRY_BUREAU
    if log == VERIFICATION_CENTER_LOG:
        return CENTER
    if region is not None and region in provinces():
        return provinces()[region].bureau
    if isp_id is not None:
        return f"接入服务提供者{isp_id}"
    raise ValueError(f"{log}: no store of the network")
