"""Who hosts what: the four service processes, their logs, databases, ports and packages.

The launcher is the only code that knows all services; this table is where it knows them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from beian.errors import Fault
from launcher.accounts import REFERENCE, isp_id_of

DEFAULT_PROVINCES: Final = ("110000", "320000", "440000")
DEFAULT_PORT_BASE: Final = 8000


class ServiceName(StrEnum):
    """The four kinds of service process."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    ENTERPRISE = "enterprise"
    VERIFICATION_CENTER = "verification-center"

    @property
    def package(self) -> str:
        """The import package: `verification_center`."""
        return self.value.replace("-", "_")

    @property
    def database(self) -> str:
        """Database and role of the embedded network's one process of this kind."""
        return f"beian_{self.package}"

    @property
    def port_offset(self) -> int:
        """What is added to the port base."""
        return 100 * list(ServiceName).index(self)


@dataclass(frozen=True, slots=True)
class Hosting:
    """What one network hosts. Both lists are in ascending order."""

    provinces: tuple[str, ...]
    providers: tuple[int, ...]
    """isp ids whose enterprise system is ours; externals have no log."""

    @staticmethod
    def of(regions: Iterable[str]) -> "Hosting":
        """Host these provinces, each with its one provider of the reference enterprise system."""
        provinces = ordered(regions)
        return Hosting(provinces, tuple(isp_id_of(region, REFERENCE) for region in provinces))

    def logs(self, service: ServiceName) -> tuple[str, ...]:
        """The logs that one process of the kind writes when it hosts everything."""
        match service:
            case ServiceName.MINISTRY | ServiceName.VERIFICATION_CENTER:
                return (service.value,)
            case ServiceName.PROVINCE:
                return tuple(f"province.{region}" for region in self.provinces)
            case ServiceName.ENTERPRISE:
                return tuple(f"enterprise.{isp_id}" for isp_id in self.providers)

    @property
    def all_logs(self) -> tuple[str, ...]:
        """Every log of the network."""
        return tuple(log for service in ServiceName for log in self.logs(service))


def service_of(log: str) -> ServiceName:
    """Return the kind of service that writes a log. Raises Fault: no service writes such a log."""
    kind = log.partition(".")[0]
    if kind not in ServiceName:
        raise Fault(f"{log}: no such log")
    return ServiceName(kind)


def asked_provinces(text: str | None, known: Sequence[str]) -> tuple[str, ...] | None:
    """Read `--provinces`: region codes separated by commas, or `all`; None if not given.

    Raises ValueError with a sentence for the user where a code is none of `known`.
    """
    if text is None:
        return None
    if text.strip() == "all":
        return tuple(known)
    asked = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in asked if part not in known]
    if wrong or not asked:
        what = ", ".join(wrong) or "nothing"
        raise ValueError(f"{what}: no province (give codes such as 320000,440000, or all)")
    return ordered(asked)


def ordered(regions: Iterable[str]) -> tuple[str, ...]:
    """Each once, ascending."""
    return tuple(sorted(set(regions)))
