"""The forms around an account: allauth's rules, our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-Mail-Adresse")
PASSWORD = _("Passwort")
NEW_PASSWORD_HELP = _("Mindestens zehn Zeichen. Ein ganzer Satz ist leicht zu merken.")
# Field name → label and help.
WORDS = {
    "login": (EMAIL, ""),
    "email": (EMAIL, ""),
    "password": (PASSWORD, ""),
    "oldpassword": (_("Bisheriges Passwort"), ""),
    "password1": (_("Neues Passwort"), NEW_PASSWORD_HELP),
    "password2": (_("Neues Passwort noch einmal"), ""),
    "remember": (_("Auf diesem Gerät angemeldet bleiben"), ""),
}


class InOurWords:
    """Gives fields their German labels and help, and no placeholders."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS | self.words:
                field.label, field.help_text = (WORDS | self.words)[name]


class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Signs in with e-mail address and password."""


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Asks for the password once more."""


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Asks for a new e-mail address."""

    words = {
        "email": (_("Neue E-Mail-Adresse"), _("Sie gilt, sobald Sie sie bestätigt haben.")),
    }


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Asks for the old password and the new one."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks where to send the link for a new password."""


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Asks for the new password."""
