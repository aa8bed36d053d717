"""The forms around an account and signing in: allauth's rules, our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.socialaccount import forms as social_forms
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.domain import provider_rules
from organisations.domain.accounts import UNCONFIRMED
from organisations.models import User

SAME_PASSWORD = _("Beide Passwörter müssen gleich sein. Bitte geben Sie sie noch einmal ein.")
EMAIL = _("E-Mail-Adresse")
PASSWORD = _("Passwort")
PASSWORD_AGAIN = (_("Passwort noch einmal"), "")
NEW_PASSWORD_HELP = _(
    "Mindestens zehn Zeichen. Gut ist ein Satz, der nur Ihnen einfällt, oder vier Wörter, die "
    "nichts miteinander zu tun haben."
)
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


def name_field() -> forms.CharField:
    """Return the field that asks a person for their name."""
    return forms.CharField(
        label=_("Ihr Name"),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": REQUIRED["name"]},
    )


class NotThroughProvider:
    """Points people to the OpenID provider whose domain signs in there and nowhere else.

    Only the address decides, so the answer does not tell whether it has an account.
    """

    address_field = "email"

    def full_clean(self) -> None:
        """Refuse such an address before anything else is asked of it."""
        address = self.data.get(self.add_prefix(self.address_field), "")  # type: ignore[attr-defined]
        if self.is_bound and provider_rules.must_use_provider(address.strip()):  # type: ignore[attr-defined]
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            self.add_error(self.address_field, provider_rules.use_provider_instead())  # type: ignore[attr-defined]
            return
        super().full_clean()  # type: ignore[misc]


class LoginForm(NotThroughProvider, InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Signs in with e-mail address and password."""

    address_field = "login"


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Asks for the password once more."""


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Asks for a new e-mail address."""

    words = {
        "email": (_("Neue E-Mail-Adresse"), _("Sie gilt, sobald Sie sie bestätigt haben.")),
    }

    def clean_email(self) -> str:
        """Return the address. One of the provider's needs a connection, or nobody gets in."""
        email: str = super().clean_email()
        is_connected = SocialAccount.objects.filter(user=self.user).exists()
        if provider_rules.must_use_provider(email) and not is_connected:
            raise ValidationError(
                gettext("Verbinden Sie Ihr Konto zuerst mit „%(provider)s“.")
                % {"provider": provider_rules.name()}
            )
        return email


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Asks for the old password and the new one."""


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Asks people who came through the provider for a password of their own."""

    words = {"password1": (PASSWORD, NEW_PASSWORD_HELP), "password2": PASSWORD_AGAIN}


class ResetPasswordForm(NotThroughProvider, InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks where to send the link for a new password."""

    def clean_email(self) -> str:
        """Return the address. An address that somebody merely claims opens no account."""
        email: str = super().clean_email()
        found: list[User] = self.users  # type: ignore[has-type]
        self.users = [user for user in found if user.email.lower() == email.lower()]
        return email


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Asks for the new password."""


class NameForm(forms.ModelForm):
    """Asks for the name under which others see a person."""

    class Meta:
        model = User
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()


class SignupForm(NotThroughProvider, InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Asks for name, e-mail address and password."""

    words = {
        "password1": (PASSWORD, NEW_PASSWORD_HELP),
        "password2": PASSWORD_AGAIN,
    }
    field_order = ["name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = name_field()
        self.order_fields(self.field_order)

    def validate_unique_email(self, value: str) -> str:
        """Return the address; one that somebody merely claims does not count as taken."""
        email: str = super().validate_unique_email(value)
        if self.account_already_exists:  # type: ignore[has-type]
            owners = User.objects.filter(email__iexact=email)
            confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
            self.account_already_exists = owners.exists() or confirmed.exists()
        return email

    def clean(self) -> dict[str, Any]:
        """Refuse a password made of the person's own name."""
        cleaned: dict[str, Any] = super().clean()
        if "password1" in cleaned:
            person = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
            try:
                get_adapter().clean_password(cleaned["password1"], user=person)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Create the account, or do as much work and write to the one that there is."""
        if self.account_already_exists:
            # Otherwise the time of the answer would tell that the address has an account.
            User().set_password(self.cleaned_data["password1"])
        request.session[UNCONFIRMED] = self.cleaned_data["email"]
        saved: tuple[User | None, Any] = super().try_save(request)
        return saved

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the name with the new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class InvitedSignupForm(SignupForm):
    """Asks for name and password; the address is the one that the invitation went to."""

    def __init__(self, *args: Any, email: str, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = name
        field = self.fields["email"]
        field.disabled, field.initial = True, email
        field.help_text = _("An diese Adresse ging die Einladung.")


class OpenIDSignupForm(InOurWords, social_forms.SignupForm):  # type: ignore[misc]
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


class DisconnectForm(InOurWords, social_forms.DisconnectForm):  # type: ignore[misc]
    """Ends the connection with an account at the provider."""

    words = {"account": (_("Verbindung"), "")}
