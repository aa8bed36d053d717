"""The forms that ask once more before an organisation or an account is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User


class DeletionForm(forms.Form):
    """Asks for the organisation's name, so that nobody deletes by accident."""

    name = forms.CharField(
        label=_("Name der Organisation"),
        max_length=200,
        error_messages={"required": _("Bitte schreiben Sie den Namen der Organisation hierhin.")},
    )
    reason = forms.CharField(
        label=_("Grund (freiwillig)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Bitte höchstens %(limit_value)d Zeichen.")},
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        """Refuse any other name."""
        name: str = self.cleaned_data["name"]
        if " ".join(name.split()).casefold() != self.organisation.name.casefold():
            raise forms.ValidationError(
                _("Das ist nicht der Name. Er lautet: %(name)s"),
                params={"name": self.organisation.name},
            )
        return name


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
