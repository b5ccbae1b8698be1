"""The ministry's own enterprise interface: national status and password queries, YM exchange.

Translates; the calls are `beian.http.interface`'s, as at every bureau. Every provider of the
network has its account here, so nobody is another province's (code 13).
"""

from collections.abc import Callable
from functools import cached_property

from beian.errors import Fault
from beian.eventlog import EventLog, Meta
from beian.exchange.calls import Account, Conditions, Directory
from beian.http.accounts import load_accounts
from beian.http.file_causes import FileCauses
from beian.http.interface import FiledStatus
from beian.http.refused_calls import RefusedCalls
from beian.identifiers import MINISTRY_LOG
from beian.records import PasswordVerifier
from beian.regulations.domains import domain_key
from beian.regulations.filing_numbers import subject_of
from beian.regulations.unique_keys import certificate_hash_of
from beian.service import Kit
from beian.telemetry import current_correlation_id, current_traceparent
from ministry.domain.switches import SWITCHING, switches_stream
from ministry.read_models import national_answers, published_sites

DOMAIN_CONDITION = 0
"""queryConditionType of a domain; the others are certificate types."""


class MinistryInterface:
    """What the calls need of the ministry."""

    def __init__(self, kit: Kit) -> None:
        self.log: str = MINISTRY_LOG
        self.public_url = kit.settings.url
        self.event_log: EventLog = kit.log
        self.meta: Callable[[str], Meta] = self._meta
        self.refused = RefusedCalls()
        self.causes = FileCauses(kit.log, self.log)
        self._kit = kit

    def _meta(self, actor: str) -> Meta:
        """Say where an event comes from that the named actor's call causes."""
        fallback = self._kit.identifiers.event_id(self._kit.clock.now())
        return Meta(
            actor=actor,
            correlation_id=current_correlation_id() or fallback,
            traceparent=current_traceparent(),
        )

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """All providers' accounts by isp id."""
        secrets = load_accounts(self._kit.settings.data_dir, MINISTRY_LOG)
        return {one.isp_id: one.account for one in secrets}

    def account(self, isp_id: int) -> Account:
        """Return an account that was let in before. Fault if `beian init` lost it since."""
        account = self.accounts.get(isp_id)
        if account is None:
            raise Fault(f"provider {isp_id} has no account here any more")
        return account

    @cached_property
    def _directory(self) -> Directory:
        return Directory(own={one.user_name: one for one in self.accounts.values()}, foreign={})

    def directory(self) -> Directory:
        return self._directory

    async def conditions(self, isp_id: int | None) -> Conditions:
        return Conditions(switches=await self.switches(isp_id or 0))

    async def switches(self, isp_id: int) -> frozenset[str]:
        """Return which switches of a provider's interface are on."""
        state = await self.event_log.state(self.log, SWITCHING, switches_stream(isp_id))
        account = self.accounts.get(isp_id)
        return state.on if state.on is not None else account.lenient if account else frozenset()

    async def status_of(self, condition_type: int, condition: str) -> FiledStatus | None:
        """Look a domain or a certificate up in the national register."""
        if condition_type == DOMAIN_CONDITION:
            key = domain_key(condition)
            return None if key is None else await self._site_of(key)
        certificate = certificate_hash_of(condition_type, condition)
        query = national_answers.filed_under(certificate)
        async with self._kit.log.engine.connect() as connection:
            number = (await connection.execute(query)).scalar_one_or_none()
        return None if number is None else FiledStatus(number)

    async def _site_of(self, domain: str) -> FiledStatus | None:
        question, values = published_sites.by_domain(domain)
        for site in await self._kit.log.reader.ask(question, **values):
            return FiledStatus(site["filing_number"], site["site_name"], site["site_number"])
        return None

    async def verifier_of(self, filing_number: str) -> PasswordVerifier | None:
        """Look the verifier of a subject's password up; a site's number means its subject's."""
        query = national_answers.verifier_of(subject_of(filing_number))
        async with self._kit.log.engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else PasswordVerifier(salt=row.salt, sha256=row.sha256)
