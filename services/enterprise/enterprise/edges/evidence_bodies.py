"""What an on-site verification's evidence looks like as JSON: papers, video, sheet, contract."""

from typing import Literal

from pydantic import Field

from enterprise.domain.originals import Whose
from enterprise.domain.verification import SCAN
from enterprise.edges.bodies import (
    LISTED_MAX,
    Base64,
    Body,
    FilingBody,
    HolderBody,
    OriginalBody,
    OwnershipBody,
    PhotoBody,
    PresentedBody,
    Text,
)


class SheetBody(Body):
    image: Base64
    medium: Text = Field(default=SCAN, description="original, fax, scan, or electronic.")


class ExplanationBody(Body):
    explained_by: Text


class NoticeBody(Body):
    """The responsibility notice, signed."""

    image: Base64
    signer: HolderBody
    signed_on: Text


class CommitmentBody(NoticeBody):
    """The commitment letter, signed."""

    domains: tuple[Text, ...] = Field(default=(), max_length=LISTED_MAX * LISTED_MAX)


class VideoBody(Body):
    video: Base64
    location: Literal["site", "remote"] = "site"


class AuthorizationBody(Body):
    """The legal representative's letter for one of the responsible persons."""

    authorized: Whose
    authorized_by: Text
    image: Base64


class DutiesBody(Body):
    """What the responsible person of a Jiangsu subject hears, signs and reads aloud."""

    explained_by: Text
    notice: NoticeBody
    commitment: CommitmentBody
    video: VideoBody
    authorizations: tuple[AuthorizationBody, ...] = Field(default=(), max_length=2)


class RecognitionBody(Body):
    """What remote collection came to."""

    method: Text = Field(description="face, lip, or action.")
    person: HolderBody
    image: Base64
    matches_certificate: bool
    matches_database: bool
    database: Text = Field(description="The authoritative database that was asked.")


class ContractBody(Body):
    """The service contract as it was signed."""

    clauses: tuple[Text, ...] = Field(
        default=(), max_length=LISTED_MAX, description="TRUTH_CLAUSE, CLOSURE_RIGHT, UPDATE_DUTY."
    )
    cites: tuple[Text, ...] = Field(
        default=(), max_length=LISTED_MAX, description="Articles: O33-023."
    )
    signatory: HolderBody
    signed_on: Text
    sealed_by_sponsor: bool = False
    sealed_by_provider: bool = False
    authorization: Base64 | None = Field(
        default=None, description="The letter, where not the legal representative signs."
    )


class VerificationBody(Body):
    """All steps on site, in the order in which they are taken."""

    person: HolderBody
    verification_point: Text | None = None
    photo: PhotoBody
    certificates: tuple[OriginalBody, ...] = Field(max_length=LISTED_MAX)
    correction: FilingBody | None = None
    presented: PresentedBody
    domains: tuple[OwnershipBody, ...] = Field(max_length=LISTED_MAX * LISTED_MAX)
    duties: DutiesBody | None = None
    sheet: Base64
    medium: Text = SCAN
