"""The form for the three questions on completion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.completing import FIELDS
from measures.models import Outcome, Usage
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED, TOO_LONG


class OutcomeForm(VersionedForm, forms.ModelForm):
    """What a measure brought, whether it is used, and what comes next; one answer is enough.

    `version` is the version that the person saw; 0 when there was none.
    """

    used = forms.ChoiceField(
        label=_("Wird das Ergebnis genutzt?"),
        choices=Usage.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages=NOT_OFFERED,
    )

    class Meta:
        model = Outcome
        fields = FIELDS
        widgets = {
            "brought": forms.Textarea(attrs={"rows": 3}),
            "following": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "brought": _("Was geht heute leichter, schneller oder sicherer als vorher?"),
            "following": _("Was fehlt noch, was haben Sie gelernt, was folgt daraus?"),
        }
        error_messages = {"brought": TOO_LONG, "following": TOO_LONG}

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(name) for name in FIELDS):
            raise forms.ValidationError(
                _("Bitte beantworten Sie mindestens eine Frage. Alles andere kann warten.")
            )
        return data
