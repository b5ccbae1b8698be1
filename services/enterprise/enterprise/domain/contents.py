"""What a draft must say before anybody verifies it, and who the holders of its certificates are.

Decides completeness of the sponsor's own data (主体、联系方式、网站信息); formats that the wire
answers with a code are the bureau's to check. Rules: M64-007 to M64-009.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from beian.errors import Refusal
from beian.records import Filing, ResponsiblePerson, Site, Subject
from beian.regulations.addresses import from_dotted
from beian.regulations.certificates import SponsorKind, is_personal, owner_of
from beian.regulations.domains import domain_key, home_page_key
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Holder:
    """Name, kind (Zjlx) and number, as a certificate says them."""

    name: str | None
    certificate_type: int | None
    certificate_number: str | None


@dataclass(frozen=True, slots=True)
class Presented:
    """What the originals on the table say."""

    subject: Holder
    subject_person: Holder
    site_person: Holder


def is_individual(subject: Subject) -> bool:
    """Say whether the sponsor is an individual: its certificate's type decides."""
    return is_personal(subject.certificate.type)


def holders_of(filing: Filing) -> Presented:
    """Return what the originals must say, for the data entered. An individual is its own head."""
    subject = filing.subject
    unit = Holder(subject.name, subject.certificate.type, subject.certificate.number)
    return Presented(
        subject=unit,
        subject_person=_person(subject.responsible, unit if is_individual(subject) else None),
        site_person=_person(filing.sites[0].responsible, unit if is_individual(subject) else None),
    )


def differences(entered: Presented, presented: Presented) -> tuple[str, ...]:
    """Return the fields in which originals and data differ by as much as a character."""
    return tuple(
        f"{whose}.{field}"
        for whose in ("subject", "subject_person", "site_person")
        for field in ("name", "certificate_type", "certificate_number")
        if getattr(getattr(entered, whose), field) != getattr(getattr(presented, whose), field)
    )


def changed_fields(before: Filing, after: Filing) -> tuple[str, ...]:
    """Return the paths at which two filings differ, in the order of the records."""
    return tuple(_changed(msgspec.to_builtins(before), msgspec.to_builtins(after), ""))


def refuse_contents(filing: Filing) -> Refusal | None:
    """Return the first thing that is missing from a draft, or None."""
    if not filing.sites:
        return _missing("sites", "至少要有一个网站", "M64-009")
    for path, person in _persons(filing):
        refusal = _refuse_person(path, person, filing.subject)
        if refusal is not None:
            return refusal
    for number, site in enumerate(filing.sites):
        refusal = _refuse_site(f"sites.{number}", site)
        if refusal is not None:
            return refusal
    return _refuse_subject(filing)


@enforces("M64-007", "O33-033", "O33-034")
def _refuse_subject(filing: Filing) -> Refusal | None:
    subject = filing.subject
    if not subject.name.strip():
        return _missing("subject.name", "应当填写主办者名称", "O33-033")
    for field, value in (
        ("number", subject.certificate.number),
        ("address", subject.certificate.address),
    ):
        if not value.strip():
            return _missing(f"subject.certificate.{field}", "应当填写证件信息", "O33-033")
    owner = owner_of(subject.certificate.type)
    if owner is None:
        return _wrong("subject.certificate.type", "证件类型不存在", "M64-020")
    if subject.kind is not None and subject.kind != owner:
        return _wrong("subject.kind", "主办单位性质与证件类型不符", "M64-020")
    if owner is not SponsorKind.INDIVIDUAL and subject.kind is None:
        return _missing("subject.kind", "应当填写主办单位性质", "M64-020")
    if owner is not SponsorKind.INDIVIDUAL:
        return None
    entered = holders_of(filing)
    for whose in (entered.subject_person, entered.site_person):
        if whose.certificate_number != subject.certificate.number:
            return _wrong(
                "responsible.certificate_number",
                "主办者为个人的，网站负责人应当为其本人",
                "M64-007",
            )
    return None


@enforces("M64-008")
def _refuse_person(path: str, person: ResponsiblePerson, subject: Subject) -> Refusal | None:
    own = is_individual(subject)
    needed = {"mobile": person.mobile, "email": person.email}
    if not own:
        needed |= {
            "name": person.name,
            "office_phone": person.office_phone,
            "certificate_number": person.certificate_number,
        }
    for field, value in needed.items():
        if value is None or not value.strip():
            return _missing(f"{path}.{field}", "联系方式或者负责人信息不完整", "M64-008")
    if not own and person.certificate_type is None:
        return _missing(f"{path}.certificate_type", "负责人信息不完整", "M64-008")
    if subject.address.detail is None or not subject.address.detail.strip():
        return _missing("subject.address.detail", "应当填写通信地址", "M64-008")
    return None


@enforces("M64-009", "O33-035", "R14-001")
def _refuse_site(path: str, site: Site) -> Refusal | None:
    needed = {
        "name": site.name.strip(),
        # A site behind an IP address alone has no domain; its home page is the address.
        "domains": site.domains or address_of(site) is not None,
        "services": site.services,
        "languages": site.languages,
    }
    for field, value in needed.items():
        if not value:
            return _missing(f"{path}.{field}", "网站信息不完整", "M64-009")
    for approval in site.pre_approvals:
        if not approval.documents:
            return _missing(f"{path}.pre_approvals", "前置审批应当附文件", "M64-009")
    return _refuse_domains(path, site)


@enforces("R14-002")
def _refuse_domains(path: str, site: Site) -> Refusal | None:
    for number, domain in enumerate(site.domains):
        if domain_key(domain.name) is None:
            return Refusal(
                Reason.INVALID_FIELD,
                f"{domain.name}不是独立域名",
                f"{path}.domains.{number}",
                "R14-002",
            )
    return None


def address_of(site: Site) -> str | None:
    """Return the IP address that a site's home page names, dotted, or None."""
    key = None if site.home_page is None else home_page_key(site.home_page)
    if key is None:
        return None
    host = key.partition("/")[0].partition("?")[0].partition(":")[0]
    return host if from_dotted(host) is not None else None


def _persons(filing: Filing) -> Iterator[tuple[str, ResponsiblePerson]]:
    yield "subject.responsible", filing.subject.responsible
    for number, site in enumerate(filing.sites):
        yield f"sites.{number}.responsible", site.responsible


def _person(person: ResponsiblePerson, itself: Holder | None) -> Holder:
    if itself is None:
        return Holder(person.name, person.certificate_type, person.certificate_number)
    return Holder(
        person.name or itself.name,
        person.certificate_type or itself.certificate_type,
        person.certificate_number or itself.certificate_number,
    )


def _changed(before: object, after: object, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before:
            yield from _changed(before[key], after.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        if len(before) != len(after):
            yield path
            return
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _changed(one, other, f"{path}.{number}")
    elif before != after:
        yield path


def _missing(field: str, detail: str, rule: str) -> Refusal:
    return Refusal(Reason.INCOMPLETE, f"{field}：{detail}", field=field, rule=rule)


def _wrong(field: str, detail: str, rule: str) -> Refusal:
    return Refusal(Reason.INACCURATE, f"{field}：{detail}", field=field, rule=rule)
