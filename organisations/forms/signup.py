"""The sign-up form: the name beside what allauth asks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from organisations.forms.account import (
    NEW_PASSWORD_HELP,
    PASSWORD,
    PASSWORD_AGAIN,
    InOurWords,
    NotThroughProvider,
    name_field,
)
from organisations.models import User


class SignupForm(NotThroughProvider, InOurWords, AllauthSignupForm):  # type: ignore[misc]
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
        saved: tuple[User | None, Any] = super().try_save(request)
        return saved

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the name with the new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
