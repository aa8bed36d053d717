"""The table that rates several measures: a row each, with what counts today as the first choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checks.domain.surveying import SystemLandscape
from measures.domain.criteria import CRITERIA, CriterionText
from measures.domain.prioritising import given_ratings, suggested_ratings
from measures.domain.ranking import RATING_VALUES
from measures.models import Measure
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED


class RatingRow(VersionedForm):
    """The ratings of one measure; a field left alone keeps what counts, suggested or given.

    With `confirms`, all that is suggested becomes a rating by whoever sends the form.
    """

    confirms = forms.BooleanField(label=_("Vorschläge übernehmen"), required=False)

    def __init__(
        self, measure: Measure, data: Mapping[str, Any] | None, landscape: SystemLandscape
    ) -> None:
        self.measure = measure
        self.given = given_ratings(measure)
        self.suggested = suggested_ratings(measure, landscape)
        self.is_stale = False
        super().__init__(data, prefix=f"m{measure.pk}", initial={"version": measure.version})
        for text in CRITERIA:
            self.fields[str(text.criterion)] = forms.TypedChoiceField(
                label=text.name,
                choices=[("", self._counting(text)), *_choices(text)],
                coerce=int,
                empty_value=None,
                required=False,
                error_messages=NOT_OFFERED,
            )
        if not self.open_suggestions:
            del self.fields["confirms"]

    def _counting(self, text: CriterionText) -> str:
        """Say what counts as long as nothing is chosen."""
        counting = self.given.get(text.criterion) or self.suggested.get(text.criterion)
        return str(counting.value) if counting else "–"

    @property
    def open_suggestions(self) -> dict[str, int]:
        """What is suggested and not rated by anybody yet, by criterion."""
        return {
            str(criterion): rating.value
            for criterion, rating in self.suggested.items()
            if criterion not in self.given
        }

    @property
    def criteria(self) -> list[tuple[CriterionText, forms.BoundField, int | None]]:
        """Each criterion with its field, and what is suggested as long as nobody rated."""
        suggested = self.open_suggestions
        keys = [(text, str(text.criterion)) for text in CRITERIA]
        return [(text, self[key], suggested.get(key)) for text, key in keys]

    @property
    def reasons(self) -> list[tuple[CriterionText, int, str]]:
        """Why which value is suggested."""
        found = ((text, self.suggested.get(text.criterion)) for text in CRITERIA)
        return [(text, one.value, one.reason) for text, one in found if one]

    @property
    def given_in_words(self) -> list[str]:
        """What is stored: criterion, value and person."""
        return [
            f"{text.name}: {one.value} ({one.rated_by or '–'})"
            for text in CRITERIA
            if (one := self.given.get(text.criterion))
        ]

    @property
    def ratings(self) -> dict[str, tuple[int, str]]:
        """What is to be stored, from the cleaned data: values with the notes there are."""
        data = self.cleaned_data
        confirmed = self.open_suggestions if data.get("confirms") else {}
        keys = [str(text.criterion) for text in CRITERIA]
        values = {key: data.get(key) or confirmed.get(key) for key in keys}
        return {
            key: (value, self.given[key].note if key in self.given else "")
            for key, value in values.items()
            if value
        }


def _choices(text: CriterionText) -> list[tuple[int, str]]:
    return [(value, f"{value} – {text.meanings[value - 1]}") for value in RATING_VALUES]
