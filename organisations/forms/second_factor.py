"""The forms of second factors: allauth's rules, our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.forms.account import InOurWords

NAME_LENGTH = 80


class CodeField:
    """Fields for a code: large keys on phones, no spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {  # type: ignore[attr-defined]
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "spellcheck": "false",
        }


class AuthenticateForm(InOurWords, CodeField, base.AuthenticateForm):  # type: ignore[misc]
    """Asks for the code of the app or a recovery code."""

    words = {"code": (_("Code aus der App oder Ersatzcode"), "")}


class CodeReauthenticateForm(InOurWords, CodeField, base.ReauthenticateForm):  # type: ignore[misc]
    """Asks for a code once more."""

    words = {"code": (_("Code aus der App oder Ersatzcode"), "")}


class ActivateTOTPForm(InOurWords, CodeField, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Asks for the first code, which proves that the app has the secret."""

    words = {"code": (_("Code aus der App"), _("Sechs Ziffern, die alle 30 Sekunden wechseln."))}


class CarefulWithCredentials:
    """Takes whatever a browser sends as a passkey for what it is: right or wrong."""

    def full_clean(self) -> None:
        """Validate, and count what the library stumbles over as a wrong passkey."""
        try:
            super().full_clean()  # type: ignore[misc]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self._refuse()
        if self.is_bound:  # type: ignore[attr-defined]
            # It holds once only, and what is wrong with it may be what no page can show.
            self.data: Any = self.data.copy()
            self.data["credential"] = ""

    def _refuse(self) -> None:
        self.cleaned_data: dict[str, Any] = {}
        error: ValidationError = get_adapter().validation_error("incorrect_code")
        self.add_error("credential", error)  # type: ignore[attr-defined]


class AuthenticateWebAuthnForm(
    CarefulWithCredentials,
    webauthn.AuthenticateWebAuthnForm,  # type: ignore[misc]
):
    """Takes a passkey as the second factor."""


class LoginWebAuthnForm(CarefulWithCredentials, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Takes a passkey instead of address and password."""


class ReauthenticateWebAuthnForm(
    CarefulWithCredentials,
    webauthn.ReauthenticateWebAuthnForm,  # type: ignore[misc]
):
    """Takes a passkey once more."""


class AddWebAuthnForm(
    CarefulWithCredentials,
    InOurWords,
    webauthn.AddWebAuthnForm,  # type: ignore[misc]
):
    """Adds a passkey."""

    words = {
        "name": (_("Name"), _("Damit Sie ihn in der Liste wiedererkennen.")),
        "passwordless": (
            _("Damit auch ohne Passwort anmelden"),
            _(
                "Ihr Gerät fragt dann jedes Mal nach Fingerabdruck, Gesicht oder PIN. Nehmen Sie "
                "das Häkchen weg, wenn Ihr Sicherheitsschlüssel keine PIN hat."
            ),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=self.words["name"][0],
            help_text=self.words["name"][1],
            max_length=NAME_LENGTH,
            required=False,
        )
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Renames a passkey."""

    words = {"name": (_("Name"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=self.words["name"][0], max_length=NAME_LENGTH)
