"""Catalogues, checks, answers, requirements and the system landscape."""

from checks.models.catalogue import Catalogue
from checks.models.check import (
    NOTE_LENGTH,
    TEXT_LENGTH,
    Answer,
    AnswerState,
    Check,
    Priority,
    Requirement,
)
from checks.models.moving import CatalogueMove, SetAsideAnswer
from checks.models.system import (
    Connection,
    ConnectionWay,
    Export,
    Login,
    System,
    SystemKind,
    SystemState,
)

__all__ = [
    "NOTE_LENGTH",
    "TEXT_LENGTH",
    "Answer",
    "AnswerState",
    "Catalogue",
    "CatalogueMove",
    "Check",
    "Connection",
    "ConnectionWay",
    "Export",
    "Login",
    "Priority",
    "Requirement",
    "SetAsideAnswer",
    "System",
    "SystemKind",
    "SystemState",
]
