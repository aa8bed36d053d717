"""The form that changes many measures at once, and the one that moves a card on the board."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.filtering import NONE
from measures.models import Status
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_OFFERED
from organisations.models import Membership

SEEN = re.compile(r"(\d{1,15}):(\d{1,9})")


class SeenMeasures(forms.Field):
    """Ids with the versions that the page showed, „12:3“ each; what makes no sense is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        """Return {id: version}."""
        matches = [SEEN.fullmatch(one) for one in value or ()]
        return {int(match[1]): int(match[2]) for match in matches if match}


class BulkForm(forms.Form):
    """Which measures are meant, and what is set for them. Empty fields change nothing."""

    measure = SeenMeasures(required=False)
    whole = forms.BooleanField(required=False)
    new_status = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("bleibt, wie er ist")), *Status.choices],
        error_messages=NOT_OFFERED,
    )
    new_responsible = forms.ChoiceField(
        label=_("Verantwortlich"), required=False, error_messages=NOT_OFFERED
    )
    new_due_date = forms.DateField(
        label=_("Fällig am"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026.")},
    )
    without_due_date = forms.BooleanField(label=_("Termin entfernen"), required=False)

    def __init__(self, members: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(member.pk): member for member in members}
        field: Any = self.fields["new_responsible"]
        field.choices = [
            ("", _("bleibt, wie es ist")),
            (NONE, _("niemand")),
            *((key, str(member.user)) for key, member in self._members.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for measures, for something to change, and for one wish about the day."""
        data = super().clean() or self.cleaned_data
        if data.get("new_due_date") and data["without_due_date"]:
            self.add_error(
                "new_due_date",
                _("Bitte entweder einen Tag angeben oder den Termin entfernen, nicht beides."),
            )
        if not data["measure"] and not data["whole"]:
            self.add_error(None, _("Bitte wählen Sie mindestens eine Maßnahme aus."))
        if not self.errors and not self.wanted:
            self.add_error(None, _("Bitte geben Sie an, was sich ändern soll."))
        return data

    @property
    def wanted(self) -> dict[str, Any]:
        """What is set, by field of the measure, from the cleaned data."""
        data, wanted = self.cleaned_data, {}
        if data["new_status"]:
            wanted["status"] = data["new_status"]
        if data["new_responsible"]:
            wanted["responsible"] = self._members.get(data["new_responsible"])
        if data["new_due_date"] or data["without_due_date"]:
            wanted["due_date"] = data["new_due_date"]
        return wanted

    @property
    def ticked(self) -> set[int]:
        """The ids that were chosen, also when something else is amiss."""
        return set(getattr(self, "cleaned_data", {}).get("measure", ()))


class MoveCardForm(forms.Form):
    """A card and where it goes: „12:3:planned“ are the id, the version seen, and the Stand."""

    move = forms.RegexField(
        regex=rf"^{SEEN.pattern}:({'|'.join(Status.values)})$",
        error_messages={
            "required": _("Bitte wählen Sie, wohin die Karte soll."),
            "invalid": _("Dorthin lässt sich die Karte nicht verschieben."),
        },
    )

    def clean_move(self) -> tuple[int, int, str]:
        measure_id, version, status = self.cleaned_data["move"].split(":")
        return int(measure_id), int(version), status
