"""Measures with all that belongs to them, rounds, and saved views and changes of their list."""

from measures.models.bulk_change import BulkChange, BulkChangeItem
from measures.models.calendar_entry import CalendarEntry
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
from measures.models.round import (
    ManualPlace,
    PrioritisationRound,
    RatingWay,
    RoundMeasure,
    RoundParticipant,
    RoundRating,
    RoundSnapshot,
    RoundState,
    Verdict,
)
from measures.models.saved_view import ListPage, SavedView
from measures.models.touching import MeasureSystem, TouchKind

__all__ = [
    "CRITERIA",
    "DEFAULT_WEIGHT",
    "HIGHEST_WEIGHT",
    "OPEN_STATUSES",
    "BulkChange",
    "BulkChangeItem",
    "CalendarEntry",
    "CriterionWeights",
    "DeclinedSuggestion",
    "FileKind",
    "JournalEntry",
    "JournalKind",
    "ListPage",
    "ManualPlace",
    "Measure",
    "MeasureDependency",
    "MeasureFile",
    "MeasureRequirement",
    "MeasureSystem",
    "Outcome",
    "PrioritisationRound",
    "Rating",
    "RatingWay",
    "RoundMeasure",
    "RoundParticipant",
    "RoundRating",
    "RoundSnapshot",
    "RoundState",
    "SavedView",
    "Status",
    "Step",
    "TouchKind",
    "Usage",
    "Verdict",
]
