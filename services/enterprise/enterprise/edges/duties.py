"""What a Jiangsu subject's evidence brings, from JSON to commands; a no to what is no picture."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Final

from beian.errors import Refusal
from beian.regulations.reasons import Reason
from enterprise.domain.duties import (
    CollectAuthorization,
    DutyCommand,
    ExplainNotice,
    RecordVideo,
    SignCommitment,
    SignNotice,
)
from enterprise.edges.bodies import image_of
from enterprise.edges.evidence_bodies import (
    AuthorizationBody,
    CommitmentBody,
    DutiesBody,
    NoticeBody,
    VideoBody,
)

MP4: Final = "mp4"
WEBM: Final = "webm"
_MP4_BRAND: Final = slice(4, 8)
"""Where an ISO base media file says `ftyp` (ISO/IEC 14496-12, 4.3)."""
_WEBM_START: Final = b"\x1a\x45\xdf\xa3"


@dataclass(slots=True)
class Duties:
    """Commands in the order of the flow, and the bytes they speak of."""

    commands: list[DutyCommand] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)

    def add(self, given: "Given") -> None:
        """Add one command with its bytes."""
        self.commands.append(given.command)
        self.contents.append(given.content)


@dataclass(frozen=True, slots=True)
class Given:
    """One command and the bytes that it keeps."""

    command: DutyCommand
    content: bytes


def duties_of(body: DutiesBody) -> Duties | Refusal:
    """Return all of it, or the first no."""
    duties = Duties([ExplainNotice(body.explained_by)])
    given = [
        notice_of(body.notice),
        commitment_of(body.commitment),
        video_of(body.video),
        *(authorization_of(one) for one in body.authorizations),
    ]
    for one in given:
        if isinstance(one, Refusal):
            return one
        duties.add(one)
    return duties


def notice_of(body: NoticeBody) -> Given | Refusal:
    """Read the signed notice."""
    image = image_of(body.image, "notice")
    if isinstance(image, Refusal):
        return image
    return Given(SignNotice(body.signer.holder(), body.signed_on, image.picture), image.content)


def commitment_of(body: CommitmentBody) -> Given | Refusal:
    """Read the signed commitment letter."""
    image = image_of(body.image, "commitment")
    if isinstance(image, Refusal):
        return image
    command = SignCommitment(body.signer.holder(), body.domains, body.signed_on, image.picture)
    return Given(command, image.content)


def video_of(body: VideoBody) -> Given | Refusal:
    """Read the recording: an MP4 or WebM file."""
    content = base64.b64decode(body.video)
    kind = _video_format(content)
    if kind is None:
        return Refusal(Reason.NOT_READABLE, "不是MP4或WebM视频", "video", "J45-012")
    digest = hashlib.sha256(content).hexdigest()
    return Given(RecordVideo(digest, len(content), kind, body.location), content)


def authorization_of(body: AuthorizationBody) -> Given | Refusal:
    """Read the legal representative's letter."""
    image = image_of(body.image, "authorization")
    if isinstance(image, Refusal):
        return image
    command = CollectAuthorization(body.authorized, body.authorized_by, image.picture)
    return Given(command, image.content)


def _video_format(content: bytes) -> str | None:
    if content[_MP4_BRAND] == b"ftyp":
        return MP4
    return WEBM if content.startswith(_WEBM_START) else None
