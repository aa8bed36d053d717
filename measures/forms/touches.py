"""The form that says which systems a measure touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from checks.domain.surveying import SystemLandscape
from checks.forms.systems import NOT_OFFERED, TOO_LONG
from checks.models import System, SystemState
from measures.models import Measure, TouchKind
from organisations.forms.versions import VersionedForm


@dataclass(frozen=True)
class TouchRow:
    """One system with its field, and what is stored about it now."""

    system: System
    field: BoundField
    stored: str

    @property
    def differs(self) -> bool:
        """Whether something else is stored than the form says."""
        return (self.field.value() or "") != self.stored

    @property
    def stored_in_words(self) -> str:
        """What is stored, in words."""
        return str(TouchKind(self.stored).label) if self.stored else str(NOT_TOUCHED)


NOT_TOUCHED = _("nicht berührt")


class TouchesForm(VersionedForm):
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
        self.fields["new_name"].widget.attrs["maxlength"] = False
        for system in self.systems:
            self.fields[_name(system)] = forms.ChoiceField(
                label=system.name,
                choices=[("", NOT_TOUCHED), *TouchKind.choices],
                required=False,
                error_messages=NOT_OFFERED,
            )

    @property
    def rows(self) -> list[TouchRow]:
        """The systems with their fields."""
        return [
            TouchRow(system, self[_name(system)], self.stored.get(system.pk, ""))
            for system in self.systems
        ]

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
