"""Procedures (办理流程): a flow's part in one service, declared; and what is made from it."""

from beian.procedures.joining import join, models_of, procedures_in, timers_of
from beian.procedures.procedure import Act, Procedure
from beian.procedures.routes import routes_of

__all__ = [
    "Act",
    "Procedure",
    "join",
    "models_of",
    "procedures_in",
    "routes_of",
    "timers_of",
]
