"""The form that says which systems a measure touches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from checks.domain.surveying import SystemLandscape
from checks.models import System, SystemState
from measures.models import Measure, TouchKind
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED, TOO_LONG

NOT_TOUCHED = _("nicht berührt")


class MeasureSystemsForm(VersionedForm):
    """For every system what the measure does with it, and one new system it may introduce."""

    new_name = forms.CharField(
        label=_("Führt ein System ein, das noch nicht in der Liste steht"),
        max_length=60,
        required=False,
        help_text=_("Es kommt als geplantes System in Ihre Liste der Systeme."),
        error_messages=TOO_LONG,
    )

    def __init__(
        self, measure: Measure, landscape: SystemLandscape, *args: Any, **kwargs: Any
    ) -> None:
        self.stored = {touch.system_id: touch.kind for touch in measure.touches.all()}
        self.systems = [
            system
            for system in landscape.systems
            if system.state != SystemState.RETIRED or system.pk in self.stored
        ]
        kwargs["initial"] = {"version": measure.version} | {
            _name(system): self.stored.get(system.pk, "") for system in self.systems
        }
        super().__init__(*args, **kwargs)
        for system in self.systems:
            self.fields[_name(system)] = forms.ChoiceField(
                label=system.name,
                choices=[("", NOT_TOUCHED), *TouchKind.choices],
                required=False,
                error_messages=NOT_OFFERED,
            )

    @property
    def system_fields(self) -> list[BoundField]:
        return [self[_name(system)] for system in self.systems]

    @property
    def stored_otherwise(self) -> dict[str, str]:
        """Names of systems to what is stored of them, in words, where the form says otherwise."""
        found = {}
        for system in self.systems:
            stored = self.stored.get(system.pk, "")
            if (self[_name(system)].value() or "") != stored:
                found[system.name] = str(TouchKind(stored).label if stored else NOT_TOUCHED)
        return found

    @property
    def kinds(self) -> dict[System, str]:
        """What the measure does with the systems it touches, from the cleaned data."""
        return {
            system: self.cleaned_data[_name(system)]
            for system in self.systems
            if self.cleaned_data[_name(system)]
        }


def _name(system: System) -> str:
    return f"system_{system.pk}"
