"""The actors of the network as the ministry finds them: where they are, how far their logs are.

Asked over `control.…`, kept for a moment: many readers of a page cost one question.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from beian.bus.control import Answer
from beian.errors import Fault
from beian.identifiers import (
    MINISTRY_LOG,
    VERIFICATION_CENTER_LOG,
    log_of_enterprise,
    log_of_province,
)
from beian.service import Kit

FRESH_SECONDS: Final = 1.0
ADDRESSES_FRESH_SECONDS: Final = 10.0


@dataclass(slots=True)
class Asked:
    """The last answers to one question, and when they came (monotonic seconds)."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    at: float = float("-inf")
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Actors:
    """Whom the network hosts, where each is served, and how each log stands."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._addresses = Asked()
        self._states = Asked()

    @property
    def provinces(self) -> Sequence[str]:
        """Region codes of the hosted bureaus, ascending."""
        return sorted(self._kit.secrets.facts.get("provinces", ()))

    @property
    def providers(self) -> Sequence[int]:
        """Isp ids whose enterprise system is the reference one, ascending."""
        return sorted(self._kit.secrets.facts.get("providers", ()))

    @property
    def logs(self) -> Sequence[str]:
        """Every log of the network: ministry, provinces, enterprises, verification center."""
        return (
            MINISTRY_LOG,
            *(log_of_province(region) for region in self.provinces),
            *(log_of_enterprise(isp_id) for isp_id in self.providers),
            VERIFICATION_CENTER_LOG,
        )

    async def addresses(self) -> Mapping[str, Answer]:
        """Return service, url and key of each log that ever answered; the ministry's always."""
        asked = self._addresses
        async with asked.lock:
            is_whole = len(asked.answers) == len(self.logs)
            fresh = ADDRESSES_FRESH_SECONDS if is_whole else FRESH_SECONDS
            if time.monotonic() - asked.at > fresh:
                found = dict(asked.answers) | dict(await self._ask_addresses())
                found[MINISTRY_LOG] = {"log": MINISTRY_LOG, **self._kit.address(MINISTRY_LOG)}
                asked.answers = found
                asked.at = time.monotonic()
            return asked.answers

    async def states(self) -> Mapping[str, Answer]:
        """Return the last round of `control.state`; without those that did not answer."""
        asked = self._states
        async with asked.lock:
            if time.monotonic() - asked.at > FRESH_SECONDS:
                try:
                    asked.answers = await self._kit.bus.states(self.logs, timeout=FRESH_SECONDS)
                except Fault:
                    asked.answers = {}
                asked.at = time.monotonic()
            return asked.answers

    async def _ask_addresses(self) -> Mapping[str, Answer]:
        try:
            return await self._kit.bus.addresses(self.logs, timeout=FRESH_SECONDS)
        except Fault:
            return {}


def standing(state: Answer | None) -> dict[str, Any]:
    """Return how a log stands from its answer to `control.state`; None: it did not answer.

    `lag`: events still to be published and messages still to be handled.
    """
    if state is None:
        return {"size": None, "lag": None, "ready": False, "busy": None, "next_timer": None}
    waiting = sum(one["pending"] + one["ack_pending"] for one in state["consumers"].values())
    return {
        "size": state["size"],
        "lag": max(0, state["size"] - state["published"]) + waiting,
        "ready": state["ready"],
        "busy": state["busy"],
        "next_timer": state["next_timer"],
    }
