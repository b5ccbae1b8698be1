"""The provider as a domain unit, over HTTP: `/domain-units`. FLOW-20."""

from typing import Final

from beian.procedures import Act, Procedure
from enterprise.application import Provider
from enterprise.domain.domain_unit import DOMAIN_UNIT, KEY, KIND, RegisterDomainUnit

PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="domain-units",
    decider=DOMAIN_UNIT,
    acts=(
        Act(
            "open",
            RegisterDomainUnit,
            "Register the provider as a licensed registry or registrar",
            opens=True,
        ),
    ),
    key_of=lambda _provider, _command: KEY,
)
