"""The verification material of an application: made-up pictures that say so."""

from collections.abc import Iterator, Mapping
from typing import Final

from beian.records import Attachment, BlobRef, PreApproval, Site
from beian.regulations.certificates import SponsorKind
from beian.regulations.numbers import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX
from launcher.country import proportions
from launcher.country.draws import Draws
from launcher.country.sponsors import Sponsor
from launcher.pictures import grey_jpeg, grey_png
from launcher.samples import (
    JPG,
    OF_SITE,
    OF_SUBJECT,
    PERSON_CERTIFICATE,
    PNG,
    UNIT_CERTIFICATE,
    VERIFICATION_SHEET,
    blob_ref,
)

SITE_PERSON_CERTIFICATE: Final = 4
PHOTO: Final = 5
"""Fjyt."""
_APPROVED_CONTENTS: Final = (1, 2, 3, 4, 5, 9)
"""Nrlx: 新闻, 出版, 教育, 医疗保健, 药品和医疗器械, 文化."""


class Pictures:
    """Collects the pictures of one application by SHA-256."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def photo(self, comment: str) -> BlobRef:
        return self._keep(grey_jpeg(PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX, comment=comment))

    def copy(self, comment: str) -> BlobRef:
        return self._keep(grey_png(160, 100, comment=comment))

    def _keep(self, content: bytes) -> BlobRef:
        ref = blob_ref(content)
        self.blobs[ref.sha256] = content
        return ref


def material_of(sponsor: Sponsor) -> tuple[tuple[Attachment, ...], Mapping[str, bytes]]:
    """Return what is attached, and the bytes by SHA-256."""
    pictures = Pictures()
    return tuple(_attachments(sponsor, pictures)), pictures.blobs


def _attachments(sponsor: Sponsor, pictures: Pictures) -> Iterator[Attachment]:
    subject = sponsor.subject.isp_subject_id or 0
    if sponsor.kind is not SponsorKind.INDIVIDUAL:
        copy = pictures.copy(f"SIMULATED unit {subject}")
        yield _of_subject(UNIT_CERTIFICATE, copy, subject)
    copy = pictures.copy(f"SIMULATED person {subject}")
    yield _of_subject(PERSON_CERTIFICATE, copy, subject)
    for site in sponsor.sites:
        number = site.isp_site_id or 0
        sheet = pictures.photo(f"SIMULATED sheet {number}")
        yield _of_site(VERIFICATION_SHEET, JPG, sheet, number)
        yield _of_site(PHOTO, JPG, pictures.photo(f"SIMULATED photo {number}"), number)
        if site.responsible != sponsor.subject.responsible:
            copy = pictures.copy(f"SIMULATED site person {number}")
            yield _of_site(SITE_PERSON_CERTIFICATE, PNG, copy, number)


def with_approvals(
    sponsor: Sponsor, draws: Draws, year: int
) -> tuple[Sponsor, Mapping[str, bytes]]:
    """Let some sites of units have content that a department approved."""
    if sponsor.kind is SponsorKind.INDIVIDUAL:
        return sponsor, {}
    pictures = Pictures()
    sites = tuple(_approved(site, draws, pictures, year) for site in sponsor.sites)
    return Sponsor(sponsor.subject, sites), pictures.blobs


def _approved(site: Site, draws: Draws, pictures: Pictures, year: int) -> Site:
    own = draws.about(f"approval {site.isp_site_id}")
    if not own.happens("approved", proportions.PRE_APPROVED):
        return site
    document = pictures.copy(f"SIMULATED approval {site.isp_site_id}")
    approval = PreApproval(
        type=own.one_of("content", _APPROVED_CONTENTS),
        number=f"示例批字〔{year}〕第{1 + own.below('serial', 999)}号",
        documents=(document,),
    )
    return Site(
        isp_site_id=site.isp_site_id,
        name=site.name,
        pre_approvals=(approval,),
        services=site.services,
        languages=site.languages,
        domains=site.domains,
        accesses=site.accesses,
        responsible=site.responsible,
        home_page=site.home_page,
        remark=site.remark,
    )


def _of_subject(usage: int, content: BlobRef, owner: int) -> Attachment:
    return Attachment(
        format=PNG, usage=usage, content=content, owner_type=OF_SUBJECT, owner_id=owner
    )


def _of_site(usage: int, form: int, content: BlobRef, owner: int) -> Attachment:
    return Attachment(format=form, usage=usage, content=content, owner_type=OF_SITE, owner_id=owner)
