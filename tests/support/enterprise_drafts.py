"""Drafts as an enterprise system gets them, and the steps that bring one to its submission."""

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from beian.events.base import Event
from beian.records import Address, Filing
from beian.regulations.addresses import Range, range_of
from enterprise.domain.contents import holders_of
from enterprise.domain.context import Context
from enterprise.domain.draft import (
    DRAFT,
    DraftCommand,
    PassPreVerification,
    StartOnSite,
)
from enterprise.domain.duties import (
    CollectAuthorization,
    ExplainNotice,
    RecordVideo,
    SignCommitment,
    SignNotice,
)
from enterprise.domain.electronic import VerifyElectronically
from enterprise.domain.entry import SubmitDraft
from enterprise.domain.originals import Original, Whose
from enterprise.domain.pictures import Picture
from enterprise.domain.registration_form import Form
from enterprise.domain.states import DraftState
from enterprise.domain.submission import RecordAccess, SubmitFiling
from enterprise.domain.verification import (
    CapturePhoto,
    CheckDomain,
    CheckOriginal,
    CompleteSheet,
    MatchInformation,
    SignAgreement,
)
from support.filings import ISP_ID, a_filing, a_person, a_site, a_unit, an_individual
from support.spec import Given, History

DRAFT_ID = "0199aaaa-0000-7000-8000-000000000001"
MONDAY = date(2026, 3, 2)
NUMBER = 7
BLOCK: tuple[Range, ...] = (range_of("198.51.100.0/24"),)
NOW = "2026-03-02T10:00:00.000000+08:00"
CONTEXT = Context(today=MONDAY, isp_id=ISP_ID, location=17, reported=BLOCK, number=NUMBER, now=NOW)
PILOT = replace(CONTEXT, is_pilot=True)
SLIP = "HYD-320000000001-001"

type Drafts = History[DraftState, DraftCommand, Context]
given = Given(DRAFT)


def as_entered(filing: Filing) -> Filing:
    """Return what its sponsor knows of a filing: no ids, no access, no attachments."""
    sites = tuple(
        msgspec.structs.replace(
            site,
            isp_site_id=None,
            accesses=(),
            domains=tuple(msgspec.structs.replace(one, isp_domain_id=None) for one in site.domains),
        )
        for site in filing.sites
    )
    subject = msgspec.structs.replace(filing.subject, isp_subject_id=None)
    return Filing(subject=subject, sites=sites)


GUANGDONG = Address(province=440000, city=440100, county=440103, detail="示例路1号")
JIANGSU = as_entered(a_filing())
"""A unit of Jiangsu, of which more evidence is asked."""
FILING = as_entered(a_filing(subject=a_unit(address=GUANGDONG)))
"""A unit whose responsible person is the same for subject and site."""
INDIVIDUAL = as_entered(
    a_filing(a_site(responsible=a_person(name="李四")), subject=an_individual(address=GUANGDONG))
)
DECLARED = Form(declared=True)


def a_draft(filing: Filing = FILING, **changes: Any) -> SubmitDraft:
    entered = SubmitDraft(draft_id=DRAFT_ID, filing=filing, submitted_by="sponsor_self")
    return replace(entered, **changes)


def a_picture(width: int = 800, height: int = 600, **changes: Any) -> Picture:
    picture = Picture(sha256="ab" * 32, size=5000, format=1, width=width, height=height)
    return replace(picture, **changes)


def a_photo(**changes: Any) -> CapturePhoto:
    photo = CapturePhoto(a_picture(), "2026-03-02T10:00:00+08:00", "MB-2026-001")
    return replace(photo, **changes)


def an_original(
    whose: Whose = Whose.SUBJECT, original: Original = Original.BUSINESS_LICENCE, **changes: Any
) -> CheckOriginal:
    check = CheckOriginal(
        whose=whose,
        original=original,
        is_citizen=True,
        lacks_first_choice=False,
        is_genuine=True,
        copy=a_picture(160, 100, sha256="cd" * 32),
    )
    return replace(check, **changes)


def appearing(filing: Filing = FILING) -> StartOnSite:
    return StartOnSite(holders_of(filing).site_person)


def matching(filing: Filing = FILING) -> MatchInformation:
    return MatchInformation(holders_of(filing))


def owned(filing: Filing = FILING) -> list[CheckDomain]:
    owner = filing.subject.name
    return [CheckDomain(one.name, owner) for site in filing.sites for one in site.domains]


def steps_on_site(filing: Filing = FILING) -> list[DraftCommand]:
    """Return everything between the appearance and the signature, in order."""
    return [
        a_photo(),
        an_original(),
        an_original(Whose.SUBJECT_PERSON, Original.ID_CARD),
        matching(filing),
        *owned(filing),
        CompleteSheet(a_picture(sha256="ef" * 32)),
        SignAgreement(),
    ]


def after(*commands: DraftCommand, context: Context = CONTEXT) -> Drafts:
    """Return the history of a draft to which these commands were given; none may be refused."""
    history: Drafts = given()
    for command in commands:
        history = history.after(command, context)
    return history


def on_site(filing: Filing = FILING) -> Drafts:
    return after(a_draft(filing), PassPreVerification(), appearing(filing))


def verified() -> Drafts:
    return after(a_draft(), PassPreVerification(), appearing(), *steps_on_site())


def submitted(**changes: Any) -> Drafts:
    commands = [a_draft(**changes), PassPreVerification(), appearing(), *steps_on_site()]
    return after(*commands, RecordAccess(), SubmitFiling())


def issued(history: Drafts, number: str = "苏ICP备2026000001号") -> Filing:
    """Return the filing of a submitted draft as the bureau sends it down."""
    filing: Any = getattr(history.state, "filing")  # noqa: B009 - of whatever state has one
    subject = msgspec.structs.replace(filing.subject, filing_number=number, subject_id=1)
    return Filing(subject=subject, sites=filing.sites)


def types_of(history: Drafts) -> list[type[Event]]:
    return [type(event) for event in history.events]


def a_jiangsu_photo(**changes: Any) -> CapturePhoto:
    return a_photo(slip_number=SLIP, id_shown=True, **changes)


def duties_done(
    filing: Filing = JIANGSU,
    *,
    location: str = "site",
    authorized: tuple[Whose, ...] = (Whose.SUBJECT_PERSON, Whose.SITE_PERSON),
) -> list[DraftCommand]:
    """Return what the responsible person of a Jiangsu subject hears, signs and reads aloud."""
    signer = holders_of(filing).site_person
    domains = tuple(one.name for site in filing.sites for one in site.domains)
    return [
        ExplainNotice("王五"),
        SignNotice(signer, "2026-03-02", a_picture(sha256="11" * 32)),
        SignCommitment(signer, domains, "2026-03-02", a_picture(sha256="22" * 32)),
        RecordVideo("33" * 32, 1000, "mp4", location),
        *(CollectAuthorization(whose, "法人", a_picture(sha256="44" * 32)) for whose in authorized),
    ]


def jiangsu_steps(filing: Filing = JIANGSU, **how: Any) -> list[DraftCommand]:
    """Return everything between appearance and signature for a Jiangsu subject, in order."""
    _, *checked, sheet, signature = steps_on_site(filing)
    return [a_jiangsu_photo(), *checked, *duties_done(filing, **how), sheet, signature]


def recognised(filing: Filing = FILING, **changes: Any) -> VerifyElectronically:
    """Return a remote verification that agrees twice."""
    command = VerifyElectronically(
        method="face",
        person=holders_of(filing).site_person,
        image=a_picture(640, 480, sha256="55" * 32),
        matches_certificate=True,
        matches_database=True,
        database="公安人口库",
    )
    return replace(command, **changes)


def electronic_steps(filing: Filing = FILING) -> list[DraftCommand]:
    """Return a pilot enterprise's steps after the recognition, without the duties."""
    _, *checked, _, signature = steps_on_site(filing)
    sheet = CompleteSheet(a_picture(sha256="66" * 32), "electronic")
    return [*checked, sheet, signature]
