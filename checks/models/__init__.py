"""Catalogues, checks, answers, requirements, contributions, systems and comparisons of tools."""

from checks.models.catalogue import Catalogue
from checks.models.check import NOTE_LENGTH, TEXT_LENGTH, Answer, AnswerState, Check
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
from checks.models.requirement import (
    NEEDED_BY_LENGTH,
    REQUIREMENT_LENGTH,
    Priority,
    Requirement,
    RequirementSystem,
    Source,
)
from checks.models.system import (
    Connection,
    ConnectionWay,
    Export,
    Login,
    System,
    SystemKind,
    SystemState,
)
from checks.models.tool import (
    ComparedRequirement,
    Judgement,
    Tool,
    ToolComparison,
    VerdictChoice,
)

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_REMARK",
    "NEEDED_BY_LENGTH",
    "NOTE_LENGTH",
    "REQUIREMENT_LENGTH",
    "TEXT_LENGTH",
    "Answer",
    "AnswerState",
    "Catalogue",
    "CatalogueMove",
    "Check",
    "ComparedRequirement",
    "Connection",
    "ConnectionWay",
    "Contribution",
    "ContributionLink",
    "ContributionMail",
    "ContributionRequest",
    "Export",
    "HandCount",
    "Judgement",
    "Login",
    "MailKind",
    "Priority",
    "Requirement",
    "RequirementSystem",
    "SetAsideAnswer",
    "Source",
    "System",
    "SystemKind",
    "SystemState",
    "TeamFunction",
    "Tool",
    "ToolComparison",
    "VerdictChoice",
    "Voice",
]
