"""The sign-up form of an invited person: the address is known and counts as verified."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from organisations.forms.signup import SignupForm


class InvitedSignupForm(SignupForm):
    """Asks for name and password; the address is the one that the invitation went to."""

    def __init__(self, *args: Any, email: str, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = name
        field = self.fields["email"]
        field.disabled, field.initial = True, email
        field.help_text = _("An diese Adresse ging die Einladung.")
