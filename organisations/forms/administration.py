"""What hosts type in: accounts of people, and who works for a consultancy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.domain.accounts import account_with, make_account
from organisations.models import Consultant, User

MAIL_HELP = gettext_lazy("Die Person bekommt eine Mail, mit der sie ihr Passwort setzt.")


class AccountForm(forms.ModelForm):
    """Changes a person's account. `by` is the host who does it, set by the administration."""

    by: User | None = None

    class Meta:
        model = User
        fields = ["name", "is_active", "is_staff"]
        labels = {"is_staff": gettext_lazy("ist Host und darf diese Verwaltung betreten")}
        help_texts = {
            "is_active": gettext_lazy(
                "Ohne Haken kann sich die Person nicht mehr anmelden und ist überall abgemeldet."
            )
        }

    def clean(self) -> dict[str, Any] | None:
        """Nobody locks themselves out."""
        cleaned = super().clean()
        if self.instance == self.by:
            for name in ("is_active", "is_staff"):
                if not self.cleaned_data.get(name):
                    self.add_error(
                        name, _("Damit sperren Sie sich selbst aus. Das kann nur ein anderer Host.")
                    )
        return cleaned


class NewAccountForm(forms.ModelForm):
    """Makes an account for someone else, without a password."""

    by: User | None = None

    class Meta:
        model = User
        fields = ["email", "name", "is_staff"]
        labels = AccountForm.Meta.labels
        help_texts = {"email": MAIL_HELP}

    def clean_email(self) -> str:
        """One account an address, whatever its case."""
        email = str(self.cleaned_data["email"]).lower()
        if account_with(email):
            raise forms.ValidationError(_("Mit dieser Adresse gibt es schon ein Konto."))
        return email

    def save(self, commit: bool = True) -> User:
        """Make the account at once: its address is stored beside it."""
        user = make_account(self.cleaned_data["email"], self.cleaned_data["name"])
        user.is_staff = self.cleaned_data["is_staff"]
        user.save(update_fields=["is_staff"])
        self.instance = user
        return user

    def save_m2m(self) -> None:
        """There is nothing more to store."""


class ConsultantForm(forms.ModelForm):
    """Names someone who works for a consultancy by their address.

    `made_account` says after saving whether the account is new.
    """

    email = forms.EmailField(label=gettext_lazy("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Nur nötig, wenn es zu der Adresse noch kein Konto gibt."),
    )
    made_account = False

    class Meta:
        model = Consultant
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("email", "name"):
                self.fields[name].initial = getattr(self.instance.user, name)
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any] | None:
        """Find the account of the address; who has none needs a name."""
        cleaned = super().clean()
        email = self.cleaned_data.get("email")
        if self.instance.pk or not email:
            return cleaned
        user = account_with(email)
        if user is None:
            if not self.cleaned_data.get("name"):
                self.add_error(
                    "name", _("Zu dieser Adresse gibt es noch kein Konto. Wie heißt die Person?")
                )
        elif user.is_consultant:
            self.add_error(
                "email",
                _("Diese Person arbeitet schon für „%(name)s“.")
                % {"name": user.consultant.consultancy},
            )
        return cleaned

    def save(self, commit: bool = True) -> Consultant:
        """Store that a new person works there, with a new account if there is none."""
        email = self.cleaned_data["email"]
        user = account_with(email)
        self.made_account = user is None
        self.instance.user = user or make_account(email, self.cleaned_data["name"])
        consultant: Consultant = super().save(commit)
        return consultant
