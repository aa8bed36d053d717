"""Forms for measures, ratings, weights, and decisions on suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Criterion
from checks.domain.surveying import SystemLandscape
from measures.domain.criteria import CRITERIA, TEXT_OF, CriterionText
from measures.domain.prioritising import (
    MEASURES,
    WEIGHTS,
    given_ratings,
    suggested_ratings,
    template_ratings,
)
from measures.models import CriterionWeights, Measure
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_A_NUMBER, NOT_OFFERED, TOO_LONG
from organisations.models import Membership, Organisation

LONGEST_STEP = 300
MOST_STEPS = 20


class PersonField(forms.ModelChoiceField):
    """Chooses a member of the organisation by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name without the role."""
        return str(obj.user)


class MeasureForm(VersionedForm, forms.ModelForm):
    """A measure's words, its state, who cares for it and until when."""

    responsible = PersonField(
        queryset=Membership.objects.none(),
        label=_("Verantwortlich"),
        required=False,
        empty_label=_("noch niemand"),
        error_messages=NOT_OFFERED,
    )
    steps = forms.CharField(
        label=_("Erste Teilschritte"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ein Teilschritt in jeder Zeile."),
    )

    class Meta:
        model = Measure
        fields = MEASURES.fields
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3}),
            "why": forms.Textarea(attrs={"rows": 3}),
            "existing": forms.Textarea(attrs={"rows": 2}),
            "due_date": DayInput(),
        }
        error_messages = {
            "title": {"required": _("Bitte geben Sie der Maßnahme einen Titel."), **TOO_LONG},
            "what": TOO_LONG,
            "why": TOO_LONG,
            "existing": TOO_LONG,
            "status": NOT_OFFERED,
            "due_date": {"invalid": _("Bitte ein Datum eingeben, zum Beispiel 31.12.2026.")},
            "effort_hours": NOT_A_NUMBER,
            "effort_days": NOT_A_NUMBER,
            "cost": NOT_A_NUMBER,
        }
        help_texts = {
            "title": _("Zum Beispiel: Gemeinsamen Kalender für alle einrichten."),
            "existing": _("Systeme oder Wissen, die Sie schon haben und nutzen können."),
            "effort_hours": _("Arbeitsstunden aller Beteiligten zusammen."),
            "effort_days": _("Kalendertage, bis es fertig ist."),
            "cost": _("Was im ersten Jahr zu bezahlen ist. 0, wenn es nichts kostet."),
        }

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = (  # type: ignore[attr-defined]
            Membership.objects.of(organisation).with_people()
        )
        if self.instance.pk:
            del self.fields["steps"]

    def clean_steps(self) -> list[str]:
        """Return the steps, one a line, without empty ones."""
        lines = [line.strip() for line in self.cleaned_data["steps"].splitlines()]
        steps = [line for line in lines if line]
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(
                _("Höchstens %(most)d Teilschritte für den Anfang."), params={"most": MOST_STEPS}
            )
        if any(len(step) > LONGEST_STEP for step in steps):
            raise forms.ValidationError(
                _("Ein Teilschritt darf höchstens %(most)d Zeichen haben."),
                params={"most": LONGEST_STEP},
            )
        return steps


class CriterionFields:
    """The two fields of one criterion in a `RatingForm`, with everything shown beside them."""

    def __init__(self, form: RatingForm, text: CriterionText) -> None:
        self.text = text
        self.key = str(text.criterion)
        self.value = form[f"{self.key}_value"]
        self.note = form[f"{self.key}_note"]
        self.suggested = form.suggested.get(text.criterion)
        # What the template suggests without knowing the organisation's systems.
        self.default = form.defaults.get(text.criterion)
        self.is_from_systems = self.suggested != self.default
        self.given = form.given.get(self.key)
        counting = self.given or self.suggested
        self.meaning = text.meanings[counting.value - 1] if counting else ""
        chosen = str(self.value.value() or "")
        self.options = [
            (str(value), meaning, chosen == str(value))
            for value, meaning in enumerate(text.meanings, start=1)
        ]


class RatingForm(VersionedForm):
    """The ratings of one measure on the five criteria, each with an own note.

    Criteria may stay without a rating. `version` is the version of the measure that was seen.
    `given` are ratings other than those that hold, which a person gave before.
    """

    def __init__(
        self,
        measure: Measure,
        *args: Any,
        landscape: SystemLandscape | None = None,
        given: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.given = given_ratings(measure) if given is None else given
        self.suggested = suggested_ratings(measure, landscape)
        self.defaults = template_ratings(measure)
        kwargs["initial"] = {"version": measure.version} | {
            name: value
            for key, rating in self.given.items()
            for name, value in ((f"{key}_value", rating.value), (f"{key}_note", rating.note))
        }
        super().__init__(*args, **kwargs)
        for text in CRITERIA:
            key = str(text.criterion)
            self.fields[f"{key}_value"] = forms.TypedChoiceField(
                label=text.name,
                choices=[(value, value) for value in range(1, 6)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages=NOT_OFFERED,
            )
            self.fields[f"{key}_note"] = forms.CharField(
                label=_("Begründung"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages=TOO_LONG,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a value where only a note was written."""
        data = super().clean() or {}
        for criterion in Criterion:
            name = f"{criterion}_value"
            if data.get(f"{criterion}_note") and data.get(name) is None and name in data:
                self.add_error(name, _("Bitte wählen Sie zu Ihrer Begründung auch eine Zahl."))
        return data

    @property
    def criteria(self) -> list[CriterionFields]:
        """The fields criterion by criterion."""
        return [CriterionFields(self, text) for text in CRITERIA]

    @property
    def given_in_words(self) -> dict[str, str]:
        """What people gave so far: names of criteria to value, person and note."""
        return {
            str(text.name): f"{one.value} ({one.rated_by or '–'}) {one.note}".strip()
            for text in CRITERIA
            if (one := self.given.get(str(text.criterion)))
        }

    @property
    def ratings(self) -> dict[str, tuple[int, str]]:
        """The ratings that were given, from the cleaned data."""
        data = self.cleaned_data
        return {
            str(criterion): (data[f"{criterion}_value"], data[f"{criterion}_note"])
            for criterion in Criterion
            if data[f"{criterion}_value"] is not None
        }


class WeightsForm(VersionedForm, forms.ModelForm):
    """How much each criterion counts, from 0 to 10: sliders, to try and to save."""

    class Meta:
        model = CriterionWeights
        fields = WEIGHTS.fields
        labels = {key: text.name for key, text in TEXT_OF.items()}
        error_messages = {
            key: dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                _("Bitte eine ganze Zahl von 0 bis 10 wählen."),
            )
            for key in TEXT_OF
        }


class DeclineForm(forms.Form):
    """Why a suggested measure is not wanted."""

    reason = forms.CharField(
        label=_("Warum passt das nicht?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ein Satz genügt. So wissen Sie auch in einem Jahr noch, warum."),
        error_messages={
            "required": _("Bitte sagen Sie in einem Satz, warum das nicht passt."),
            **TOO_LONG,
        },
    )


class PutOffForm(DeclineForm):
    """Why a measure that cannot wait has to wait all the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = _("Warum muss das warten?")
        reason.help_text = _("Der Grund steht in Liste und Bericht, mit Ihrem Namen und dem Tag.")
        reason.error_messages["required"] = _(
            "Bitte sagen Sie in einem Satz, warum es warten muss."
        )
