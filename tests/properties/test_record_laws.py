"""Whatever is added to a filed record and cancelled of it: no key is held by nothing.

Through both pure cores that have a part in it: the record at its home bureau, the keys at the
ministry.
"""

from dataclasses import dataclass, field
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.records import RecordFiled
from beian.records import Access, ECertificate, Filing, Opinion, UniqueKey
from beian.records_changes import Change, NewAccess, NewSites
from beian.regulations.unique_keys import IP_RANGE, unique_keys
from ministry.domain.keys import KEY, FreeKey, Key, Registered, RegisterKey
from province.domain.applying import applied
from province.domain.cancellation_report import reported
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.filed_record import RECORD, ApplyChange, BeginChange, Filed, RecordCommand
from province.domain.numbering import ids_of, issued, verifier_of
from province.domain.outline import keys_gone
from province.domain.record_cancellation import Cancel
from support.filings import ISP_ID, a_filing, a_range, a_site, an_access, with_

NUMBER: Final = "苏ICP备2026000001号"
OTHER: Final = 440000000002
OPINION: Final = Opinion(approved=True, reviewed_at="2026-03-10")
FILING: Final = issued(a_filing(a_site(201), a_site(202)), NUMBER, "320000", 1)
FILED: Final = RecordFiled(
    filing_number=NUMBER,
    application_id="first",
    isp_id=ISP_ID,
    filing=FILING,
    verifier=verifier_of("AbCd23456789", "00" * 16),
    certificate=ECertificate(serial="S", path="/1", valid_until="2031-03-10"),
    opinion=OPINION,
    issued_on="2026-03-10",
)

type Step = tuple[str, int]

steps = st.lists(
    st.tuples(st.sampled_from(("subject", "site", "access", "add", "join")), st.integers(0, 5)),
    max_size=15,
)


@dataclass
class Network:
    """A home bureau's record, and the ministry's keys as its reports move them."""

    record: Filed
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    applications: int = 0

    @staticmethod
    def begun() -> "Network":
        record = RECORD.evolve(None, FILED)
        assert record is not None
        network = Network(record)
        network.registers(unique_keys(FILING))
        return network

    def registers(self, keys: tuple[UniqueKey, ...]) -> None:
        for key in keys:
            self._decide(key, RegisterKey(key, "any", ISP_ID, NUMBER))

    def frees(self, keys: tuple[UniqueKey, ...]) -> None:
        for key in keys:
            self._decide(key, FreeKey(key, NUMBER))

    def held(self) -> set[tuple[str, str]]:
        return {key for key, state in self.keys.items() if isinstance(state, Registered)}

    def _decide(self, key: UniqueKey, command: RegisterKey | FreeKey) -> None:
        state = self.keys.get((key.kind, key.value), KEY.initial)
        decision = KEY.decide(state, command, None)
        assert not isinstance(decision, Refusal), "a record takes only keys that are free"
        for event in decision:
            state = KEY.evolve(state, event)
        self.keys[key.kind, key.value] = state

    def asked(self, command: RecordCommand) -> bool:
        """Let the record decide; say whether it followed."""
        decision = RECORD.decide(self.record, command, None)
        if isinstance(decision, Refusal):
            return False
        for event in decision:
            after = RECORD.evolve(self.record, event)
            assert after is not None
            self.record = after
        return True

    def take(self, step: Step) -> None:
        what, which = step
        if what in {"add", "join"}:
            self.change(_addition(self.record.filing, what, which, self.applications))
            return
        kind = {"subject": SUBJECT, "site": SITE, "access": ACCESS}[what]
        ids = _ids(self.record.filing, kind)
        if not ids:
            return
        before, command = (
            self.record,
            Cancel(None, kind, ids[which % len(ids)], 2, "x", "2026-04-01"),
        )
        if self.asked(command):
            changed = reported(before, self.record, command)
            assert set(changed.unique_keys).isdisjoint(changed.freed_keys)
            self.frees(changed.freed_keys)

    def change(self, change: Change | None) -> None:
        self.applications += 1
        before, name = self.record.filing, f"application {self.applications}"
        after = None if change is None else applied(before, change)
        if after is None or not self.asked(BeginChange(name, "ICP/XZWZ")):
            return
        first = self.record.id_serial + 1
        assert ids_of(after)
        filing = issued(after, NUMBER, "320000", first, self.record.last_site)
        assert self.asked(ApplyChange(name, filing, OPINION, "2026-04-01"))
        held = {(key.kind, key.value) for key in unique_keys(before)}
        new = tuple(key for key in unique_keys(filing) if (key.kind, key.value) not in held)
        self.registers(new)
        self.frees(keys_gone(before, filing))


def _addition(filing: Filing, what: str, which: int, number: int) -> Change | None:
    if what == "add":
        return NewSites(subject_id=1, sites=(a_site(300 + number),))
    if not filing.sites:
        return None
    site = filing.sites[which % len(filing.sites)]
    return NewAccess(
        site_id=site.site_id,
        isp_access_id=number,
        isp_id=OTHER,
        locations=(17,),
        modes=(1,),
        ip_ranges=(a_range(f"203.0.113.{1 + which}"),),
        password="",
    )


def _ids(filing: Filing, kind: int) -> list[int]:
    if kind == SUBJECT:
        return [filing.subject.subject_id or 0]
    if kind == SITE:
        return [site.site_id or 0 for site in filing.sites]
    return [access.access_id or 0 for site in filing.sites for access in site.accesses]


def _accesses(filing: Filing) -> list[Access]:
    return [access for site in filing.sites for access in site.accesses]


@given(steps)
@settings(max_examples=200)
def test_the_keys_held_are_those_of_what_is_filed(taken: list[Step]) -> None:
    network = Network.begun()
    for step in taken:
        network.take(step)
        record = network.record
        filed = () if record.cancelled_on else unique_keys(record.filing)
        assert network.held() == {(key.kind, key.value) for key in filed}


@given(steps)
@settings(max_examples=200)
def test_a_filed_site_always_has_an_access_and_an_id_is_given_once(taken: list[Step]) -> None:
    network = Network.begun()
    given_ids = set(_ids(FILING, SITE) + _ids(FILING, ACCESS))
    for step in taken:
        before = network.record.filing
        network.take(step)
        after = network.record.filing
        assert all(site.accesses for site in after.sites)
        known = set(_ids(before, SITE) + _ids(before, ACCESS))
        new = set(_ids(after, SITE) + _ids(after, ACCESS)) - known
        assert new.isdisjoint(given_ids)
        given_ids |= new


@given(steps)
@settings(max_examples=100)
def test_a_range_that_another_site_uses_stays(taken: list[Step]) -> None:
    """Sites of one filing may share an address: it is free when the last of them went."""
    shared = with_(a_site(202), accesses=(an_access(402, a_range("198.51.100.10")),))
    network = Network.begun()
    network.change(NewSites(subject_id=1, sites=(shared,)))
    for step in taken:
        network.take(step)
    used = {
        f"{one.first}-{one.last}"
        for access in _accesses(network.record.filing)
        for one in access.ip_ranges
    }
    assert used == {value for kind, value in network.held() if kind == IP_RANGE}
