"""Catalogues, checks, answers, requirements, contributions and the system landscape."""

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
from checks.models.contribution import (
    LONGEST_MESSAGE,
    LONGEST_REMARK,
    Contribution,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    HandCount,
    MailKind,
    TeamFunction,
    Voice,
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
    "LONGEST_MESSAGE",
    "LONGEST_REMARK",
    "NOTE_LENGTH",
    "TEXT_LENGTH",
    "Answer",
    "AnswerState",
    "Catalogue",
    "CatalogueMove",
    "Check",
    "Connection",
    "ConnectionWay",
    "Contribution",
    "ContributionLink",
    "ContributionMail",
    "ContributionRequest",
    "Export",
    "HandCount",
    "Login",
    "MailKind",
    "Priority",
    "Requirement",
    "SetAsideAnswer",
    "System",
    "SystemKind",
    "SystemState",
    "TeamFunction",
    "Voice",
]
