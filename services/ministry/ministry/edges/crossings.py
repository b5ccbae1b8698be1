"""What crosses from one actor of the network to another: an event, from whom, to whom.

For the live page and `/api/events`. Shows that something happened and to which application,
never what it says: no event's data goes out here.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from beian.errors import Fault
from beian.eventlog import Recorded
from beian.eventlog.codec import StoredEvent, decode_event
from beian.events import CATALOGUE, Event
from beian.events.base import ALL, VERIFICATION_CENTER
from beian.events.checking import IdentityDataChecked
from beian.events.exchange import DownloadFileDelivered, DownloadFileQueued, UploadAccepted
from beian.identifiers import MINISTRY_LOG, isp_of_log, region_of_log
from beian.regulations.regions import find_province

TITLES: Final = {
    "UploadAccepted": "接收上报文件",
    "DownloadFileQueued": "生成下发文件",
    "DownloadFileDelivered": "下发文件被取走",
    "AutoCheckPassed": "自动核查通过，送冲突检测",
    "FilingForwardedToMinistry": "自动核查通过，外省主体，上送部级系统",
    "ConflictCheckPassed": "冲突检测通过",
    "ConflictDetected": "冲突检测未通过",
    "FilingDeliveredToHomeBureau": "转送主体所在地通信管理局",
    "FilingReturned": "退回备案申请",
    "FilingRecordReported": "审核通过，上报备案信息",
    "FilingRecordSynchronized": "备案信息入库并同步各局",
    "FilingResultForwarded": "转送审核结果",
    "IdentityDataChecked": "身份信息核查完成",
    "EnterpriseSystemAdmitted": "企业系统准入",
    "ProviderListed": "接入服务提供者列入名录",
    "BlacklistSynchronized": "黑名单变更",
    "ReviewPolicySet": "设定审核策略（模拟）",
    "ClockSet": "设定网络时间（模拟）",
}
"""What an event means to a reader of the page, by its type."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One event on its way."""

    log: str
    position: int
    type: str
    title: str
    source: str
    """Whose it is, in Chinese."""
    target: str
    stream: str
    correlation_id: str
    network_time: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def crossing_of_stored(stored: StoredEvent) -> Crossing | None:
    """Return the crossing of an event as another log shows it, or None if it stays at home."""
    if stored.type not in TITLES:
        return None
    try:
        event = decode_event(stored.type, stored.schema, bytes(stored.data))
    except Fault:
        return None  # of a release this one does not know: its log still shows it
    return _crossing(stored, event)


def crossing_of_recorded(recorded: Recorded) -> Crossing | None:
    """Return the crossing of an event of our own, or None if it stays at home."""
    if recorded.type not in TITLES:
        return None
    return _crossing(recorded.stored(), recorded.event)


def _crossing(stored: StoredEvent, event: Event) -> Crossing | None:
    source, target = _ways(stored.log, event)
    if target is None:
        return None
    return Crossing(
        log=stored.log,
        position=stored.position,
        type=stored.type,
        title=TITLES[stored.type],
        source=source,
        target=target,
        stream=stored.stream,
        correlation_id=stored.correlation_id,
        network_time=stored.network_time,
    )


def _ways(log: str, event: Event) -> tuple[str, str | None]:
    own = name_of_log(log)
    match event:
        case UploadAccepted(isp_id=isp_id):
            return f"企业系统 {isp_id}", own
        case DownloadFileQueued(isp_id=isp_id) | DownloadFileDelivered(isp_id=isp_id):
            return own, f"企业系统 {isp_id}"
        case IdentityDataChecked():
            return name_of_log(f"province.{event.home_region}"), own
        case _:
            to = CATALOGUE[type(event).__name__].recipient(event)
            return own, None if to is None else name_of_recipient(to)


def name_of_log(log: str) -> str:
    """Return the actor's name in Chinese."""
    region, isp_id = region_of_log(log), isp_of_log(log)
    if region is not None:
        province = find_province(region)
        return province.bureau if province else region
    if isp_id is not None:
        return f"企业系统 {isp_id}"
    return "部级系统" if log == MINISTRY_LOG else "备案中心"


def name_of_recipient(to: str) -> str:
    """Return whom the last token of a subject means, in Chinese."""
    if to == ALL:
        return "全网"
    if to in {MINISTRY_LOG, VERIFICATION_CENTER}:
        return name_of_log(to)
    return name_of_log(f"province.{to}")
