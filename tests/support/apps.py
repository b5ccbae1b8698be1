"""Made-up apps; tests change what they are about."""

from dataclasses import replace
from typing import Any

from beian.app_forms import Form, Package, Person, Place, Proof, Sponsor
from support.filings import ID_CARD

ISP_ID = 320000000001
JIANGSU = "320000"
SUBJECT = "苏ICP备2026000007号"


def a_person(**changes: Any) -> Person:
    person = Person(
        name="张三",
        mobile="13800000000",
        email="zhangsan@sponsor.example",
        certificate_type=2,
        certificate_number=ID_CARD,
    )
    return replace(person, **changes)


def a_sponsor(**changes: Any) -> Sponsor:
    sponsor = Sponsor(
        name="示例科技有限公司",
        kind=4,
        address=Place(province=320000, city=320100, county=320102, detail="示例路1号"),
        certificate=Proof(type=1, number="320100000012345", address="示例路1号"),
        responsible=a_person(),
    )
    return replace(sponsor, **changes)


def a_form(**changes: Any) -> Form:
    """Return the form of an app whose sponsor is not filed; `subject=None` for one that is."""
    form = Form(
        kind="app",
        name="示例应用",
        packages=(Package("android", "example.app"), Package("ios", "example.app.ios")),
        responsible=a_person(),
        domains=("app.example",),
        addresses=("198.51.100.10",),
        commitment="承诺书-001",
        subject=a_sponsor(),
    )
    return replace(form, **changes)


def of_filed_subject(number: str = SUBJECT, **changes: Any) -> Form:
    """Return the form of an app whose sponsor is filed: no identity data."""
    return a_form(subject=None, subject_number=number, **changes)
