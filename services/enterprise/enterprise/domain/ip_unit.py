"""The provider as an IP filing unit (IP地址备案单位): registered, reachable, reporting. PURE.

Stream `ipunit-unit`. Flow: FLOW-19. Rules: R05-015, R14-007, R14-070, R14-071.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.ip_blocks import IpReportOverdue
from beian.events.ip_units import (
    Branch,
    IpUnitContactChanged,
    IpUnitContactChangeNoted,
    IpUnitRegistered,
)
from beian.records_ip import IpReported
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import ip_contact_due
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

KIND: Final = "ipunit"
KEY: Final = "unit"
STREAM: Final = f"{KIND}-{KEY}"
OF_UNIT: Final = 0
"""In place of a block's number, where the unit's own data are overdue."""
_CALENDAR: Final = WorkingCalendar()
_PROVINCE_DIGITS: Final = 10_000


class IpUnitKind(StrEnum):
    """基础电信企业, 公益性互联网络单位, 互联网接入服务提供者."""

    BASIC_OPERATOR = "basic_operator"
    PUBLIC_INTEREST = "public_interest"
    ISP = "isp"


@dataclass(frozen=True, slots=True)
class UnitBranch:
    """A branch that reports what is used in its province."""

    region: str
    isp_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RegisterIpUnit:
    """Register the unit with its basic data."""

    kind: IpUnitKind
    obtains: bool
    """It gets addresses from an international registry such as APNIC."""
    assigns: bool
    """It assigns addresses to others."""
    management_rule: str
    responsible: str
    phone: str
    email: str
    branches: tuple[UnitBranch, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteContactChange:
    """Note that the responsible person or the contact changed."""

    responsible: str
    phone: str
    email: str
    changed_on: date | None = None
    """Day 0 of the term; today where it is not said."""


@dataclass(frozen=True, slots=True)
class ReportContactChange:
    """Report it to the bureau."""


@dataclass(frozen=True, slots=True)
class NoteContactOverdue:
    """The last day went by."""


type IpUnitCommand = RegisterIpUnit | NoteContactChange | ReportContactChange | NoteContactOverdue


@dataclass(frozen=True, slots=True)
class Context:
    """Whose unit it is, and when."""

    isp_id: int
    region: str
    today: date


@dataclass(frozen=True, slots=True)
class IpUnit:
    """The unit, once it is registered."""

    phase: str = ""
    """Registered, ContactChanged, or ContactOverdue."""
    registered: IpUnitRegistered | None = None
    changed: IpUnitContactChangeNoted | None = None
    """A change that is not reported yet."""


@enforces("R14-070", "R14-071")
def decide(state: IpUnit, command: IpUnitCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may."""
    if isinstance(command, RegisterIpUnit):
        return _register(state, command, context)
    if state.registered is None:
        return Refusal(Reason.WRONG_STATE, "尚未登记为IP地址备案单位", rule="R14-070")
    match command:
        case NoteContactChange():
            return _note_change(state, command, context)
        case ReportContactChange():
            return _report_change(state, context)
        case NoteContactOverdue():
            if state.changed is None or state.phase != "ContactChanged":
                return []
            return [IpReportOverdue(number=OF_UNIT, due=state.changed.due)]
        case _:
            assert_never(command)


@enforces("R14-007", "R14-070")
def _register(state: IpUnit, command: RegisterIpUnit, context: Context) -> Decision:
    if not (command.obtains or command.assigns):
        return Refusal(
            Reason.NOT_ALLOWED,
            "IP地址备案单位应当从国际机构获得IP地址，或者向其他单位分配IP地址",
            "obtains",
            "R14-007",
        )
    for name in ("management_rule", "responsible", "phone", "email"):
        if not getattr(command, name):
            detail = "应当有IP地址管理制度、负责人及联系方式"
            return Refusal(Reason.INCOMPLETE, detail, name, "R14-070")
    for branch in command.branches:
        if find_province(branch.region) is None:
            return Refusal(Reason.UNKNOWN_REGION, "分支机构所在地不存在", "branches")
    registered = IpUnitRegistered(
        isp_id=context.isp_id,
        region=context.region,
        kind=command.kind,
        obtains=command.obtains,
        assigns=command.assigns,
        management_rule=command.management_rule,
        responsible=command.responsible,
        phone=command.phone,
        email=command.email,
        branches=tuple(
            Branch(region=one.region, isp_id=one.isp_id, name=one.name) for one in command.branches
        ),
    )
    return [] if state.registered == registered else [registered]


def _note_change(state: IpUnit, command: NoteContactChange, context: Context) -> Decision:
    since = command.changed_on or context.today
    if since > context.today:
        return Refusal(Reason.INVALID_FIELD, "变更日期不能晚于今天", "changed_on")
    due = ip_contact_due(since, _CALENDAR)
    noted = IpUnitContactChangeNoted(
        responsible=command.responsible,
        phone=command.phone,
        email=command.email,
        changed_on=since.isoformat(),
        due=due.day.isoformat(),
        due_assumed=due.assumed,
    )
    return [] if state.changed == noted else [noted]


def _report_change(state: IpUnit, context: Context) -> Decision:
    if state.changed is None:
        return []
    return [
        IpUnitContactChanged(
            isp_id=context.isp_id,
            region=context.region,
            responsible=state.changed.responsible,
            phone=state.changed.phone,
            email=state.changed.email,
            reported_on=context.today.isoformat(),
        )
    ]


def evolve(state: IpUnit, event: Event) -> IpUnit:
    """Return the unit after `event`."""
    match event:
        case IpUnitRegistered():
            return IpUnit("Registered", event)
        case IpUnitContactChangeNoted():
            return replace(state, phase="ContactChanged", changed=event)
        case IpReportOverdue():
            return replace(state, phase="ContactOverdue")
        case IpUnitContactChanged(responsible=responsible, phone=phone, email=email):
            assert state.registered is not None, "only a registered unit reports"
            before = state.registered
            registered = IpUnitRegistered(
                isp_id=before.isp_id,
                region=before.region,
                kind=before.kind,
                obtains=before.obtains,
                assigns=before.assigns,
                management_rule=before.management_rule,
                responsible=responsible,
                phone=phone,
                email=email,
                branches=before.branches,
            )
            return IpUnit("Registered", registered)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an IP unit")


IP_UNIT: Final[Decider[IpUnit, IpUnitCommand, Context]] = Decider(IpUnit(), decide, evolve)


@enforces("R14-070", "R05-015")
def refuse_reporting(unit: IpUnit, report: IpReported | None, region: str) -> Refusal | None:
    """Say why this unit may not report these addresses, or None. `region`: the reporting one.

    A cross-province provider reports through its branch at the place of use; a basic operator's
    headquarters and provincial companies report together, a public-interest unit all its network.
    """
    if unit.registered is None:
        return Refusal(
            Reason.NOT_ALLOWED, "应当先登记为IP地址备案单位，再报备IP地址", rule="R14-070"
        )
    province = getattr(report, "province", None)
    if province is None or unit.registered.kind != IpUnitKind.ISP:
        return None
    used_in = str(province // _PROVINCE_DIGITS * _PROVINCE_DIGITS)
    if used_in == region:
        return None
    branch = next((one for one in unit.registered.branches if one.region == used_in), None)
    if branch is None:
        return None
    return Refusal(
        Reason.WRONG_BUREAU,
        f"在该省使用的IP地址应当由当地分支机构{branch.name}（{branch.isp_id}）报备",
        "province",
        "R05-015",
    )
