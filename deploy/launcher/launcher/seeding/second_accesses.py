"""Further providers' accesses of filed sites: with the number and the sponsor's password."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from beian.errors import Fault
from launcher.country.making import Country, Outcome, SecondAccess
from launcher.seeding.handing_in import HandingIn
from launcher.seeding.progress import Progress
from launcher.seeding.talk import Talk

_PASSWORD: Final = re.compile("备案密码[^A-Za-z0-9]{0,4}([A-Za-z0-9]{12})")

type Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Applications by region, by application id."""


async def file_second_accesses(
    talk: Talk, country: Country, hands: Sequence[HandingIn], rows: Rows, progress: Progress
) -> None:
    """Hand in every further access that its site has not got yet."""
    by_isp = {hand.provider["isp_id"]: hand for hand in hands}
    applications = _by_subject(hands, rows)
    wanted = list(country.second_accesses())
    task = progress.begin("further accesses handed in", len(wanted))
    waiting: dict[int, list[tuple[SecondAccess, str, str]]] = {}
    for second in wanted:
        application_id = applications.get((second.first_provider.isp_id, second.isp_subject_id))
        row = rows[second.home].get(application_id or "")
        found = None if row is None else await _ready(talk, row, second)
        if found is None:
            progress.advance(task, 1)
        else:
            waiting.setdefault(second.provider.isp_id, []).append((second, *found))
    for isp_id, accesses in sorted(waiting.items()):
        await by_isp[isp_id].hand_in_accesses(accesses)
        progress.advance(task, len(accesses))


def _by_subject(hands: Sequence[HandingIn], rows: Rows) -> Mapping[tuple[int, int], str]:
    """Return by which application each subject was filed: by provider, and its id there."""
    found: dict[tuple[int, int], str] = {}
    for hand in hands:
        isp_id = hand.provider["isp_id"]
        by_place = {
            (row["data_sequence"], row["record"]): application_id
            for application_id, row in rows[hand.provider["region"]].items()
            if row["isp_id"] == isp_id
        }
        for sequence, sent in hand.sent.items():
            for record, one in enumerate(sent, start=1):
                is_filed = one.planned.outcome is Outcome.FILED
                if is_filed and (sequence, record) in by_place:
                    found[isp_id, one.isp_subject_id] = by_place[sequence, record]
    return found


async def _ready(
    talk: Talk, row: Mapping[str, Any], second: SecondAccess
) -> tuple[str, str] | None:
    """Return the site's number and its filing password; None where it has the access.

    Without a number its subject was not filed, which the report says.
    """
    if row["filing_number"] is None:
        return None
    bureau = talk.bureau(second.home)
    record = await talk.get(f"{bureau}/api/records/{row['filing_number']}")
    if second.site > len(record["sites"]):
        return None
    site = record["sites"][second.site - 1]
    if any(access["isp_id"] == second.provider.isp_id for access in site["accesses"]):
        return None
    texts = await talk.get(f"{bureau}/api/outbox", application_id=row["application_id"])
    for text in texts:
        if password := _PASSWORD.search(text["text"]):
            return site["filing_number"], password[1]
    raise Fault(f"the sponsor of {row['filing_number']} was sent no filing password")
