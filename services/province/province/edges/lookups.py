"""The bureau's look-ups in its read models: all that a file's check needs in one question."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Select,
    Text,
    any_,
    func,
    literal,
    null,
    select,
    union_all,
)

from beian.eventlog import Session
from beian.eventlog.question import Question, parameter
from beian.events.base_codes import KnownUnit
from beian.events.filing import BlacklistNoted
from beian.identifiers import region_of_log
from beian.regulations.addresses import Range, contains, from_dotted, is_covered, range_of
from beian.regulations.base_codes import Changes, CodeChange
from beian.regulations.domains import domain_key, home_page_key, registrable_domain
from beian.regulations.ip_space import IpSpace, Kind
from beian.regulations.unique_keys import (
    CERTIFICATE,
    DOMAIN,
    HOME_PAGE,
)
from province.domain.check_context import (
    ACCESS_ID,
    SITE_ID,
    Brought,
    CheckContext,
    HeldRange,
    Holder,
    Key,
    blacklist_keys,
    own_keys,
)
from province.domain.filed import FiledParts, FiledSubject
from province.domain.interface_conditions import CONDITIONS, STREAM
from province.domain.ip_check import IpUnits
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream
from province.edges import filed_lookups
from province.edges.held_lookups import HeldLookups
from province.edges.ip_lookups import space_around, units_among, usable_ranges
from province.edges.record_lookups import (
    changes_since,
    filings_of_parts,
    kept_numbers,
    unkept,
)
from province.read_models.applications import ALIVE, NUMBERED, application
from province.read_models.base_codes import base_code
from province.read_models.blacklist import blacklist, listing_of
from province.read_models.national_keys import national_key
from province.read_models.own_reports import cancelled_id, own_report
from province.read_models.providers import national_provider, provider
from province.read_models.reported_ranges import reported_range
from province.read_models.self_filings import self_filing
from province.read_models.serials import issued_number
from province.read_models.unfiled_sites import unfiled_site

_LOG: Final = parameter("log", Text)
_ISP: Final = parameter("isp_id", BigInteger)
_NO_FILING: Final = (null(), literal(0, BigInteger))
"""In place of a filing number and its provider."""


def _known() -> Select[Any]:
    """Return the one question of a file's check: register, ranges, own reports, blacklist."""
    parts = union_all(_in_register(), _in_ranges(), _in_own_reports(), _in_blacklist())
    return select(parts.subquery())


def _in_register() -> Select[Any]:
    return select(
        literal("register").label("what"),
        national_key.c.kind,
        national_key.c.value,
        national_key.c.filing_number,
        national_key.c.isp_id,
    ).where(
        national_key.c.log == _LOG,
        national_key.c.value == any_(parameter("register", ARRAY(Text))),
        national_key.c.kind.in_((CERTIFICATE, DOMAIN, HOME_PAGE)),
    )


def _in_ranges() -> Select[Any]:
    asked = (
        func.unnest(
            parameter("firsts", ARRAY(BigInteger)),
            parameter("lasts", ARRAY(BigInteger)),
        )
        .table_valued("first", "last")
        .render_derived("asked")
    )
    bounds = literal("[]", Text, literal_execute=True)
    held = func.int8range(national_key.c.first, national_key.c.last, bounds)
    overlap = held.op("&&")(func.int8range(asked.c.first, asked.c.last, bounds))
    return (
        select(
            literal("range"),
            national_key.c.kind,
            national_key.c.value,
            national_key.c.filing_number,
            national_key.c.isp_id,
        )
        .distinct()
        .select_from(asked)
        .join(national_key, overlap)
        .where(
            national_key.c.log == _LOG,
            national_key.c.first.is_not(None),
            national_key.c.isp_id != _ISP,
        )
    )


def _in_own_reports() -> Select[Any]:
    return (
        select(literal("own"), own_report.c.kind, own_report.c.value, *_NO_FILING)
        .join(
            application,
            (application.c.log == own_report.c.log)
            & (application.c.application_id == own_report.c.application_id),
        )
        .outerjoin(
            cancelled_id,
            (cancelled_id.c.log == own_report.c.log)
            & (cancelled_id.c.isp_id == own_report.c.isp_id)
            & (cancelled_id.c.value == own_report.c.value)
            & (cancelled_id.c.kind == own_report.c.kind),
        )
        .where(
            func.coalesce(cancelled_id.c.position, 0) < own_report.c.position,
            own_report.c.log == _LOG,
            own_report.c.isp_id == _ISP,
            own_report.c.value == any_(parameter("own", ARRAY(Text))),
            application.c.status.in_(ALIVE)
            & (own_report.c.kind.in_((SITE_ID, ACCESS_ID)) | (application.c.status != NUMBERED)),
        )
    )


def _in_blacklist() -> Select[Any]:
    return select(literal("blacklist"), blacklist.c.kind, blacklist.c.value, *_NO_FILING).where(
        blacklist.c.log == _LOG,
        blacklist.c.value == any_(parameter("listed", ARRAY(Text))),
    )


_KNOWN: Final = Question(_known())


class ReadModelLookups(HeldLookups):
    """Answers from the read models of the log that is written."""

    async def check_context(
        self, session: Session, isp_id: int, records: Sequence[Brought]
    ) -> CheckContext:
        """Return one context for all of a file's records."""
        admitted = (await session.state(PROVIDER, provider_stream(isp_id))).admitted
        reported = tuple(range_of(one) for one in admitted.ip_ranges) if admitted else ()
        # What the account's own ranges cover need not be looked for in the IP data.
        used = {one for one in _ranges(records) if not is_covered(one, reported)}
        reported += await usable_ranges(session, isp_id, used)
        known = await session.ask(_KNOWN, log=session.log, isp_id=isp_id, **_asked(records))
        conditions = await session.state(CONDITIONS, STREAM)
        context = _context(isp_id, reported, known)
        return replace(context, refuses_unreported=conditions.refuses_unreported)

    async def filings_of_parts(self, session: Session, parts: Collection[Key]) -> Mapping[Key, str]:
        """Return the filing numbers of parts, by kind and id, as far as they are known."""
        return await filings_of_parts(session, parts)

    async def changes_since(self, session: Session, isp_id: int, since: str) -> Mapping[str, int]:
        """Return how many changes the provider asked for by filing number, failed ones apart."""
        return await changes_since(session, isp_id, since)

    async def kept_numbers(self, session: Session) -> Sequence[str]:
        """Return the filing numbers of all subjects whose records this bureau keeps."""
        return await kept_numbers(session)

    async def unkept(self, session: Session) -> Sequence[str]:
        """Return applications that got their numbers before records were kept."""
        return await unkept(session)

    async def ip_space(
        self,
        session: Session,
        isp_id: int,
        kind: Kind,
        ranges: Sequence[Range],
        lost: Sequence[Range],
        aside: Sequence[int],
    ) -> IpSpace:
        """Return what IP data of one kind is compared with."""
        return await space_around(session, isp_id, kind, ranges, lost, aside)

    async def ip_units(self, session: Session, ids: Iterable[int]) -> IpUnits:
        """Return which of these ids are reporting units, and headquarters."""
        return await units_among(session, ids)

    async def admitted(self, session: Session) -> Sequence[int]:
        """Return the ids of the providers admitted here, ascending."""
        question = select(provider.c.isp_id).where(provider.c.log == session.log)
        return [row[0] for row in await session.query(question.order_by(provider.c.isp_id))]

    async def blacklist(self, session: Session) -> Sequence[BlacklistNoted]:
        """Return what is on the national blacklist, the oldest change first."""
        question = select(blacklist).where(blacklist.c.log == session.log)
        return [
            BlacklistNoted(
                version=row.version,
                action="added",
                kind=row.kind,
                value=row.value,
                reason=row.reason,
                listing=listing_of(row.listing),
            )
            for row in await session.query(question.order_by(blacklist.c.version))
        ]

    async def filed_subjects(
        self, session: Session, isp_id: int, after: int, limit: int
    ) -> Sequence[FiledSubject]:
        """Return a provider's filed subjects with ids above `after`, ascending."""
        return await filed_lookups.filed_subjects(session, isp_id, after, limit)

    async def ip_records_of(
        self, session: Session, isp_id: int, after: int, limit: int
    ) -> Sequence[int]:
        """Return the ids of a provider's records of IP data behind `after`, ascending."""
        return await filed_lookups.ip_records_of(session, isp_id, after, limit)

    async def filed_under(self, session: Session, host: str) -> str | None:
        """Return the filing number of the site that a host belongs to, or None."""
        name = host if from_dotted(host) is not None else registrable_domain(host)
        question = select(national_key.c.site_number, national_key.c.filing_number).where(
            national_key.c.log == session.log,
            national_key.c.kind == DOMAIN,
            national_key.c.value == (name or host),
        )
        rows = await session.query(question.limit(1))
        return (rows[0].site_number or rows[0].filing_number) if rows else None

    async def unfiled_sites(
        self, session: Session, domains: Collection[str]
    ) -> Sequence[tuple[str, str]]:
        """Return streams and registrable domains of sites that were put to a provider."""
        question = select(unfiled_site.c.stream, unfiled_site.c.domain).where(
            unfiled_site.c.log == session.log, unfiled_site.c.domain.in_(sorted(domains))
        )
        rows = await session.query(question.order_by(unfiled_site.c.stream))
        return [(row.stream, row.domain) for row in rows]

    async def provider_of(self, session: Session, address: int) -> int | None:
        """Return the provider whose account or whose narrowest report holds an address, or None."""
        question = select(provider.c.isp_id, provider.c.ip_ranges).where(
            provider.c.log == session.log
        )
        asked = Range(address, address)
        for isp_id, ranges in await session.query(question.order_by(provider.c.isp_id)):
            if any(contains(range_of(one), asked) for one in ranges.split(",") if one):
                return int(isp_id)
        length = reported_range.c.last_address - reported_range.c.first_address
        reported = select(reported_range.c.isp_id).where(
            reported_range.c.log == session.log,
            reported_range.c.first_address <= address,
            reported_range.c.last_address >= address,
        )
        rows = await session.query(reported.order_by(length).limit(1))
        return int(rows[0][0]) if rows else None

    async def base_codes(self, session: Session) -> Changes:
        """Return what the ministry changed of the code tables."""
        question = select(base_code).where(base_code.c.log == session.log)
        return {
            (row.table, row.code): CodeChange(row.name, row.remark)
            for row in await session.query(question)
        }

    async def reporting_units(self, session: Session) -> Sequence[KnownUnit]:
        """Return the providers of the directory and those admitted here, by id."""
        listed = await session.query(
            select(national_provider).where(national_provider.c.log == session.log)
        )
        own = await session.query(select(provider).where(provider.c.log == session.log))
        region = region_of_log(session.log) or ""
        units = {
            row.isp_id: KnownUnit(
                isp_id=row.isp_id, name=row.name or row.user_name, region=row.region
            )
            for row in listed
        } | {row.isp_id: KnownUnit(isp_id=row.isp_id, name=row.name, region=region) for row in own}
        return [units[isp_id] for isp_id in sorted(units)]

    async def filed_parts(
        self, session: Session, ids: Collection[int], numbers: Collection[str]
    ) -> FiledParts:
        """Return what is filed of this bureau's providers under the ids and the numbers."""
        return await filed_lookups.filed_parts(session, ids, numbers)

    async def highest_serials(self, session: Session, year: int) -> tuple[int, int]:
        """Return the highest serial of the year's numbers, and that of all ids; 0 for none."""
        of_log = issued_number.c.log == session.log
        number = select(func.max(issued_number.c.serial)).where(
            of_log, issued_number.c.year == year
        )
        issued = select(func.max(issued_number.c.id_serial)).where(of_log)
        self_filed = select(func.max(self_filing.c.id_serial)).where(
            self_filing.c.log == session.log
        )
        ids = func.greatest(issued.scalar_subquery(), self_filed.scalar_subquery())
        (row,) = await session.query(select(number.scalar_subquery(), ids))
        return row[0] or 0, row[1] or 0


def _ranges(records: Sequence[Brought]) -> set[Range]:
    return {
        Range(used.first, used.last)
        for brought in records
        for site in brought.sites
        for access in site.accesses
        for used in access.ip_ranges
        if used.first <= used.last
    }


def _asked(records: Sequence[Brought]) -> dict[str, list[Any]]:
    in_order = sorted(_ranges(records))
    return {
        "register": sorted({value for brought in records for value in _register(brought)}),
        "firsts": [one.first for one in in_order],
        "lasts": [one.last for one in in_order],
        "own": _values(key for brought in records for key in own_keys(brought)),
        "listed": _values(key for brought in records for key in blacklist_keys(brought)),
    }


def _register(brought: Brought) -> Iterable[str]:
    yield brought.certificate
    for site in brought.sites:
        names = (domain_key(domain.name) for domain in site.domains)
        yield from (name for name in names if name is not None)
        page = home_page_key(site.home_page) if site.home_page is not None else None
        if page is not None:
            yield page


def _values(keys: Iterable[Key]) -> list[str]:
    return sorted({value for _, value in keys})


def _context(isp_id: int, reported: tuple[Range, ...], rows: Iterable[Any]) -> CheckContext:
    register: dict[Key, Holder] = {}
    held: list[HeldRange] = []
    own: set[Key] = set()
    listed: set[Key] = set()
    for what, kind, value, number, holder in rows:
        match what:
            case "register":
                register[kind, value] = Holder(number, holder)
            case "range":
                first, _, last = value.partition("-")
                held.append(HeldRange(Range(int(first), int(last)), Holder(number, holder)))
            case "own":
                own.add((kind, value))
            case _:
                listed.add((kind, value))
    return CheckContext(
        isp_id=isp_id,
        reported_ranges=reported,
        register=register,
        held_ranges=tuple(held),
        own=own,
        blacklist=frozenset(listed),
    )
