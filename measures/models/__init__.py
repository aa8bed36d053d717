"""Measures, steps, ratings, weights and declined suggestions."""

from measures.models.measure import OPEN_STATUSES, Measure, Status, Step
from measures.models.rating import (
    CRITERIA,
    DEFAULT_WEIGHT,
    HIGHEST_WEIGHT,
    CriterionWeights,
    DeclinedSuggestion,
    Rating,
)

__all__ = [
    "CRITERIA",
    "DEFAULT_WEIGHT",
    "HIGHEST_WEIGHT",
    "OPEN_STATUSES",
    "CriterionWeights",
    "DeclinedSuggestion",
    "Measure",
    "Rating",
    "Status",
    "Step",
]
