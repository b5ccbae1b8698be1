"""The verification-point form (现场核验点报备单): what it must say. PURE.

Rule J45-003, Annex 2 of JS45-2021.
"""

import re
from dataclasses import dataclass
from typing import Final

from beian.errors import Refusal
from beian.events.points import Contact, VerificationPointRegistered
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

_HOUSE_NUMBER: Final = re.compile(r"[0-9０-９零〇一二三四五六七八九十百千]+号")
ADDRESSES_MAX: Final = 100
"""Addresses of one form. Ours."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asked about a point."""

    name: str
    phone: str
    qq: str | None = None

    def contact(self) -> Contact:
        return Contact(name=self.name, phone=self.phone, qq=self.qq)


@dataclass(frozen=True, slots=True)
class PointForm:
    """The form as it is handed in."""

    unit_name: str
    addresses: tuple[str, ...]
    filing_contact: Person | None = None
    site_contact: Person | None = None
    sealed: bool = False


@enforces("J45-003")
def refuse_form(form: PointForm) -> Refusal | None:
    """Return the first thing that is wrong with a form, or None."""
    if not form.unit_name.strip():
        return _incomplete("unit_name", "应当填写单位名称")
    if not 1 <= len(form.addresses) <= ADDRESSES_MAX:
        return _incomplete("addresses", f"应当填写1至{ADDRESSES_MAX}个核验点地址")
    for number, address in enumerate(form.addresses):
        if not _HOUSE_NUMBER.search(address):
            return _incomplete(f"addresses.{number}", f"地址应当具体到门牌号：{address}")
    filing = form.filing_contact
    if filing is None or not (filing.name.strip() and filing.phone.strip()):
        return _incomplete("filing_contact", "应当填写备案联系人及电话")
    if not (filing.qq or "").strip():
        return _incomplete("filing_contact.qq", "应当填写备案联系人的QQ")
    site = form.site_contact
    if site is None or not (site.name.strip() and site.phone.strip()):
        return _incomplete("site_contact", "应当填写现场联系人及电话")
    if not form.sealed:
        return _incomplete("sealed", "报备单应当加盖单位公章")
    return None


def registered(
    form: PointForm, *, point_id: str, isp_id: int, region: str
) -> VerificationPointRegistered:
    """Return what is recorded of a form that was not refused."""
    assert form.filing_contact is not None, "a form without contacts is refused"
    assert form.site_contact is not None, "a form without contacts is refused"
    return VerificationPointRegistered(
        point_id=point_id,
        isp_id=isp_id,
        region=region,
        unit_name=form.unit_name,
        addresses=form.addresses,
        filing_contact=form.filing_contact.contact(),
        site_contact=form.site_contact.contact(),
        sealed=form.sealed,
    )


def _incomplete(where: str, detail: str) -> Refusal:
    return Refusal(Reason.INCOMPLETE, detail, where, "J45-003")
