"""The center's year: monthly samples and quarterly stock checks, whose calls are answered here.

Findings are fed as inspectors would: sites that do not answer, sites that nobody filed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from beian.errors import Fault
from beian.records_changes import UnfiledSiteHandled
from beian.regulations.accuracy import MONTHLY, QUARTERLY, month_of, quarter_of
from beian.regulations.addresses import to_dotted
from launcher.country.draws import Draws
from launcher.country.sponsors import base36
from launcher.samples import Provider
from launcher.seeding.handing_in import HandingIn
from launcher.seeding.talk import Talk

NO_ANSWER: Final = 60
DIFFERS: Final = 25
"""Calls in a thousand that nobody takes, and that contradict what is filed."""
SILENT: Final = 4
"""Sites in a thousand that are found silent each month."""
UNFILED: Final = 150
"""Providers in a thousand at whose addresses an unfiled site is found each month."""
ANSWERED: Final = 850
"""Findings in a thousand that the provider deals with in time."""
_STOPPED: Final = 2
"""Cljg 已停止接入."""
_CALLS_MAX: Final = 10
_QUARTER_MONTHS: Final = 3


def periods_ended(first_of_month: date) -> Sequence[str]:
    """Return the checks whose period ended with the day before: of a month, and of a quarter."""
    ended = date.fromordinal(first_of_month.toordinal() - 1)
    monthly = f"{MONTHLY}-{month_of(ended)}"
    is_quarter = ended.month % _QUARTER_MONTHS == 0
    return (monthly, f"{QUARTERLY}-{quarter_of(ended)}") if is_quarter else (monthly,)


async def answer_by_hand(talk: Talk, seed: int) -> None:
    """Have samples drawn from the seed, and let no made-up sponsor answer by itself."""
    plan = {"seed": f"seed {seed}", "is_answered": False}
    await talk.post(f"{talk.center}/api/check-plan", plan)


async def answer_calls(talk: Talk, check: str, draws: Draws) -> Mapping[str, Any]:
    """Answer every call of a check; return the check as it stands then."""
    url = f"{talk.center}/api/sample-checks/{check}"
    shown = await talk.get(url)
    for number in shown["state"]["open_calls"]:
        own = draws.about(number)
        for attempt in range(_CALLS_MAX):
            lot = own.below(f"call {attempt}", 1000)
            answer = "match" if lot >= NO_ANSWER + DIFFERS else "differs"
            answer = "no_answer" if lot < NO_ANSWER else answer
            fields = ["responsible.mobile"] if answer == "differs" else []
            body = {"filing_number": number, "answer": answer, "fields": fields}
            after = await talk.post(f"{url}/answers", body)
            if number not in after["state"]["open_calls"]:
                break
        else:
            raise Fault(f"{check}: {number} is called for ever")
    return dict(await talk.get(url))


async def find_silent_sites(talk: Talk, hands: Sequence[HandingIn], draws: Draws) -> int:
    """Tell the center of filed sites that do not answer; return how many."""
    numbers = sorted({number for hand in hands for number in hand.site_numbers})
    silent = [number for number in numbers if draws.happens(f"silent {number}", SILENT)]
    for number in silent:
        finding = {"kind": "silent_site", "filing_number": number}
        await talk.post(f"{talk.center}/api/findings", finding)
    return len(silent)


async def find_unfiled_sites(
    talk: Talk, providers: Sequence[Provider], draws: Draws, month: int
) -> int:
    """Tell the center of sites at providers' addresses that nobody filed; return how many."""
    sites = [
        {
            "domain": f"unfiled{month}-{base36(provider.isp_id)}.example",
            "address": provider.ip_range.partition("/")[0].rpartition(".")[0] + f".{20 + month}",
            "region": provider.region,
        }
        for provider in providers
        if draws.happens(f"unfiled {provider.isp_id}", UNFILED)
    ]
    if sites:
        await talk.post(f"{talk.center}/api/unfiled-sites", {"sites": sites})
    return len(sites)


async def answer_findings(hands: Sequence[HandingIn], draws: Draws, today: date) -> int:
    """Let the providers answer for most unfiled sites that came; return for how many."""
    answered = 0
    for hand in hands:
        answers = [
            UnfiledSiteHandled(
                domain=one.domain,
                address=one.address,
                operator=one.operator,
                access_provider=hand.provider["isp_id"],
                province=int(hand.provider["region"]),
                result=_STOPPED,
                opinion="已停止接入",
                listed_on=(one.detected_at or today.isoformat())[:10],
                due_on=today.isoformat(),
            )
            for one in hand.unfiled
            if draws.happens(f"{one.domain} {to_dotted(one.address)}", ANSWERED)
        ]
        await hand.answer_unfiled(answers)
        answered += len(answers)
    return answered
