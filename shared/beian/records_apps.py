"""What the filing of an app says: form app_v1, separate from the form of websites of 2005.

The form attached to APP105-2023 is not among the sources, and the wire of V3.0 has no place for
apps: these fields are ours, and carry their version. Rules: A105-004, A105-016.
"""

from typing import Final

from beian.records import Record, ResponsiblePerson, Subject

FORM: Final = "app_v1"


class AppPackage(Record, frozen=True, kw_only=True):
    """What is installed: one for each system that the app runs on."""

    platform: str
    """android, ios, harmonyos …; of a mini-program or quick app its host."""
    name: str
    """Package name, bundle id, or the program's id at its host."""
    fingerprint: str | None = None
    """Of the certificate that signed it, in hex."""


class AppApproval(Record, frozen=True, kw_only=True):
    """A consent document (审核同意文件) of a competent department."""

    category: str
    number: str
    issued_by: str
    issued_on: str
    """YYYY-MM-DD."""


class AppForm(Record, frozen=True, kw_only=True):
    """Everything that is filed about one app."""

    form: str = FORM
    kind: str
    """app, mini_program or quick_app."""
    name: str
    packages: tuple[AppPackage, ...]
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """CIDR blocks or single addresses."""
    categories: tuple[str, ...] = ()
    """Fields that a department must consent to: news, publishing …"""
    approvals: tuple[AppApproval, ...] = ()
    responsible: ResponsiblePerson
    """For the app (APP负责人)."""
    commitment: str | None = None
    """Reference of the signed commitment letter (承诺书)."""
    began_on: str | None = None
    """YYYY-MM-DD: in business since; None for an app that has not begun."""
    subject_number: str | None = None
    """The filing number of a subject that is filed already; then `subject` stays empty."""
    subject: Subject | None = None
    """Identity data of a sponsor that is not filed yet."""


class PublishedApp(Record, frozen=True, kw_only=True):
    """What the public query shows of an app."""

    app_number: str
    kind: str
    name: str
    subject_number: str
    is_cancelled: bool = False
