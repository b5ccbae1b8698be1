"""When the exchange counts as at rest: after a poll that began later than the question."""

import asyncio

from enterprise.edges.pulse import Pulse, Pulses


async def poll(pulse: Pulse, *, moves: bool = False) -> None:
    pulse.begin()
    await pulse.end(moves=moves)


async def test_nothing_is_at_rest_before_the_first_poll() -> None:
    pulses = Pulses((1, 2))
    assert pulses.busy() == 2
    await poll(pulses.of[1])
    assert pulses.busy() == 1


async def test_a_question_waits_for_a_poll_that_begins_after_it() -> None:
    pulses = Pulses((1,))
    pulse = pulses.of[1]
    pulse.begin()
    question = asyncio.create_task(pulses.look("enterprise.1"))
    await asyncio.sleep(0)
    await pulse.end(moves=False)
    await asyncio.sleep(0.01)
    assert not question.done()
    await pulse.rest(10)  # the question ended the pause
    await poll(pulse)
    await question
    assert pulses.busy() == 0


async def test_a_file_found_or_waiting_is_work() -> None:
    pulse = Pulse()
    await poll(pulse, moves=True)
    assert not pulse.is_at_rest
    await poll(pulse)
    assert pulse.is_at_rest


async def test_what_wakes_the_loop_during_a_poll_is_still_work_after_it() -> None:
    pulse = Pulse()
    pulse.begin()
    pulse.wake()
    await pulse.end(moves=False)
    assert not pulse.is_at_rest


async def test_a_bureau_that_does_not_answer_is_not_at_rest() -> None:
    pulse = Pulse()
    await poll(pulse)
    await pulse.look()
    assert not pulse.is_at_rest
