"""The sliders with which one tries other weights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from measures.domain.criteria import CRITERIA, CriterionText
from measures.models import HIGHEST_WEIGHT, CriterionWeights

OUT_OF_RANGE = _("Bitte eine ganze Zahl von 0 bis 10 wählen.")


class WhatIfForm(forms.Form):
    """Five weights from 0 to 10, as they stand in the address; what is missing is as today.

    `alle` asks for all measures instead of the first ones.
    """

    alle = forms.BooleanField(label=_("Alle Maßnahmen zeigen"), required=False)

    def __init__(self, today: CriterionWeights, address: QueryDict) -> None:
        self.today = today
        keys = [str(text.criterion) for text in CRITERIA]
        data: Any = address.copy()
        for key, weight in zip(keys, today.as_tuple(), strict=True):
            data.setdefault(key, str(weight))
        super().__init__(data)
        for text in CRITERIA:
            self.fields[str(text.criterion)] = forms.IntegerField(
                label=text.name,
                min_value=0,
                max_value=HIGHEST_WEIGHT,
                widget=forms.NumberInput(attrs={"type": "range"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), OUT_OF_RANGE
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that are all zero: nothing would be ranked by anything."""
        data = super().clean() or self.cleaned_data
        weights = [data.get(str(text.criterion)) for text in CRITERIA]
        if not any(weights) and None not in weights:
            raise forms.ValidationError(_("Mindestens ein Kriterium muss mehr als 0 zählen."))
        return data

    @property
    def sliders(self) -> list[tuple[CriterionText, BoundField, int]]:
        """Every criterion with its field and the weight of today."""
        return [
            (text, self[str(text.criterion)], weight)
            for text, weight in zip(CRITERIA, self.today.as_tuple(), strict=True)
        ]

    @property
    def weights(self) -> tuple[int, ...]:
        """The weights to try, from the cleaned data."""
        return tuple(self.cleaned_data[str(text.criterion)] for text in CRITERIA)

    @property
    def wants_everything(self) -> bool:
        return bool(self.cleaned_data.get("alle"))
