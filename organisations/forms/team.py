"""The forms of the team page: inviting someone, changing a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organisations.domain.team import MEANINGS, Refused
from organisations.models import Role


def choices_of(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    """Return roles as choices that say what they mean."""
    return [(role.value, format_lazy("{}: {}", role.label, MEANINGS[role])) for role in roles]


class RoleForm(forms.Form):
    """Asks which role someone shall have, of those that may be given."""

    role = forms.ChoiceField(
        label=_("Rolle"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie eine Rolle."),
            "invalid_choice": _("Diese Rolle können Sie nicht vergeben."),
        },
    )

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices_of(roles)  # type: ignore[attr-defined]

    def refuse(self, reason: Refused) -> None:
        """Say why it cannot be done."""
        self.add_error(None, str(reason))


class InvitationForm(RoleForm):
    """Asks whom to invite into which role."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        help_text=_("Die Einladung gilt 14 Tage und nur für diese Adresse."),
        error_messages={"required": _("Bitte nennen Sie die Adresse der Person.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role"]

    def clean_email(self) -> str:
        """Addresses are compared without regard to case."""
        return str(self.cleaned_data["email"]).lower()
