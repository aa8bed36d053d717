"""Forms for a round itself: its day, its people, its way, and which two are compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.forms.measures import NOT_OFFERED
from measures.models import PrioritisationRound, RoundSnapshot
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.models import User

NOT_A_DAY = {
    "required": _("Bitte wählen Sie einen Tag."),
    "invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026."),
}


class RoundForm(VersionedForm, forms.ModelForm):
    """When a round is, who takes part, and how it rates."""

    people = forms.MultipleChoiceField(
        label=_("Wer ist dabei?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zwei oder drei Personen genügen. Sie selbst gehören meistens dazu."),
        error_messages={
            "required": _("Bitte wählen Sie mindestens eine Person."),
            **NOT_OFFERED,
        },
    )

    class Meta:
        model = PrioritisationRound
        fields = ["held_on", "rating_mode"]
        widgets = {"held_on": DayInput(), "rating_mode": forms.RadioSelect}
        error_messages = {
            "held_on": NOT_A_DAY,
            "rating_mode": NOT_OFFERED | {"required": _("Bitte wählen Sie, wie Sie bewerten.")},
        }

    def __init__(self, people: Iterable[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_by_key = {str(person.pk): person for person in people}
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (key, str(person)) for key, person in self.user_by_key.items()
        ]
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self.initial["people"] = [
                str(part.user_id) for part in self.instance.participants.all()
            ]

    @property
    def chosen_people(self) -> list[User]:
        """The people who take part, from the cleaned data."""
        return [self.user_by_key[key] for key in self.cleaned_data["people"]]


class RoundComparisonForm(forms.Form):
    """Which two results are compared, as it stands in the address; offers the latest two.

    `snapshots` come with the latest first.
    """

    von = forms.TypedChoiceField(label=_("Frühere Runde"), coerce=int, error_messages=NOT_OFFERED)
    bis = forms.TypedChoiceField(label=_("Spätere Runde"), coerce=int, error_messages=NOT_OFFERED)

    def __init__(self, snapshots: Iterable[RoundSnapshot], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.snapshot_by_id = {one.pk: one for one in snapshots}
        choices = [(pk, str(one.round)) for pk, one in self.snapshot_by_id.items()]
        latest = [*self.snapshot_by_id][:2]
        for name, offered in (("von", latest[-1:]), ("bis", latest[:1])):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.initial[name] = next(iter(offered), None)

    def clean(self) -> dict[str, Any]:
        """Put the earlier one first, whichever was named first; refuse one and the same."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            if data["von"] == data["bis"]:
                raise forms.ValidationError(_("Bitte wählen Sie zwei verschiedene Runden."))
            pair = sorted(
                (self.snapshot_by_id[data["von"]], self.snapshot_by_id[data["bis"]]),
                key=lambda one: one.round.number,
            )
            data["pair"] = pair
        return data
