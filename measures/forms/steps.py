"""Forms for the steps of a measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.steps import STEPS, Direction
from measures.forms.measures import LONGEST_STEP, PersonField
from measures.models import Step
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_OFFERED, TOO_LONG
from organisations.models import Membership, Organisation


class StepForm(VersionedForm, forms.ModelForm):
    """What is to be done, by whom, until when, and a note.

    `version` is the version that the person saw; 0 for a new step.
    """

    responsible = PersonField(
        queryset=Membership.objects.none(),
        label=_("Verantwortlich"),
        required=False,
        empty_label=_("noch niemand"),
        error_messages=NOT_OFFERED,
    )

    class Meta:
        model = Step
        fields = STEPS.fields
        labels = {"text": _("Was ist zu tun?")}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
            "due_date": DayInput(),
        }
        error_messages = {
            "text": {"required": _("Bitte schreiben Sie, was zu tun ist."), **TOO_LONG},
            "note": TOO_LONG,
            "due_date": {"invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026.")},
        }
        help_texts = {
            "text": _("Zum Beispiel: Bei drei Anbietern nach dem Preis fragen."),
            "note": _("Was andere wissen sollten, etwa Absprachen oder Telefonnummern."),
        }

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = (  # type: ignore[attr-defined]
            Membership.objects.of(organisation).with_people()
        )

    def clean_text(self) -> str:
        """Refuse a text that is longer than what one takes in at a glance.

        Steps that came with a template may be longer; they stay as they are.
        """
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST_STEP and text != self.initial.get("text"):
            raise forms.ValidationError(
                _(
                    "Ein Teilschritt darf höchstens %(most)d Zeichen haben, Ihrer hat %(number)d. "
                    "Einzelheiten passen in die Notiz."
                ),
                params={"most": LONGEST_STEP, "number": len(text)},
            )
        return text


class DirectionForm(forms.Form):
    """Where a step moves."""

    wohin = forms.TypedChoiceField(
        choices=[(one, one) for one in Direction], coerce=Direction, error_messages=NOT_OFFERED
    )
