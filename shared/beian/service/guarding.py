"""What a network that does not simulate keeps from the public: personal data, decisions, redrive.

`dependencies=[Depends(audited)]` on a router or a route. A simulation is open: whoever runs it
is everybody in it.
"""

from typing import Annotated

from fastapi import Depends, Request

from beian.http.auditors import ask_for_token
from beian.service.kit import Kit, kit_of


def audited(request: Request, kit: Annotated[Kit, Depends(kit_of)]) -> None:
    """Ask for the auditor's token where the network does not simulate.

    Raises HTTPException 401, which says what to send.
    """
    if not kit.settings.sim:
        ask_for_token(request, kit.secrets.auditor_token)
