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
    RequirementSource,
    RequirementSystem,
)
from checks.models.system import (
    Connection,
    Export,
    Login,
    System,
    SystemKind,
    SystemState,
    TransferMethod,
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
    "RequirementSource",
    "RequirementSystem",
    "SetAsideAnswer",
    "System",
    "SystemKind",
    "SystemState",
    "TeamFunction",
    "Tool",
    "ToolComparison",
    "TransferMethod",
    "VerdictChoice",
    "Voice",
]
