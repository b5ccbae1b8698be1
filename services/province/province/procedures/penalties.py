"""Penalties of this bureau that belong to no case. FLOW-17."""

from typing import Final

from beian.procedures import Procedure
from province.application.bureau import Bureau
from province.domain.penalties import PENALTY

PROCEDURE: Final = Procedure[Bureau](kind="penalty", path="penalties", decider=PENALTY, acts=())
