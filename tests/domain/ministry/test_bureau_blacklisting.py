"""An entry of the blacklist at the ministry: the bureau that added it alone takes it back."""

import pytest

from beian.events.filing import BlacklistSynchronized
from beian.regulations.reasons import Reason
from ministry.domain.blacklist import BLACKLIST, AddEntry, RemoveEntry
from support.spec import Given

given_list = Given(BLACKLIST)


@pytest.mark.proves("R14-017")
def test_the_ministry_takes_an_entry_from_the_list_for_the_adding_bureau_alone() -> None:
    entry = AddEntry("domain", "listed.example", "违法", region="320000")
    listed = given_list().after(entry, None)
    for region in (None, "440000"):
        other = RemoveEntry("domain", "listed.example", "误列", region=region)
        listed.when(other, None).then_refused(Reason.NOT_ALLOWED, rule="R14-017")
    own = RemoveEntry("domain", "listed.example", "已改正", region="320000")
    listed.when(own, None).then_types(BlacklistSynchronized)
