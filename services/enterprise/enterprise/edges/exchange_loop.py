"""One provider's exchange with its bureau, for ever: send what waits, fetch what lies ready.

One loop, not two: a file in doubt is settled before an answer to it can come down.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from beian.eventlog import Recorded
from beian.events.enterprise import CancellationRequested, FilingSubmitted
from beian.events.ip_blocks import (
    IpBlockChanged,
    IpBlockReported,
    IpBlockWithdrawn,
    IpUserOwnedBlockReported,
)
from beian.events.notices import UnfiledSiteAnswerEntered
from beian.identifiers import isp_of_log
from beian.service import Kit
from beian.soap_client import BureauFault, BureauUnreachable
from enterprise.application import Provider
from enterprise.domain.exchange import MISSING_NUMBERS
from enterprise.edges.bureau import find_bureau
from enterprise.edges.downloads import Downloads
from enterprise.edges.pulse import Pulse, Pulses
from enterprise.edges.uploads import ACCEPTED, Uploads

log = logging.getLogger(__name__)

TO_BE_SENT: Final = (
    FilingSubmitted,
    CancellationRequested,
    IpBlockReported,
    IpUserOwnedBlockReported,
    IpBlockChanged,
    IpBlockWithdrawn,
    UnfiledSiteAnswerEntered,
)
"""What makes a file due."""

POLL_SECONDS: Final = 0.05
POLL_SECONDS_MAX: Final = 1.0
"""Wall seconds between two polls: few after something came or went, more while nothing does."""
POLLS_PER_SECOND_MAX: Final = 8
"""Of all providers of a process together while nothing comes: each costs two processes a call."""
RETRY_SECONDS_MAX: Final = 10.0
"""Wall seconds at most before a bureau is called again that refuses or does not answer."""


class ExchangeLoop:
    """The exchanges of all providers of a process."""

    def __init__(self, providers: dict[int, Provider]) -> None:
        self.pulses = Pulses(tuple(providers))
        self._providers = providers
        self._subscribed = False

    async def begin(self, kit: Kit) -> None:
        """Be woken by what is to be sent and by settings of the clock."""
        if self._subscribed:
            return
        self._subscribed = True
        kit.log.subscribe(self._committed)
        kit.clock.subscribe(self._time_changed)

    async def run(self, kit: Kit) -> None:
        """Exchange for every provider until one of them fails; then all begin anew."""
        rarest = max(POLL_SECONDS_MAX, len(self._providers) / POLLS_PER_SECOND_MAX)
        async with asyncio.TaskGroup() as group:
            for isp_id, provider in self._providers.items():
                work = _exchange(kit, provider, self.pulses.of[isp_id], rarest)
                group.create_task(work, name=f"exchange of {isp_id}")

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            isp_id = isp_of_log(recorded.log)
            if isinstance(recorded.event, TO_BE_SENT) and isp_id in self.pulses.of:
                self.pulses.of[isp_id].wake()

    def _time_changed(self) -> None:
        for pulse in self.pulses.of.values():
            pulse.wake()


async def _exchange(kit: Kit, provider: Provider, pulse: Pulse, rarest: float) -> None:
    """Go round for ever, at once again while something comes, slower while nobody answers.

    `rarest`: seconds between two polls at most.
    """
    retry = POLL_SECONDS
    while True:
        client = await find_bureau(kit, provider.account)
        uploads, downloads = Uploads(kit, provider, client), Downloads(kit, provider, client)
        try:
            await uploads.synchronize()
            pause = retry = POLL_SECONDS
            while True:
                if await _go_round(uploads, downloads, pulse):
                    pause = POLL_SECONDS
                else:
                    await pulse.rest(pause)
                    pause = min(pause * 2, rarest)
        except (BureauUnreachable, BureauFault) as error:
            # In doubt whether a file was taken: the bureau is asked before it is sent again.
            log.warning("%s: the bureau cannot be reached: %s", provider.log, error)
            await pulse.end(moves=True)
            await pulse.rest(retry)
            retry = min(retry * 2, RETRY_SECONDS_MAX)


async def _go_round(uploads: Uploads, downloads: Downloads, pulse: Pulse) -> bool:
    """Send one file and fetch one; say whether anything came or went."""
    pulse.begin()
    answer = await uploads.send()
    sent = answer is not None and answer.code in {ACCEPTED, MISSING_NUMBERS}
    found = await downloads.fetch()
    await pulse.end(moves=found or sent or await uploads.is_waiting())
    return found or sent
