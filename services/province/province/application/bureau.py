"""A provincial bureau (通信管理局) and what it works with."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from beian.eventlog import Session
from beian.events.base_codes import KnownUnit
from beian.events.filing import BlacklistNoted
from beian.events.providers import EnterpriseSystemAdmitted
from beian.identifiers import Identifiers, LogName, RegionCode, log_of_province
from beian.regulations.addresses import Range
from beian.regulations.base_codes import Changes
from beian.regulations.calendar import DueDate, WorkingCalendar
from beian.regulations.deadlines import day_of, review_due
from beian.regulations.ip_space import IpSpace, Kind
from beian.regulations.regions import Province
from province.domain.check_context import Brought, CheckContext, Key
from province.domain.e_certificate import CertificateContent
from province.domain.filed import FiledParts, FiledSubject
from province.domain.filing_commands import Context, Reserved
from province.domain.ip_check import IpUnits

_CALENDAR: Final = WorkingCalendar()


class Lookups(Protocol):
    """What the rules need to know of the bureau's read models; committed state only."""

    async def check_context(
        self, session: Session, isp_id: int, records: Sequence[Brought]
    ) -> CheckContext:
        """Return one context for all of a file's records."""
        ...

    async def filings_of_parts(self, session: Session, parts: Collection[Key]) -> Mapping[Key, str]:
        """Return the filing numbers of parts, by kind and id, as far as they are known."""
        ...

    async def changes_since(self, session: Session, isp_id: int, since: str) -> Mapping[str, int]:
        """Return how many changes the provider asked for by filing number, failed ones apart."""
        ...

    async def unkept(self, session: Session) -> Sequence[str]:
        """Return applications that got their numbers before records were kept."""
        ...

    async def kept_numbers(self, session: Session) -> Sequence[str]:
        """Return the filing numbers of all subjects whose records this bureau keeps."""
        ...

    async def ip_space(
        self,
        session: Session,
        isp_id: int,
        kind: Kind,
        ranges: Sequence[Range],
        lost: Sequence[Range],
        aside: Sequence[int],
    ) -> IpSpace:
        """Return what IP data of one kind is compared with; of `lost`, the sender's assignments.

        `aside`: ids of records that the unit of work changes: it knows better about them.
        """
        ...

    async def ip_units(self, session: Session, ids: Iterable[int]) -> IpUnits:
        """Return which of these ids are reporting units, and headquarters."""
        ...

    async def admitted(self, session: Session) -> Sequence[int]:
        """Return the ids of the providers admitted here, ascending."""
        ...

    async def blacklist(self, session: Session) -> Sequence[BlacklistNoted]:
        """Return what is on the national blacklist, the oldest change first."""
        ...

    async def filed_subjects(
        self, session: Session, isp_id: int, after: int, limit: int
    ) -> Sequence[FiledSubject]:
        """Return a provider's filed subjects with ids above `after`, ascending."""
        ...

    async def ip_records_of(
        self, session: Session, isp_id: int, after: int, limit: int
    ) -> Sequence[int]:
        """Return the ids of a provider's records of IP data behind `after`, ascending."""
        ...

    async def filed_under(self, session: Session, host: str) -> str | None:
        """Return the filing number of the site that a host belongs to, or None."""
        ...

    async def unfiled_sites(
        self, session: Session, domains: Collection[str]
    ) -> Sequence[tuple[str, str]]:
        """Return streams and registrable domains of sites that were put to a provider."""
        ...

    async def provider_of(self, session: Session, address: int) -> int | None:
        """Return the provider whose account or whose narrowest report holds an address, or None."""
        ...

    async def base_codes(self, session: Session) -> Changes:
        """Return what the ministry changed of the code tables."""
        ...

    async def reporting_units(self, session: Session) -> Sequence[KnownUnit]:
        """Return the providers of the directory and those admitted here, by id."""
        ...

    async def served_sites(
        self, session: Session, isp_id: int, subject_ids: Sequence[int]
    ) -> AbstractSet[int]:
        """Return the sites of these subjects that a provider gives access."""
        ...

    async def open_notices(
        self, session: Session, isp_id: int, record_ids: Sequence[int]
    ) -> Sequence[str]:
        """Return the notices to a provider about these subjects and sites that are not closed."""
        ...

    async def filed_parts(
        self, session: Session, ids: Collection[int], numbers: Collection[str]
    ) -> FiledParts:
        """Return what is filed of this bureau's providers under the ids and the numbers."""
        ...

    async def highest_serials(self, session: Session, year: int) -> tuple[int, int]:
        """Return the highest serial of the year's numbers, and that of all ids; 0 for none."""
        ...


@dataclass(slots=True)
class Serials:
    """The next numbers and ids of one log, counted on in memory by its one writer.

    A number is claimed as a stream of its own when it is issued: what is counted here only has
    to be fresh, gaps do no harm. Forgotten whenever the log's locks change hands.
    """

    _numbers: dict[int, int] = field(default_factory=dict)
    """By year, the last serial given."""
    _ids: int = 0

    def forget(self) -> None:
        """Ask the read model again: somebody else may have issued meanwhile."""
        self._numbers.clear()
        self._ids = 0

    async def reserve(
        self, lookups: Lookups, session: Session, year: int, ids: int
    ) -> tuple[int, int]:
        """Return the next number's serial, and the first serial of `ids` new ids."""
        first = await self.reserve_ids(lookups, session, year, ids)
        self._numbers[year] += 1
        return self._numbers[year], first

    async def reserve_ids(self, lookups: Lookups, session: Session, year: int, ids: int) -> int:
        """Return the first serial of `ids` new ids."""
        if year not in self._numbers:
            number, highest = await lookups.highest_serials(session, year)
            self._numbers[year] = max(number, self._numbers.get(year, 0))
            self._ids = max(highest, self._ids)
        first, self._ids = self._ids + 1, self._ids + ids
        return first


@dataclass(frozen=True, slots=True)
class Bureau:
    """One province's bureau. Everything it does is recorded in its own log."""

    province: Province
    address: Callable[[], str]
    """Where the process is reached, without a slash at the end; known once it listens."""
    identifiers: Identifiers
    sign: Callable[[CertificateContent], bytes]
    """Signs an e-certificate; returns PEM."""
    lookups: Lookups
    serials: Serials = field(default_factory=Serials)
    systems: Mapping[int, EnterpriseSystemAdmitted] = field(default_factory=dict)
    """Enterprise systems that have an account here, admitted or not, by isp id."""
    ministry_url: str = ""
    """Where the ministry is reached, without a slash at the end."""

    @property
    def region(self) -> RegionCode:
        return self.province.code

    @property
    def log(self) -> LogName:
        return log_of_province(self.region)

    @property
    def url(self) -> str:
        """Where the bureau is reached, up to the service path, without a slash at the end."""
        return f"{self.address()}/{self.region}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api"

    def context(self, session: Session, reserved: Reserved | None = None) -> Context:
        """Return what the rules of an application need at this moment."""
        today = day_of(session.now)
        due = _review_due(today)
        return Context(self.region, today.isoformat(), due.day.isoformat(), due.assumed, reserved)


def filing_stream(application_id: str) -> str:
    """Return the stream of an application."""
    return f"filing-{application_id}"


@lru_cache(maxsize=16)
def _review_due(today: date) -> DueDate:
    return review_due(today, _CALENDAR)
