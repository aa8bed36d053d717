"""The form for an entry in the Verlauf of a measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.domain.journal import JOURNAL_ENTRIES
from measures.models import JournalEntry
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import TOO_LONG

NO_HOURS = _("Bitte eine Zahl eingeben, zum Beispiel 1,5.")
TOO_FINE = _("Bitte höchstens zwei Stellen nach dem Komma eingeben.")
OUT_OF_RANGE = _("Bitte eine Zahl zwischen 0,01 und 200 eingeben.")


class JournalForm(VersionedForm, forms.ModelForm):
    """What happened on which day, and how many hours it took.

    `version` is the version that the person saw; 0 for a new entry.
    """

    class Meta:
        model = JournalEntry
        fields = JOURNAL_ENTRIES.fields
        localized_fields = ("hours",)
        widgets = {
            "day": DayInput(),
            "hours": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "hours": _("Aller Beteiligten zusammen, zum Beispiel 1,5."),
            "text": _("Zum Beispiel: Mit dem Anbieter telefoniert, er schickt ein Angebot."),
        }
        error_messages = {
            "day": {
                "required": _("Bitte einen Tag eingeben."),
                "invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026."),
            },
            "hours": {
                "invalid": NO_HOURS,
                "max_decimal_places": TOO_FINE,
                "max_digits": OUT_OF_RANGE,
                "max_whole_digits": OUT_OF_RANGE,
                "min_value": OUT_OF_RANGE,
                "max_value": OUT_OF_RANGE,
            },
            "text": {"required": _("Bitte schreiben Sie, was geschehen ist."), **TOO_LONG},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            if self.instance.hours is not None:
                self.initial["hours"] = self.instance.hours.normalize() + 0
        else:
            self.initial["day"] = timezone.localdate()

    def clean_day(self) -> date:
        """Refuse days to come: the Verlauf tells what happened."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Dieser Tag kommt erst noch. Bitte prüfen Sie das Datum.")
            )
        return day

    def clean_hours(self) -> Decimal | None:
        """Return the hours as the database keeps them, with two places."""
        hours: Decimal | None = self.cleaned_data["hours"]
        return None if hours is None else hours.quantize(Decimal("0.01"))
