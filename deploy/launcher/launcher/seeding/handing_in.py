"""One external provider's account: hands files in, once each, and takes what lies ready."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from beian.errors import Fault
from beian.records_changes import NewAccess, UnfiledSiteHandled
from beian.records_downloads import UnfiledSite
from beian.soap_client import UPLOAD_ENTRY, BureauUnreachable, SoapClient
from beian.wire.answers import Answer, FileInfo
from beian.wire.downloads import read_download
from beian.wire.refusal import WireRefusal
from beian.wire.sealing import PLAIN, seal
from beian.wire.upload_operations import write_icp_upload
from beian.wire.upload_xzba import write_xzba
from launcher.country.making import Application, Planned, SecondAccess
from launcher.seeding.talk import Talk

_PAGE: Final = 1000
_CALLS_MAX: Final = 5
_CALL_AGAIN_S: Final = 0.5
NEW_ACCESSES: Final = "ICP/XZJR"
HANDLED: Final = "ICP/WBACLJG"
UNFILED_SITES: Final = "ICP/WBAWZLB/Wbawz_xx"


@dataclass(frozen=True, slots=True)
class Sent:
    """What is kept of an application that was handed in."""

    planned: Planned
    isp_subject_id: int
    sites: int


@dataclass(slots=True)
class HandingIn:
    """What a provider has handed in, and what came back."""

    talk: Talk
    provider: Mapping[str, Any]
    """Its entry in `/network.json`."""
    client: SoapClient
    sequence: int = 0
    """Of the last file that was accepted."""
    accepted: dict[str, int] = field(default_factory=dict)
    """Files accepted in earlier calls: number by hash."""
    sent: dict[int, tuple[Sent, ...]] = field(default_factory=dict)
    """The country's files by number: their records in order."""
    unanswered: set[str] = field(default_factory=set)
    """Enterprise's ids of subjects handed in now whose result has not come."""

    site_numbers: list[str] = field(default_factory=list)
    """Of the sites that were issued meanwhile, in the order in which they came."""
    unfiled: list[UnfiledSite] = field(default_factory=list)
    """Findings that came meanwhile and are not answered."""

    async def begin(self) -> None:
        """Learn how far the account is. Raises Fault where the bureau does not say."""
        previous = await _insisted(self.client.previous)
        if previous.file is None:
            raise Fault(f"{self._said()}: {previous.code} {previous.message}")
        self.sequence = previous.file.data_sequence or 0
        if not self.sequence:
            return
        url, after = self.talk.network["logs"][f"province.{self.provider['region']}"]["url"], 0
        while True:
            page = await self.talk.get(f"{url}/events", after=after, limit=_PAGE)
            for event in page["events"]:
                data = event["data"]
                is_own = event["type"] == "UploadAccepted"
                if is_own and data["isp_id"] == self.provider["isp_id"]:
                    self.accepted[data["beian_info_hash"]] = data["data_sequence"]
            if not page["events"] or page["events"][-1]["position"] >= page["size"]:
                return
            after = page["events"][-1]["position"]

    async def hand_in(self, applications: Sequence[Application]) -> bool:
        """Hand one file in, unless it was before; say whether it was now."""
        blobs: dict[str, bytes] = {}
        for one in applications:
            blobs |= one.blobs
        filings = [one.filing for one in applications]
        xml = write_xzba(filings, blobs, reporting_unit=self.provider["isp_id"])
        number, is_new = await self._upload(xml)
        self.sent[number] = tuple(
            Sent(one.planned, one.isp_subject_id, len(one.filing.sites)) for one in applications
        )
        if is_new:
            self.unanswered.update(str(one.isp_subject_id) for one in applications)
        return is_new

    async def hand_in_accesses(self, accesses: Iterable[tuple[SecondAccess, str, str]]) -> None:
        """Hand in accesses of others' sites: each with the site's number and its password."""
        changes = [
            _new_access(second, site_number, password) for second, site_number, password in accesses
        ]
        unit = self.provider["isp_id"]
        await self._upload(write_icp_upload({NEW_ACCESSES: changes}, {}, reporting_unit=unit))

    async def answer_unfiled(self, answers: Sequence[UnfiledSiteHandled]) -> None:
        """Say what was done about unfiled sites, and forget the findings."""
        self.unfiled.clear()
        if answers:
            unit = self.provider["isp_id"]
            await self._upload(write_icp_upload({HANDLED: answers}, {}, reporting_unit=unit))

    async def drain(self) -> bool:
        """Take all that lies ready; say whether anything did."""
        found = False
        while await self._take():
            found = True
        return found

    async def _take(self) -> bool:
        answer = await _insisted(self.client.download)
        if answer.file is None:
            return False
        opened = self.client.open(answer.file)
        content = opened if isinstance(opened, WireRefusal) else read_download(opened.xml)
        if isinstance(content, WireRefusal):
            raise Fault(f"{answer.file.file_name} cannot be read: {content.detail}")
        try:
            acknowledged = await self.client.ack(answer.file.file_name)
        except BureauUnreachable:
            return True  # it lies ready again unless it was taken
        if acknowledged.code != 0:
            raise Fault(f"{self._said()}: {acknowledged.code} {acknowledged.message}")
        self.unanswered.difference_update(str(one.identifier) for one in content.results)
        for issued in content.issued:
            self.site_numbers += [
                site.filing_number for site in issued.filing.sites if site.filing_number
            ]
        self.unfiled += content.contents.get(UNFILED_SITES, ())
        return True

    async def _upload(self, xml: bytes) -> tuple[int, bool]:
        sealed = seal(xml, UPLOAD_ENTRY, key=None, iv=None, encrypt=False)
        known = self.accepted.get(sealed.beian_info_hash)
        if known is not None:
            return known, False
        file = FileInfo(
            encrypt_algorithm=PLAIN,
            file_name=UPLOAD_ENTRY,
            beian_info=sealed.beian_info,
            beian_info_hash=sealed.beian_info_hash,
        )
        answer = await _insisted(partial(self._hand_over, file))
        if answer.code != 0:
            raise Fault(f"{self._said()} was refused: {answer.code} {answer.message}")
        self.sequence += 1
        return self.sequence, True

    async def _hand_over(self, file: FileInfo) -> Answer:
        """Upload a file. Where the answer was lost the bureau is asked before it is sent again."""
        try:
            return await self.client.upload_sealed(file, self.sequence + 1)
        except BureauUnreachable:
            previous = await self.client.previous()
            if previous.file is not None and previous.file.data_sequence == self.sequence + 1:
                return previous
            raise

    def _said(self) -> str:
        return f"a call of {self.provider['isp_id']} at {self.provider['region']}"


async def _insisted(call: Callable[[], Awaitable[Answer]]) -> Answer:
    """Call a bureau, again where no answer came. Raises BureauUnreachable when none comes."""
    for _ in range(_CALLS_MAX - 1):
        try:
            return await call()
        except BureauUnreachable:
            await asyncio.sleep(_CALL_AGAIN_S)
    return await call()


def _new_access(second: SecondAccess, site_number: str, password: str) -> NewAccess:
    access = second.access
    assert access.isp_access_id is not None, "an enterprise gives its own ids"
    return NewAccess(
        site_number=site_number,
        isp_access_id=access.isp_access_id,
        isp_id=access.isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=access.ip_ranges,
        # The interface writes a filing password as its MD5.
        password=hashlib.md5(password.encode("gbk"), usedforsecurity=False).hexdigest(),
    )
