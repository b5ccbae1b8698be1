"""Whom each bureau knows: its own accounts with their secrets, and the nation's directory.

Accounts are read once from the secrets folder; of others, user name and region come from the
directory that the ministry publishes (code 13).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from beian.eventlog import EventLog, Recorded
from beian.events.filing import NationalProviderNoted
from beian.events.providers import EnterpriseSystemAdmitted
from beian.exchange.calls import Account, Directory
from beian.http.accounts import ProviderSecrets
from province.read_models.providers import national_provider


@dataclass(slots=True)
class Directories:
    """The directories of all bureaus of a process, by log."""

    secrets: Mapping[str, Sequence[ProviderSecrets]]
    """By log."""
    _known: dict[str, Directory] = field(default_factory=dict)
    _foreign: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    _log: EventLog | None = None

    @property
    def accounts(self) -> dict[int, Account]:
        """Every account of this process by isp id."""
        return {one.isp_id: one.account for own in self.secrets.values() for one in own}

    def of(self, log: str) -> Directory:
        """Return whom the bureau of a log knows."""
        if log not in self._known:
            own = {one.user_name: one.account for one in self.secrets.get(log, ())}
            self._known[log] = Directory(own=own, foreign=self._foreign.setdefault(log, {}))
        return self._known[log]

    async def follow(self, event_log: EventLog) -> None:
        """Read the nation's directory, and keep it up to date with each commit."""
        if self._log is not event_log:
            event_log.subscribe(self._committed)
            self._log = event_log
        question = select(national_provider).where(national_provider.c.log.in_(event_log.logs))
        async with event_log.engine.connect() as connection:
            rows = (await connection.execute(question)).mappings().all()
        for row in rows:
            self._note(row["log"], row["isp_id"], row["user_name"], row["region"])

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            match recorded.event:
                case NationalProviderNoted(isp_id=isp_id, user_name=name, region=region):
                    self._note(recorded.log, isp_id, name, region)
                case _:
                    pass  # only the directory is followed

    def _note(self, log: str, isp_id: int, user_name: str, region: str) -> None:
        self._foreign.setdefault(log, {})[user_name] = (isp_id, region)


def admission(secrets: ProviderSecrets) -> EnterpriseSystemAdmitted:
    """Return an account as the log may know it: without a secret."""
    return EnterpriseSystemAdmitted(
        isp_id=secrets.isp_id,
        name=secrets.name,
        user_name=secrets.user_name,
        region=secrets.region,
        ip_ranges=secrets.ip_ranges,
        interface_addresses=secrets.interface_addresses,
        rights=secrets.rights,
        lenient=secrets.lenient,
        download_encrypt_algorithm=secrets.download_encrypt_algorithm,
        hosted_by=secrets.hosted_by,
    )
