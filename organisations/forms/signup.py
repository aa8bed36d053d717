"""The sign-up form: the name beside what allauth asks."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.forms.account import NEW_PASSWORD_HELP, PASSWORD, REQUIRED, InOurWords


class SignupForm(InOurWords, AllauthSignupForm):  # type: ignore[misc]
    """Asks for name, e-mail address and password."""

    words = {
        "password1": (PASSWORD, NEW_PASSWORD_HELP),
        "password2": (_("Passwort noch einmal"), ""),
    }
    field_order = ["name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Ihr Name"),
            max_length=120,
            help_text=_("So erscheinen Sie für die Menschen in Ihrer Organisation."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": REQUIRED["name"]},
        )
        self.order_fields(self.field_order)

    def custom_signup(self, request: Any, user: Any) -> None:
        """Keep the name with the new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
