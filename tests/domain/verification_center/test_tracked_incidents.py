"""Faults as the center tracks them."""

import pytest

from beian.events.operations import (
    IncidentReported,
    IncidentResolved,
    IncidentTracked,
    MajorIncidentReported,
)
from support.spec import Given
from verification_center.domain.tracked_incidents import TRACKED, Track

AT = "2026-03-09T12:00:00.000000+08:00"
REPORTED = Track(
    IncidentReported(
        incident_id="i-1",
        scope="province",
        system="province.320000",
        regions=("320000",),
        description="上报中断",
        reporter="值班员",
        owner="coordination_center",
        handler="branch",
        operator="协调中心",
        contact="400-1",
        reported_at=AT,
        rules=("R14-125",),
    ),
    AT,
)
MAJOR = Track(
    MajorIncidentReported(
        incident_id="i-1",
        operating_unit="协调中心",
        superior="ministry",
        began_at=AT,
        hours=12,
        rules=("R14-128",),
    ),
    AT,
)
RESOLVED = Track(
    IncidentResolved(
        incident_id="i-1", resolved_by="值班员", text="", resolved_at=AT, rules=("R14-125",)
    ),
    AT,
)


@pytest.mark.proves("R14-029")
def test_a_fault_shows_its_history_from_report_to_resolution() -> None:
    history = Given(TRACKED)()
    phases = []
    for command in (REPORTED, MAJOR, RESOLVED):
        history.when(command, None).then_types(IncidentTracked)
        history = history.after(command, None)
        history.when(command, None).then_nothing()
        phases.append(history.state.phase)
    assert phases == ["Reported", "Major", "Resolved"]
    assert [one.status for one in history.state.history] == ["reported", "major", "resolved"]
