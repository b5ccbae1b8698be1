"""When a change of filed data takes effect, and whether it was asked for in time.

Stream: `changeterm-<application id>` at the bureau that took the change.
"""

from beian.events.base import Event, Ruled, event


@event("changeterm")
class ChangeEffectDeclared(Event, frozen=True, kw_only=True):
    """Sponsor or provider said from which day on the changed data hold."""

    application_id: str
    requested_on: str
    """YYYY-MM-DD: when the bureau got the change."""
    effective_on: str
    declared_by: str


@event("changeterm")
class ChangeOverdueDetected(Ruled, frozen=True, kw_only=True):
    """The change was asked for later than thirty days before it takes effect. It goes on."""

    application_id: str
    requested_on: str
    effective_on: str
    notice_days: int
    """Calendar days between the two; negative where the change came after the fact."""
    is_fine_possible: bool
    """O33-030; imposed only by a decision of the bureau."""
