"""The automatic check of material about what is filed already: form, size, and whose it is.

Codes 1055 to 1059, 1061, 5010. Validation §8.
"""

from collections.abc import Iterator, Sequence

from beian.records import Finding
from beian.records_changes import Material
from province.domain.attachment_check import OWNER_SUBJECT, check_size, check_use
from province.domain.check_context import finding
from province.domain.outline import Outline, normal_number


def check_materials(materials: Sequence[Material], outline: Outline) -> Iterator[Finding]:
    """Yield what is wrong with material of a filed subject or its sites."""
    for material in materials:
        if material.owner_type == OWNER_SUBJECT:
            yield from check_use(material, None)
            if not _is_subject(material, outline):
                yield finding(1058, _named(material))
            yield from check_size(material, None)
            continue
        number = _number(material)
        site = outline.site_of(number, material.owner_id)
        name = None if site is None else site.name
        yield from check_use(material, name)
        if site is None:
            yield finding(1059, _named(material))
        yield from check_size(material, name)


def check_materials_of_new(
    materials: Sequence[Material], outline: Outline, new: dict[int, str]
) -> Iterator[Finding]:
    """Yield what is wrong with material of the subject or of sites that are added to it.

    `new`: the enterprise's ids of the added sites, with their names.
    """
    for material in materials:
        name = new.get(material.owner_id or 0)
        is_subject = material.owner_type == OWNER_SUBJECT
        yield from check_use(material, None if is_subject else name)
        if not (_is_subject(material, outline) if is_subject else name is not None):
            yield finding(1055, _named(material))
        yield from check_size(material, None if is_subject else name)


def _is_subject(material: Material, outline: Outline) -> bool:
    if material.owner_number is not None:
        return _number(material) == outline.filing_number
    return material.owner_id == outline.subject_id


def _number(material: Material) -> str | None:
    """Return Baxh in normal form; as it was sent where it is no number, which names nothing."""
    sent = material.owner_number
    return None if sent is None else normal_number(sent) or sent


def _named(material: Material) -> object:
    return material.owner_id if material.owner_number is None else material.owner_number
