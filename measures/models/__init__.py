"""Measures with all that belongs to them, rounds, and saved views and changes of their list."""

from measures.models.bulk_change import BulkChange, BulkChangeItem
from measures.models.calendar_entry import CalendarEntry
from measures.models.file import FileKind, MeasureFile
from measures.models.journal import JournalEntry, JournalKind
from measures.models.links import (
    MeasureDependency,
    MeasureRequirement,
    MeasureSystem,
    TouchKind,
)
from measures.models.measure import OPEN_STATUSES, Measure, Status, Step
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
    RatingMode,
    RoundMeasure,
    RoundParticipant,
    RoundRating,
    RoundSnapshot,
    RoundState,
    RoundVerdict,
)
from measures.models.saved_view import ListPage, SavedView

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
    "RatingMode",
    "RoundMeasure",
    "RoundParticipant",
    "RoundRating",
    "RoundSnapshot",
    "RoundState",
    "RoundVerdict",
    "SavedView",
    "Status",
    "Step",
    "TouchKind",
    "Usage",
]
