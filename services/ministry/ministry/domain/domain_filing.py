"""The record of one reported domain (域名备案): who reported it, and what it says now.

Stream `domainrecord-<domain>`. Decides who may add, change, delete. What a report must say is
domain_check's. A domain is in the register once; the unit that reported it alone may touch it.

Flow: FLOW-20 steps 1, 3. Interface, validation §11; codes 3037, 3999.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.domains import DomainReportChanged, DomainReportDeleted, DomainReported
from beian.identifiers import StreamName, stream_name
from beian.records_domains import DomainReport
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


def domain_stream(domain: str) -> StreamName:
    """Return the stream of a domain in normal form."""
    return stream_name("domainrecord", domain)


@dataclass(frozen=True, slots=True)
class AddDomain:
    """YM/XZBA: report a domain. `record_id` is the id it gets, if it is taken."""

    isp_id: int
    domain: str
    report: DomainReport
    record_id: int


@dataclass(frozen=True, slots=True)
class ChangeDomain:
    """YM/XGBA: report a domain's data anew."""

    isp_id: int
    domain: str
    report: DomainReport
    record_id: int


@dataclass(frozen=True, slots=True)
class DeleteDomain:
    """YM/SCBA: take a domain out. `record_id` where the record was named by it."""

    isp_id: int
    domain: str
    record_id: int | None = None


type DomainCommand = AddDomain | ChangeDomain | DeleteDomain


@dataclass(frozen=True, slots=True)
class Context:
    today: str
    """YYYY-MM-DD of network time."""


@dataclass(frozen=True, slots=True)
class NotReported:
    pass


@dataclass(frozen=True, slots=True)
class InRegister:
    isp_id: int
    record_id: int
    domain: str
    report: DomainReport


type DomainState = NotReported | InRegister


def standing_of(state: DomainState, command: DomainCommand) -> Refusal | None:
    """Return why the record may not be touched so: NOT_ALLOWED, NOT_FOUND or ALREADY_EXISTS.

    A report that says again what stands in the register is no second one.
    """
    if isinstance(state, InRegister) and state.isp_id != command.isp_id:
        return Refusal(Reason.NOT_ALLOWED, "域名由其他单位报备")
    if isinstance(command, AddDomain):
        if isinstance(state, InRegister) and state.report != command.report:
            return Refusal(Reason.ALREADY_EXISTS, "域名已报备，请使用修改域名备案")
        return None
    if isinstance(state, NotReported) or command.record_id not in {None, state.record_id}:
        return Refusal(Reason.NOT_FOUND, "域名备案信息不存在")
    return None


@enforces("R14-078", "R14-080")
def decide(state: DomainState, command: DomainCommand, context: Context) -> Decision:
    """Say what becomes of the record. What says nothing new adds nothing."""
    refusal = standing_of(state, command)
    if refusal is not None:
        return refusal
    isp_id, domain = command.isp_id, command.domain
    match command:
        case AddDomain():
            if isinstance(state, InRegister):
                return []
            return [_reported(command, context.today)]
        case ChangeDomain(report=report, record_id=record_id):
            assert isinstance(state, InRegister), "only what is there can be changed"
            if state.report == report:
                return []
            return [
                DomainReportChanged(
                    isp_id=isp_id,
                    record_id=record_id,
                    domain=domain,
                    report=report,
                    changed_on=context.today,
                )
            ]
        case DeleteDomain():
            assert isinstance(state, InRegister), "only what is there can be deleted"
            return [
                DomainReportDeleted(
                    isp_id=isp_id,
                    record_id=state.record_id,
                    domain=domain,
                    deleted_on=context.today,
                )
            ]
        case _:
            assert_never(command)


def _reported(command: AddDomain, today: str) -> DomainReported:
    return DomainReported(
        isp_id=command.isp_id,
        record_id=command.record_id,
        domain=command.domain,
        report=command.report,
        reported_on=today,
    )


def evolve(state: DomainState, event: Event) -> DomainState:
    """Return the record after `event`."""
    match event:
        case DomainReported():
            return InRegister(event.isp_id, event.record_id, event.domain, event.report)
        case DomainReportChanged():
            assert isinstance(state, InRegister), "only what is there is changed"
            return replace(state, report=event.report)
        case DomainReportDeleted():
            return NotReported()
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a domain's record")


DOMAIN_RECORD: Decider[DomainState, DomainCommand, Context] = Decider(NotReported(), decide, evolve)
