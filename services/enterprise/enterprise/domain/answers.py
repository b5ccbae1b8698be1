"""What a request came to that is recorded either way: a yes, or a no with its rule."""

from dataclasses import dataclass

from beian.errors import Refusal
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class Denied:
    """The last request was denied, and the log says so."""

    reason: Reason
    detail: str
    rule: str

    @property
    def refusal(self) -> Refusal:
        """The no as it is answered."""
        return Refusal(self.reason, self.detail, rule=self.rule)
