"""Catalogues, checks, answers and requirements."""

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

__all__ = [
    "NOTE_LENGTH",
    "TEXT_LENGTH",
    "Answer",
    "AnswerState",
    "Catalogue",
    "Check",
    "Priority",
    "Requirement",
]
