"""An entry of the blacklist from the bureau that adds it to the day it takes it back (FLOW-14)."""

import pytest

from beian.events.access import BlacklistHit
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.events.filing import BlacklistSynchronized
from beian.flows.flow_14 import LIFECYCLE
from beian.regulations.reasons import Reason
from ministry.domain.blacklist import BLACKLIST, AddEntry, RemoveEntry
from province.domain.blacklisting import BLACKLISTING, AddBlacklisting, RemoveBlacklisting
from support.spec import Given

ADD = AddBlacklisting("case1", "domain", "listed.example", "违法", "李某")
given_list = Given(BLACKLIST)


@pytest.mark.proves("R14-016", "R14-017")
def test_an_entry_is_listed_distributed_hit_and_lifted_as_the_diagram_draws_it() -> None:
    listed = Given(BLACKLISTING)().after(ADD, "320000")
    (added,) = listed.events
    assert isinstance(added, BlacklistEntryAdded)
    entry = AddEntry(added.kind, added.value, added.reason, region=added.region)
    distributed = given_list().after(entry, None)
    (synchronized,) = distributed.events
    assert isinstance(synchronized, BlacklistSynchronized)
    assert synchronized.added_by == "320000"
    hit = BlacklistHit(draft_id="d1", kind="domain", value="listed.example", rules=("R14-048",))
    (removed,) = listed.when(RemoveBlacklisting("已改正", "李某"), "320000").events
    assert isinstance(removed, BlacklistEntryRemoved)
    phase = ""
    for event in (added, synchronized, hit, hit, removed):
        phase = LIFECYCLE.after(phase, event)
    assert phase == "Lifted"
    assert not LIFECYCLE.allows("Lifted", hit)


@pytest.mark.proves("R14-017")
def test_the_ministry_takes_an_entry_from_the_list_for_the_adding_bureau_alone() -> None:
    entry = AddEntry("domain", "listed.example", "违法", region="320000")
    listed = given_list().after(entry, None)
    for region in (None, "440000"):
        other = RemoveEntry("domain", "listed.example", "误列", region=region)
        listed.when(other, None).then_refused(Reason.NOT_ALLOWED, rule="R14-017")
    own = RemoveEntry("domain", "listed.example", "已改正", region="320000")
    listed.when(own, None).then_types(BlacklistSynchronized)
