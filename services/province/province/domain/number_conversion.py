"""A licence number in the place of a filing number, in the filing's record. FLOW-11, R14-118."""

from dataclasses import dataclass

from beian.decider import Decision
from beian.events.licences import FilingNumberConverted, FilingNumberRestored
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class ConvertNumber:
    """Put a licence number in the place of the filing number, or None: take it away again."""

    licence_number: str | None
    authority: str
    converted_on: str


@enforces("R14-118")
def convert_number(filing_number: str, held: str | None, command: ConvertNumber) -> Decision:
    """Say what happens; `held`: the licence number that the record has. A repetition: nothing."""
    if held == command.licence_number:
        return []
    if command.licence_number is not None:
        return [
            FilingNumberConverted(
                filing_number=filing_number,
                licence_number=command.licence_number,
                authority=command.authority,
                converted_on=command.converted_on,
                rules=("R14-118",),
            )
        ]
    assert held is not None, "what is taken away was there"
    return [
        FilingNumberRestored(
            filing_number=filing_number,
            licence_number=held,
            restored_on=command.converted_on,
            rules=("O292-025",),
        )
    ]


def number_after(event: FilingNumberConverted | FilingNumberRestored) -> str | None:
    """Return the licence number that a record has after an event; None for none any more."""
    return event.licence_number if isinstance(event, FilingNumberConverted) else None
