"""What the public register says of names and numbers, as rules want to know it."""

from collections.abc import Iterable

from beian.errors import Refusal
from beian.regulations.reasons import Reason
from enterprise.application import Provider, RegisterAway


async def filed(provider: Provider, names: Iterable[str]) -> dict[str, str | None] | Refusal:
    """Return the filing numbers of the sites of domains; a Refusal where nobody answers."""
    try:
        return {name: await provider.register.number_of(domain=name) for name in names}
    except RegisterAway:
        return Refusal(Reason.REGISTER_AWAY, Reason.REGISTER_AWAY.text)


async def filed_numbers(provider: Provider, numbers: Iterable[str]) -> frozenset[str] | Refusal:
    """Return those of some numbers that the register knows; a Refusal where nobody answers."""
    known = set()
    try:
        for one in numbers:
            if await provider.register.number_of(number=one) is not None:
                known.add(one)
    except RegisterAway:
        return Refusal(Reason.REGISTER_AWAY, Reason.REGISTER_AWAY.text)
    return frozenset(known)
