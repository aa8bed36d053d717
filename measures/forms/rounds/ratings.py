"""Forms for rating in a round: alone, and settling what holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from measures.domain.criteria import CRITERIA, CriterionText
from measures.domain.rounds.spreads import RatingSpread
from measures.domain.wording import listed
from measures.forms.measures import CriterionFields, RatingForm
from measures.models import Measure, RoundRating


class AloneForm(RatingForm):
    """How one person rates a measure, whatever holds for it; criteria may stay open."""

    def __init__(
        self, measure: Measure, own: Mapping[str, RoundRating], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(measure, *args, given=own, **kwargs)


class SettledCriterion(CriterionFields):
    """The fields of one criterion with what people said alone."""

    def __init__(self, form: SettlingForm, text: CriterionText, spread: RatingSpread) -> None:
        super().__init__(form, text)
        self.spread = spread

    @property
    def spread_in_words(self) -> str:
        """How far people are apart, and who stands where."""
        if self.spread.agreed is not None:
            return _("Alle sagen %d.") % self.spread.agreed
        low, high = self.spread.lowest, self.spread.highest
        return _("Von %(low)d (%(who_low)s) bis %(high)d (%(who_high)s).") % {
            "low": low,
            "who_low": listed(self.spread.names_at(low)),
            "high": high,
            "who_high": listed(self.spread.names_at(high)),
        }

    @property
    def dots(self) -> list[tuple[int, int, int]]:
        """Where to draw each value, the value, and how many gave it."""
        return [(15 + 32 * (value - 1), value, number) for value, number in self.spread.counts]

    @property
    def line(self) -> tuple[int, int]:
        """From where to where the line between lowest and highest goes."""
        taken = [x for x, _value, number in self.dots if number]
        return min(taken), max(taken)


class SettlingForm(RatingForm):
    """What holds for a measure from now on, beside what people said alone.

    Where all said the same, that is filled in unless the round has settled on something.
    """

    def __init__(
        self,
        measure: Measure,
        *args: Any,
        spreads: Mapping[str, RatingSpread],
        is_settled: bool,
        **kwargs: Any,
    ) -> None:
        self.spreads = spreads
        super().__init__(measure, *args, **kwargs)
        if not is_settled:
            for key, spread in spreads.items():
                if spread.agreed is not None:
                    self.initial[f"{key}_value"] = spread.agreed

    @property
    def criteria(self) -> list[Any]:
        """The fields criterion by criterion, with what people said alone where they did."""
        return [
            SettledCriterion(self, text, self.spreads[text.criterion])
            if text.criterion in self.spreads
            else CriterionFields(self, text)
            for text in CRITERIA
        ]
