"""About what a person wants to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from lotse.reminders.domain.unsubscribing import TOPIC_NAMES
from lotse.reminders.terms import Stage
from organisations.models import Membership, Role


class WishesForm(forms.Form):
    """The topics about which a person wants mails."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Ich möchte E-Mails bekommen über"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, membership: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unseen = set() if membership.role == Role.DIRECTOR else {Stage.ESCALATED.value}
        field = self.fields["topics"]
        field.is_unmarked = True  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (topic, name) for topic, name in TOPIC_NAMES.items() if topic not in self.unseen
        ]

    def wanted(self) -> set[str]:
        """Return the wanted topics; what the form does not offer stays wanted."""
        return {*self.cleaned_data["topics"], *self.unseen}
