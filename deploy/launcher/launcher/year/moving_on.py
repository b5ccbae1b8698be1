"""The network clock, moved to a day; nothing goes on before everything has settled."""

from datetime import date, datetime, time
from typing import Final

from beian.errors import Fault
from beian.eventlog.codec import CHINA, time_text
from launcher.seeding.talk import Talk

NOON: Final = time(12)
"""What is due in the morning of a day has happened then."""
_ATTEMPTS: Final = 20
"""Times half a minute for a network that has much to do."""


async def today_of(talk: Talk) -> date:
    """Return the day of network time."""
    clock = (await talk.get(f"{talk.ministry}/sim/clock"))["clock"]
    return datetime.fromisoformat(clock["now"]).astimezone(CHINA).date()


async def move_to(talk: Talk, day: date) -> int:
    """Advance to noon of a day; return how many timers fired on the way. Raises Fault."""
    wanted = time_text(datetime.combine(day, NOON, CHINA))
    fired, lagging = 0, list[str]()
    for _ in range(_ATTEMPTS):
        answer = await talk.post(f"{talk.ministry}/sim/clock", {"to": wanted})
        fired += len(answer["fired"])
        if answer["settled"] and answer["clock"]["now"] >= wanted:
            return fired
        lagging = answer["lagging"]
    raise Fault(f"the network does not settle on the way to {day}: {', '.join(lagging)}")
