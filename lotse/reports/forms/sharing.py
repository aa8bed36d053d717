"""Sharing a report by a link, and opening one that asks for a password."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reports.domain.sharing import LONGEST_TIME, USUAL_TIME
from lotse.reports.forms.ordering import NOT_A_DAY
from organisations.forms.widgets import DayInput

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
