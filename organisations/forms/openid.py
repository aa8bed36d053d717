"""The forms around sign-in through an OpenID provider: allauth's rules, our words."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount import forms as allauth_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.forms.account import InOurWords, name_field


class OpenIDSignupForm(InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Asks for what the provider did not tell."""

    field_order = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.initial["name"] = self.sociallogin.user.name
        self.order_fields(self.field_order)

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the name with the new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class DisconnectForm(InOurWords, allauth_forms.DisconnectForm):  # type: ignore[misc]
    """Ends the connection with an account at the provider."""

    words = {"account": (_("Verbindung"), "")}
