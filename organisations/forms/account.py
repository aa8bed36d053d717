"""The forms around an account: allauth's rules, our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAME_PASSWORD = _("Beide Passwörter müssen gleich sein. Bitte geben Sie sie noch einmal ein.")
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


# Field name → what to say when it is empty.
REQUIRED = {
    "name": _("Bitte nennen Sie Ihren Namen."),
    "login": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
    "email": _("Bitte geben Sie eine E-Mail-Adresse ein."),
    "password": _("Bitte geben Sie Ihr Passwort ein."),
    "oldpassword": _("Bitte geben Sie Ihr bisheriges Passwort ein."),
    "password1": _("Bitte wählen Sie ein Passwort."),
    "password2": _("Bitte geben Sie das Passwort hier noch einmal ein."),
}
INVALID_EMAIL = _("Das ist keine E-Mail-Adresse. Sie sieht aus wie name@beispiel.de.")


class InOurWords:
    """Gives fields their German labels, help and errors, and no placeholders."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        words = WORDS | self.words
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = words.get(name, (field.label, field.help_text))
        for name in fields.keys() & REQUIRED.keys():
            fields[name].error_messages["required"] = REQUIRED[name]
        for name in fields.keys() & {"login", "email"}:
            fields[name].error_messages["invalid"] = INVALID_EMAIL

    def add_error(self, field: str | None, error: Any) -> None:
        """Say in our words that two passwords differ; allauth says it in one text of its own."""
        if field == "password2" and isinstance(error, str | Promise):
            error = SAME_PASSWORD
        super().add_error(field, error)  # type: ignore[misc]


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
