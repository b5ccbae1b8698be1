"""The material of a draft as it is archived: every piece of evidence its verification collected.

Rules: M64-035, R14-045, R14-112, J45-013.
"""

from collections.abc import Iterator
from typing import Final

from beian.events.enterprise import Evidence
from beian.events.retention import RetainedItem
from beian.records import Filing
from beian.regulations.rules import enforces
from enterprise.domain.collected import VIDEO, Verification
from enterprise.domain.duties import named_in_letter
from enterprise.domain.retention_commands import RetainMaterial

APPROVAL_DOCUMENT: Final = "APPROVAL_DOCUMENT"
AGREEMENT: Final = "AGREEMENT"
"""The security agreement; its signature is an event, its paper has no copy."""


@enforces("R14-112")
def material_of(verification: Verification, today: str, filing: Filing) -> RetainMaterial:
    """Return what is archived of a verification that was closed on `today` (YYYY-MM-DD).

    With it the copies of the approval documents of `filing`: they stay with the provider.
    """
    items = (*_items(verification, today), *_approvals(filing, today))
    return RetainMaterial(named_in_letter(verification), items)


def _approvals(filing: Filing, today: str) -> Iterator[RetainedItem]:
    for site in filing.sites:
        for document in (one for approval in site.pre_approvals for one in approval.documents):
            yield RetainedItem(
                kind=APPROVAL_DOCUMENT,
                sha256=document.sha256,
                size=document.size,
                captured_on=today,
            )


def _items(verification: Verification, today: str) -> Iterator[RetainedItem]:
    pieces: list[Evidence | None] = [
        verification.photo,
        *verification.copies,
        verification.sheet,
        verification.notice,
        verification.commitment,
        *verification.letters,
    ]
    for piece in pieces:
        if piece is not None:
            yield RetainedItem(
                kind=piece.kind, sha256=piece.sha256, size=piece.size, captured_on=today
            )
    if verification.video is not None:
        yield RetainedItem(
            kind=VIDEO,
            sha256=verification.video,
            size=verification.video_size,
            captured_on=today,
        )
    yield RetainedItem(kind=AGREEMENT, sha256=None, size=0, captured_on=today)
