"""The form that closes an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import User


class CloseAccountForm(forms.Form):
    """Asks for the e-mail address of the account, so that nobody closes it by accident."""

    email = forms.CharField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Zur Sicherheit: die Adresse, mit der Sie sich anmelden."),
        error_messages={"required": _("Bitte schreiben Sie Ihre E-Mail-Adresse hierhin.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Refuse any other address."""
        email: str = self.cleaned_data["email"]
        if email.strip().lower() != self.user.email.lower():
            raise forms.ValidationError(_("Mit dieser Adresse melden Sie sich nicht an."))
        return email
