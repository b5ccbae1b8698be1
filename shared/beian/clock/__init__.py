"""Network time: the clock every process counts by, its setting, and timers."""

from beian.clock.network_time import NetworkClock, time_at, wall_time
from beian.clock.timers import (
    CancelTimer,
    Deadlines,
    DueTimer,
    Fire,
    SetTimer,
    TimerChange,
    Timers,
    timer_model,
)

__all__ = [
    "CancelTimer",
    "Deadlines",
    "DueTimer",
    "Fire",
    "NetworkClock",
    "SetTimer",
    "TimerChange",
    "Timers",
    "time_at",
    "timer_model",
    "wall_time",
]
