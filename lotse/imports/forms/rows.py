"""Which rows of a page are imported, and what happens with what is there already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.imports.domain.uploading import drops_hidden_rows
from lotse.imports.models import Twins, UploadedList
from organisations.forms.wording import NOT_OFFERED


class RowsForm(forms.Form):
    """The rows that are ticked, among those that the page showed."""

    rows = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=NOT_OFFERED
    )
    shown = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.MultipleHiddenInput, error_messages=NOT_OFFERED
    )
    twins = forms.ChoiceField(
        label=_("Maßnahmen, deren Titel es schon gibt"),
        choices=Twins.choices,
        widget=forms.RadioSelect,
        error_messages={**NOT_OFFERED, "required": NOT_OFFERED["invalid_choice"]},
    )

    drops_hidden = forms.BooleanField(label=_("Ausgeblendete Zeilen weglassen"), required=False)

    def __init__(
        self,
        uploaded: UploadedList,
        numbers: Sequence[int],
        hidden: Collection[int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "twins": uploaded.twins,
            "drops_hidden": drops_hidden_rows(uploaded, hidden),
        }
        super().__init__(*args, **kwargs)
        self.fields["drops_hidden"].is_unmarked = True  # type: ignore[attr-defined]
        for name in ("rows", "shown"):
            field: Any = self.fields[name]
            field.choices = [(number, number) for number in numbers]


class UndoForm(forms.Form):
    """Whether measures that people worked on go as well; `seen` are the ones they saw."""

    KEEP, REMOVE = "keep", "remove"

    changed = forms.ChoiceField(
        label=_("Maßnahmen, an denen seitdem gearbeitet wurde"),
        choices=[(KEEP, _("behalten")), (REMOVE, _("auch entfernen"))],
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
        error_messages=NOT_OFFERED,
    )
    seen = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changed"].is_unmarked = True  # type: ignore[attr-defined]
