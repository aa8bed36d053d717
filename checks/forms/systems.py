"""Forms for systems, the starter list of systems, and connections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from checks.domain.systems import STARTERS
from checks.models import Connection, System, SystemKind, SystemState
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_OFFERED
from organisations.models import Organisation

NAME_TAKEN = _("So heißt schon ein anderes System. Bitte wählen Sie einen anderen Namen.")
ALREADY_CONNECTED = _(
    "Diese Daten gehen schon von diesem System in jenes. Bitte ändern Sie die Verbindung, "
    "die es schon gibt, oder nennen Sie die Daten genauer."
)


class SystemForm(VersionedForm, forms.ModelForm):
    """Everything about one system; only the name has to be given."""

    class Meta:
        model = System
        fields = [
            "name",
            "kind",
            "purpose",
            "used_by",
            "data",
            "export",
            "operator",
            "contract",
            "yearly_cost",
            "login",
            "support_ends",
            "state",
            "notes",
        ]
        widgets = {
            "data": forms.Textarea(attrs={"rows": 2}),
            "support_ends": DayInput(),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"operator": _("Wer betreibt es?"), "login": _("Wie meldet man sich an?")}
        help_texts = {
            "name": _("So, wie Sie es im Alltag nennen."),
            "purpose": _("Zum Beispiel: Wer wann arbeitet und wer vertritt."),
            "used_by": _("Zum Beispiel: alle, nur die Verwaltung, Honorarkräfte."),
            "data": _("Zum Beispiel: Namen, Adressen, Verläufe, Arbeitszeiten."),
            "operator": _("Eine Person im Haus, ein Dienstleister oder ein Anbieter im Netz."),
            "contract": _("Anbieter, Laufzeit, Kündigungsfrist."),
            "yearly_cost": _("Ungefähr genügt."),
            "support_ends": _("Danach gibt es keine Korrekturen und keine Hilfe mehr."),
        }
        error_messages = {"name": {"required": _("Bitte geben Sie dem System einen Namen.")}}

    MAIN = ("name", "kind", "purpose", "used_by", "data", "export")

    @property
    def main_fields(self) -> list[BoundField]:
        """What one wants to know of every system."""
        return [self[name] for name in self.MAIN]

    @property
    def more_fields(self) -> list[BoundField]:
        """What one adds when there is time."""
        return [field for field in self.visible_fields() if field.name not in self.MAIN]

    @property
    def has_errors_further_down(self) -> bool:
        """Whether something is amiss among the fields that are folded away."""
        return any(field.errors for field in self.more_fields)


class StarterForm(forms.Form):
    """Common kinds of systems, to be ticked all at once."""

    kinds = forms.TypedMultipleChoiceField(
        label=_("Was davon nutzen Sie?"),
        choices=[(kind.value, kind.label) for kind in STARTERS],
        coerce=SystemKind,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED | {"required": _("Bitte kreuzen Sie mindestens ein System an.")},
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of which the organisation has no system yet."""
        super().__init__(*args, **kwargs)
        there = set(System.objects.filter(organisation=organisation).values_list("kind", flat=True))
        kinds: Any = self.fields["kinds"]
        kinds.widget.choices = [(kind.value, kind.label) for kind in STARTERS if kind not in there]

    @property
    def offers_something(self) -> bool:
        """Whether there is a kind left to tick."""
        kinds: Any = self.fields["kinds"]
        return bool(kinds.widget.choices)


class SystemField(forms.ModelChoiceField):
    """Chooses one of the organisation's systems by name."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            queryset=System.objects.none(),
            label=label,
            empty_label=_("bitte wählen"),
            error_messages={"required": _("Bitte wählen Sie ein System.")},
        )


class ConnectionForm(VersionedForm, forms.ModelForm):
    """How data gets from one system to another."""

    source = SystemField(_("Von welchem System?"))
    target = SystemField(_("In welches System?"))

    class Meta:
        model = Connection
        fields = ["source", "target", "data", "transfer_method", "times_a_week", "minutes"]
        widgets = {
            "transfer_method": forms.RadioSelect,
            "times_a_week": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        }
        localized_fields = ["times_a_week"]
        help_texts = {
            "data": _("Zum Beispiel: Adressen, Arbeitszeiten, Rechnungen."),
            "times_a_week": _(
                "5 heißt: an jedem Arbeitstag. 1 heißt: einmal in der Woche. 0,25 heißt: einmal "
                "im Monat. Geschätzt genügt."
            ),
            "minutes": _("Suchen, tippen und prüfen zusammen."),
        }
        error_messages = {
            "data": {"required": _("Bitte sagen Sie, welche Daten das sind.")},
            "transfer_method": {"required": _("Bitte wählen Sie, wie die Daten hinüberkommen.")},
            "times_a_week": {
                "invalid": _("Bitte eine Zahl eingeben, zum Beispiel 2 oder 0,25."),
                "min_value": _("Bitte eine Zahl ab 0 eingeben."),
                "max_value": _("Bitte eine Zahl bis %(limit_value)d eingeben."),
                "max_digits": _("Bitte eine kürzere Zahl eingeben."),
                "max_whole_digits": _("Bitte eine kleinere Zahl eingeben."),
                "max_decimal_places": _("Bitte höchstens zwei Stellen nach dem Komma."),
            },
        }

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = System.objects.filter(organisation=organisation).exclude(
            state=SystemState.RETIRED
        )
        if self.instance.pk:
            self.initial["times_a_week"] = _short(self.instance.times_a_week)
            ends = [self.instance.source_id, self.instance.target_id]
            offered = offered | System.objects.filter(organisation=organisation, pk__in=ends)
        for name in ("source", "target"):
            self.fields[name].queryset = offered.order_by("name")  # type: ignore[attr-defined]
        method: Any = self.fields["transfer_method"]
        method.choices = [choice for choice in method.choices if choice[0]]

    def clean(self) -> dict[str, Any]:
        """Refuse a connection of a system with itself."""
        data = super().clean() or self.cleaned_data
        source, target = data.get("source"), data.get("target")
        if source is not None and source == target:
            self.add_error("target", _("Bitte wählen Sie zwei verschiedene Systeme."))
        return data


def _short(number: Decimal | None) -> Decimal | int | None:
    """Return a number without zeros at its end."""
    if number is None:
        return None
    return int(number) if number == int(number) else number.normalize()
