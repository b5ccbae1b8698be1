"""When the exchange counts as at rest: only after a poll that began later than the last answer."""

from enterprise.edges.pulse import Pulses


def poll(pulses: Pulses, *, found: bool = False, waits: bool = False) -> None:
    for pulse in pulses.of.values():
        pulse.poll_begins()
        pulse.poll_ended(found=found, waits=waits)


def test_nothing_is_at_rest_before_the_first_poll() -> None:
    assert Pulses((1, 2)).busy() == 2


def test_a_poll_that_found_nothing_answers_one_round_of_questions() -> None:
    pulses = Pulses((1, 2, 3))
    pulses.busy()
    poll(pulses)
    assert [pulses.busy() for _ in range(3)] == [0, 0, 0]
    assert pulses.busy() == 3
    poll(pulses)
    assert pulses.busy() == 0


def test_a_poll_that_began_before_the_question_says_nothing() -> None:
    pulses = Pulses((1,))
    poll(pulses)
    pulse = pulses.of[1]
    pulse.poll_begins()
    assert pulses.busy() == 0
    pulse.poll_ended(found=False, waits=False)
    assert pulses.busy() == 1


def test_a_file_found_or_waiting_is_work() -> None:
    pulses = Pulses((1,))
    poll(pulses, found=True)
    assert pulses.busy() == 1
    poll(pulses, waits=True)
    assert pulses.busy() == 1
    poll(pulses)
    assert pulses.busy() == 0


def test_a_submission_is_work_before_anybody_polls() -> None:
    pulses = Pulses((1,))
    poll(pulses)
    pulses.of[1].wake()
    assert pulses.busy() == 1
