"""What became of refused calls: the last ones of each provider, and every code met once.

A refused call changes nothing and is no event of its own, else whoever floods a bureau would
fill its log. Two things are kept, both bounded: the last calls, in this process's memory, and
for each provider an event for each code the first time it came from a method.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from beian.eventlog import EventLog, Meta, Session
from beian.eventlog.codec import time_text
from beian.events.exchange import ResultCodeMet
from beian.exchange.calls import Directory
from beian.exchange.codes_met import CODES_MET, NoteCodes, codes_stream
from beian.wire.answers import Answer
from beian.wire.calls import METHOD_OF, Call, UploadCall
from beian.wire.explaining import Explanation, explain_refused_call
from beian.wire.refusal import Layer, WireRefusal

KEPT: Final = 20
"""Refused calls of each provider."""
SUCCESSES: Final = frozenset(range(4))
"""0 to 3: the call did what it was asked."""


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """One call that was refused."""

    at: datetime
    method: str
    address: str
    data_sequence: int | None
    why: WireRefusal

    @property
    def explanation(self) -> Explanation:
        """Why, layer by layer."""
        return explain_refused_call(self.why)

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "at": time_text(self.at),
            "method": self.method,
            "address": self.address,
            "data_sequence": self.data_sequence,
            "code": self.why.code,
            **self.explanation.as_json(),
        }


@dataclass(slots=True)
class RefusedCalls:
    """The last refused calls at one bureau, by provider; lost when the process ends."""

    _kept: defaultdict[int, deque[RefusedCall]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=KEPT))
    )

    def keep(self, isp_id: int, refused: RefusedCall) -> None:
        """Keep a call of a provider that has an account here."""
        self._kept[isp_id].append(refused)

    def of(self, isp_id: int) -> tuple[RefusedCall, ...]:
        """Return a provider's, the latest first."""
        return tuple(reversed(self._kept[isp_id])) if isp_id in self._kept else ()

    def upload(self, isp_id: int, data_sequence: int) -> RefusedCall | None:
        """Return the latest refused upload under a number."""
        for one in self.of(isp_id):
            if one.method == "isp_upload" and one.data_sequence == data_sequence:
                return one
        return None


class Refusing(Protocol):
    """The bureau system whose calls are noted."""

    log: str
    event_log: EventLog
    meta: Callable[[str], Meta]
    refused: RefusedCalls

    def directory(self) -> Directory: ...


async def note_answer(interface: Refusing, call: Call, answer: Answer, address: str) -> None:
    """Note an answer's code: refused calls of providers known here, hints (1, 3), successes once.

    Whoever calls under an unknown name is nobody's system.
    """
    account = interface.directory().own.get(call.user_name)
    if account is None:
        return
    method = METHOD_OF[type(call)].name
    sequence = call.data_sequence if isinstance(call, UploadCall) else None
    detail = None
    if answer.code not in SUCCESSES:
        why = answer.why or WireRefusal(answer.code, answer.message, layer=Layer.CALL)
        detail = why.detail
        now = interface.event_log.clock.now()
        interface.refused.keep(account.isp_id, RefusedCall(now, method, address, sequence, why))
    stream = codes_stream(account.isp_id)
    known = await interface.event_log.state(interface.log, CODES_MET, stream)
    if (method, answer.code) in known:
        return
    met = ResultCodeMet(
        isp_id=account.isp_id,
        code=answer.code,
        place=method,
        detail=detail,
        data_sequence=sequence,
    )

    async def note(session: Session) -> object:
        return await session.decide(CODES_MET, stream, NoteCodes((met,)), None)

    meta = interface.meta(f"isp:{account.isp_id}")
    await interface.event_log.transact(interface.log, meta, note)
