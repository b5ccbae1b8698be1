"""What the API shows of a bureau's read models. Times are network time, RFC 3339."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, Field

from beian.http.texts import Text


class View(BaseModel):
    """A row as it is shown."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Show the columns of a row that the view names."""
        return cls.model_validate({name: row[name] for name in cls.model_fields if name in row})


class ApplicationView(View):
    """Where an application stands."""

    application_id: str
    position: int = Field(description="Of its receipt in the log: where a list goes on, `after`.")
    isp_id: int
    data_sequence: int | None
    record: int | None
    operation: str
    provider_region: str
    home_region: str
    status: str
    sponsor_name: str
    filing_number: str | None
    review_due: str | None
    is_overdue: bool
    is_delivered: bool
    received_at: str
    changed_at: str


class HistoryView(BaseModel):
    """One event of an application in this bureau's log."""

    position: int
    type: str
    actor: str
    network_time: str
    causation_id: str | None
    data: dict[str, Any]


class ApplicationHistory(ApplicationView):
    """An application with everything that happened to it here."""

    history: list[HistoryView]


class Decided(BaseModel):
    """What a review came to."""

    application_id: str
    status: str
    filing_number: str | None


class QueueView(View):
    """An application that waits for a reviewer."""

    application_id: str
    isp_id: int
    provider_region: str
    sponsor_name: str
    review_due: str
    due_assumed: bool
    is_overdue: bool
    started_at: str


class NumberView(View):
    """A number that was issued here."""

    filing_number: str
    application_id: str
    sponsor_name: str


class ProviderView(View):
    """A provider admitted here, without its secrets."""

    isp_id: int
    name: str
    user_name: str
    ip_ranges: list[str]
    rights: list[str]
    lenient: list[str]
    download_encrypt_algorithm: int
    hosted_by: str


class OutboxView(View):
    """A text to a sponsor."""

    id: str
    created_at: str
    to_kind: str
    to: str
    subject: str | None
    text: str
    application_id: str | None


class RuleView(BaseModel):
    """A rule of a review policy."""

    field: str
    pattern: str
    decision: str
    opinion: str | None


class PolicyView(BaseModel):
    """How the review decides."""

    policy: str
    rules: list[RuleView]
    opinion: str | None


class Approval(BaseModel):
    """A reviewer's yes."""

    reviewer: Text = Field(default="人工审核", min_length=1, max_length=128)
    opinion: Text | None = Field(default=None, min_length=1, max_length=1024)


class Return(BaseModel):
    """A reviewer's no."""

    reasons: list[Text] = Field(default_factory=list, max_length=32)
    reviewer: Text = Field(default="人工审核", min_length=1, max_length=128)
    opinion: Text | None = Field(default=None, min_length=1, max_length=1024)
