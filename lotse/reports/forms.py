"""Ordering a report, sharing it by a link, opening one with a password, taking a logo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reports.domain.sharing import LONGEST_TIME, USUAL_TIME
from lotse.reports.models import ReportKind
from organisations.forms.widgets import DayInput, UploadField

USUALLY_SINCE = timedelta(days=182)
EARLIEST = date(2000, 1, 1)
CHOOSE = _("Bitte wählen Sie einen der Berichte.")
NOT_A_DAY = _("Bitte einen Tag angeben, zum Beispiel 31.12.2026.")
MEANINGS = (
    (
        ReportKind.SHORT.value,
        _("Kurzbericht: zwei Seiten für die Geschäftsführung oder für Fördernde"),
    ),
    (
        ReportKind.CHECK.value,
        _("Gesamtbericht: Check, Anforderungen, Systeme, alle Maßnahmen mit Gründen"),
    ),
    (
        ReportKind.START.value,
        _("Startblatt: eine Seite mit dem Ergebnis und dem, womit Sie anfangen"),
    ),
    (
        ReportKind.PROGRESS.value,
        _("Fortschrittsbericht: was seit einem Tag getan wurde und was es gebracht hat"),
    ),
)


class OrderForm(forms.Form):
    """Which report is wanted."""

    kind = forms.ChoiceField(
        label=_("Welcher Bericht?"),
        choices=MEANINGS,
        widget=forms.RadioSelect,
        initial=ReportKind.CHECK.value,
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
        self.fields["since"].initial = last or timezone.localdate() - USUALLY_SINCE

    def clean_kind(self) -> ReportKind:
        """Return the kind."""
        return ReportKind(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        """Ask for a day in the past where progress is wanted; else it does not matter."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") != ReportKind.PROGRESS:
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


SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128


class ShareForm(forms.Form):
    """For whom a link is, until when, and whether it asks for a password."""

    name = forms.CharField(
        label=_("Für wen ist der Link?"),
        help_text=_("Nur Ihre Organisation sieht das, zum Beispiel „Stiftung, Förderantrag“."),
        max_length=120,
        error_messages={
            "required": _("Bitte sagen Sie, für wen der Link ist."),
            "max_length": _("Bitte höchstens 120 Zeichen."),
        },
    )
    expires_on = forms.DateField(
        label=_("Gilt bis einschließlich"),
        widget=DayInput(),
        error_messages={"required": NOT_A_DAY, "invalid": NOT_A_DAY},
    )
    password = forms.CharField(
        label=_("Passwort"),
        help_text=_("Mindestens 8 Zeichen. Sagen Sie es der Person auf einem anderen Weg."),
        required=False,
        strip=False,
        min_length=SHORTEST_PASSWORD,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        error_messages={
            "min_length": _("Bitte mindestens 8 Zeichen, oder lassen Sie das Feld leer."),
            "max_length": _("Bitte höchstens 128 Zeichen."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + USUAL_TIME

    def clean_expires_on(self) -> date:
        """Refuse days that are over or too far away."""
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_TIME:
            raise forms.ValidationError(_("Bitte einen Tag ab heute wählen, höchstens ein Jahr."))
        return day


class PasswordForm(forms.Form):
    """The password of a link."""

    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Bitte geben Sie das Passwort ein."),
            "max_length": _("Das Passwort stimmt nicht."),
        },
    )

    def refuse(self) -> None:
        """Say that it was the wrong one."""
        self.add_error("password", _("Das Passwort stimmt nicht."))


class LogoForm(forms.Form):
    """A picture that is to become the logo."""

    file = UploadField(
        label=_("Bilddatei"),
        help_text=_("PNG oder JPEG, höchstens 2 MB. Ein breites Logo wirkt am besten."),
        megabytes=2,
        missing=_("Bitte wählen Sie eine Bilddatei."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    @classmethod
    def refused(cls, reason: str) -> LogoForm:
        """Return the form with what the worker said of the picture that was sent last."""
        form = cls({})
        form.errors.clear()
        form.add_error("file", reason)
        return form
