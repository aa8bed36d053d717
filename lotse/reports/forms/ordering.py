"""Ordering a report: which kind, and for progress since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reports.models import Kind
from organisations.forms.widgets import DayInput

USUAL_TIME = timedelta(days=182)
EARLIEST = date(2000, 1, 1)
CHOOSE = _("Bitte wählen Sie einen der Berichte.")
NOT_A_DAY = _("Bitte einen Tag angeben, zum Beispiel 31.12.2026.")
MEANINGS = (
    (
        Kind.SHORT.value,
        _("Kurzbericht: zwei Seiten für die Geschäftsführung oder für Fördernde"),
    ),
    (
        Kind.CHECK.value,
        _("Gesamtbericht: Check, Anforderungen, Systeme, alle Maßnahmen mit Gründen"),
    ),
    (
        Kind.PROGRESS.value,
        _("Fortschrittsbericht: was seit einem Tag getan wurde und was es gebracht hat"),
    ),
)


class OrderForm(forms.Form):
    """Which report is wanted."""

    kind = forms.ChoiceField(
        label=_("Welcher Bericht?"),
        choices=MEANINGS,
        widget=forms.RadioSelect,
        initial=Kind.CHECK.value,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    since = forms.DateField(
        label=_("Seit wann?"),
        help_text=_("Nur für den Fortschrittsbericht: Von diesem Tag an zählt, was getan wurde."),
        widget=DayInput(),
        required=False,
        error_messages={"invalid": NOT_A_DAY},
    )

    def __init__(self, *args: Any, last: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = last or timezone.localdate() - USUAL_TIME

    def clean_kind(self) -> Kind:
        """Return the kind."""
        return Kind(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        """Ask for a day in the past where progress is wanted; else it does not matter."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") != Kind.PROGRESS:
            self.errors.pop("since", None)
            cleaned["since"] = None
            return cleaned
        if "since" in self.errors:
            return cleaned
        since = cleaned.get("since")
        if since is None:
            self.add_error("since", NOT_A_DAY)
        elif not EARLIEST <= since <= timezone.localdate():
            self.add_error("since", _("Bitte einen Tag bis heute wählen, ab dem Jahr 2000."))
        return cleaned
