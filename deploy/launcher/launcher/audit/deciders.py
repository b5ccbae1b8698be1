"""Which rules fold which streams, and which tables each service keeps: all services at once."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from beian.clock import timer_model
from beian.decider import Decider
from beian.errors import Fault
from beian.eventlog import ReadModel
from beian.procedures import Procedure, models_of, procedures_in, timers_of
from beian.service.definition import no_timers
from launcher.hosting import ServiceName, service_of

_DECIDERS: Final[Mapping[tuple[ServiceName, str], str]] = {
    (ServiceName.MINISTRY, "basecode"): "ministry.domain.base_codes:BASE_CODES",
    (ServiceName.MINISTRY, "blacklist"): "ministry.domain.blacklist:BLACKLIST",
    (ServiceName.MINISTRY, "clock"): "beian.clock.clock_control:CLOCK",
    (ServiceName.MINISTRY, "codes"): "beian.exchange.codes_met:CODES_MET",
    (ServiceName.MINISTRY, "domainrecord"): "ministry.domain.domain_filing:DOMAIN_RECORD",
    (ServiceName.MINISTRY, "exchange"): "beian.exchange.files:EXCHANGE",
    (ServiceName.MINISTRY, "filing"): "ministry.domain.registry:REGISTRY",
    (ServiceName.MINISTRY, "illegalaccess"): "ministry.domain.illegal_access:ILLEGAL_ACCESS",
    (ServiceName.MINISTRY, "key"): "ministry.domain.keys:KEY",
    (ServiceName.MINISTRY, "passwordcheck"): "beian.exchange.password_checks:PASSWORD_CHECKS",
    (ServiceName.MINISTRY, "policy"): "ministry.domain.policies:POLICY",
    (ServiceName.MINISTRY, "policy-interface"): "ministry.domain.interface_conditions:CONDITIONS",
    (ServiceName.MINISTRY, "policy-switches"): "ministry.domain.switches:SWITCHING",
    (ServiceName.MINISTRY, "provider"): "ministry.domain.providers:PROVIDER",
    (ServiceName.PROVINCE, "basecode"): "province.domain.base_codes:CODE",
    (ServiceName.PROVINCE, "blacklist"): "province.domain.national:ENTRY",
    (ServiceName.PROVINCE, "codes"): "beian.exchange.codes_met:CODES_MET",
    (ServiceName.PROVINCE, "exchange"): "beian.exchange.files:EXCHANGE",
    (ServiceName.PROVINCE, "filed"): "province.domain.filed:FILED",
    (ServiceName.PROVINCE, "filing"): "province.domain.filing:FILING",
    (ServiceName.PROVINCE, "siteinspection"): "province.domain.inspections:INSPECTIONS",
    (ServiceName.PROVINCE, "notice"): "province.domain.modification_notices:NOTICE",
    (ServiceName.PROVINCE, "illegalaccess"): "province.domain.illegal_access:KNOWN_ACCESS",
    (ServiceName.PROVINCE, "letter"): "province.domain.letters:LETTER",
    (ServiceName.PROVINCE, "material"): "province.domain.materials:MATERIALS",
    (ServiceName.PROVINCE, "iprecord"): "province.domain.ip_records:IP_RECORD",
    (ServiceName.PROVINCE, "ipspace"): "province.domain.ip_reports:IP_SPACE",
    (ServiceName.PROVINCE, "national"): "province.domain.national:RECORD",
    (ServiceName.PROVINCE, "passwordcheck"): "beian.exchange.password_checks:PASSWORD_CHECKS",
    (ServiceName.PROVINCE, "policy"): "province.domain.review_policy:POLICY",
    (ServiceName.PROVINCE, "policy-interface"): "province.domain.interface_conditions:CONDITIONS",
    (ServiceName.PROVINCE, "selffiling"): "province.domain.self_filings:SELF_FILING",
    (ServiceName.PROVINCE, "provider"): "province.domain.provider:PROVIDER",
    (ServiceName.PROVINCE, "record"): "province.domain.filed_record:RECORD",
    (ServiceName.PROVINCE, "reportingunits"): "province.domain.base_codes:REPORTING_UNITS",
    (ServiceName.PROVINCE, "unfiledsite"): "province.domain.unfiled_site:SITE",
    (ServiceName.ENTERPRISE, "blacklistcopy"): "enterprise.domain.blacklisted:BLACKLIST",
    (ServiceName.ENTERPRISE, "filing"): "enterprise.domain.draft:DRAFT",
    (ServiceName.ENTERPRISE, "ipblock"): "enterprise.domain.ip_block:IP_BLOCK",
    (ServiceName.ENTERPRISE, "unfiledsite"): "enterprise.domain.unfiled_site:SITE",
    (ServiceName.ENTERPRISE, "wire"): "enterprise.domain.exchange:EXCHANGE",
    (
        ServiceName.VERIFICATION_CENTER,
        "authority",
    ): "verification_center.domain.authority:AUTHORITY",
    (ServiceName.VERIFICATION_CENTER, "inspection"): (
        "verification_center.domain.ip_inspection:INSPECTION"
    ),
    (ServiceName.VERIFICATION_CENTER, "ipdata"): "verification_center.domain.ip_data:IP_DATA",
    (ServiceName.VERIFICATION_CENTER, "provider"): "verification_center.domain.units:UNIT",
    (ServiceName.VERIFICATION_CENTER, "check"): (
        "verification_center.domain.identity_check:IDENTITY_CHECK"
    ),
    (ServiceName.VERIFICATION_CENTER, "siteinspection"): (
        "verification_center.domain.inspection:INSPECTION"
    ),
    (ServiceName.VERIFICATION_CENTER, "unfiledsite"): (
        "verification_center.domain.unfiled_site:FINDING"
    ),
}
"""Service and kind of stream -> where its decider is; a name's beginning too, where kinds share."""

_TIMERS: Final[Mapping[ServiceName, str]] = {
    ServiceName.PROVINCE: "province.edges.timers:timers",
    ServiceName.ENTERPRISE: "enterprise.edges.timers:deadlines",
}


def decider_of(log: str, stream: str) -> Decider[Any, Any, Any]:
    """Return the rules that a stream's state is folded by. Raises Fault where there are none."""
    service, (kind, _, name) = service_of(log), stream.partition("-")
    first = name.partition(".")[0]
    place = _DECIDERS.get((service, f"{kind}-{first}")) or _DECIDERS.get((service, kind))
    for procedure in _procedures(service):
        if place is None and procedure.kind == kind:
            return procedure.decider
    if place is None:
        raise Fault(f"streams of the kind {kind} in {log} have no state of their own")
    decider = _at(place)
    assert isinstance(decider, Decider)
    return decider


def read_models_of(log: str) -> tuple[ReadModel, ...]:
    """Return the tables that the log's service keeps, its timers among them."""
    service = service_of(log)
    app = import_module(f"{service.package}.app")
    kept = getattr(app, "READ_MODELS", None)
    models: tuple[ReadModel, ...] = app.build().read_models if kept is None else kept
    place = _TIMERS.get(service)
    procedures = _procedures(service)
    timers = timers_of(procedures, _at(place) if place else no_timers)
    return (*models, *own_models(models, procedures), timer_model(timers))


def own_models(
    models: Sequence[ReadModel], procedures: Sequence[Procedure[Any]]
) -> tuple[ReadModel, ...]:
    """Return the tables of procedures that are not among the models already."""
    names = {model.name for model in models}
    return tuple(model for model in models_of(procedures) if model.name not in names)


def _procedures(service: ServiceName) -> tuple[Procedure[Any], ...]:
    return procedures_in(f"{service.package}.procedures")


def _at(place: str) -> Any:  # noqa: ANN401 - whatever a module holds
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
