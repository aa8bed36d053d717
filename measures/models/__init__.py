"""Measures with steps and ratings, weights, declined suggestions, and what measures refer to."""

from measures.models.dependency import MeasureDependency
from measures.models.file import FileKind, MeasureFile
from measures.models.journal import JournalEntry, JournalKind
from measures.models.measure import OPEN_STATUSES, Measure, Status, Step
from measures.models.meeting import MeasureRequirement
from measures.models.outcome import Outcome, Usage
from measures.models.rating import (
    CRITERIA,
    DEFAULT_WEIGHT,
    HIGHEST_WEIGHT,
    CriterionWeights,
    DeclinedSuggestion,
    Rating,
)
from measures.models.touching import MeasureSystem, TouchKind

__all__ = [
    "CRITERIA",
    "DEFAULT_WEIGHT",
    "HIGHEST_WEIGHT",
    "OPEN_STATUSES",
    "CriterionWeights",
    "DeclinedSuggestion",
    "FileKind",
    "JournalEntry",
    "JournalKind",
    "Measure",
    "MeasureDependency",
    "MeasureFile",
    "MeasureRequirement",
    "MeasureSystem",
    "Outcome",
    "Rating",
    "Status",
    "Step",
    "TouchKind",
    "Usage",
]
