"""Forms for the end of a round: places by hand, what comes next, closing, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.rounds.closing import MeasurePlan
from measures.forms.measures import NOT_A_NUMBER, NOT_OFFERED, TOO_LONG
from measures.forms.rounds.round import NOT_A_DAY
from measures.models import Measure, PrioritisationRound, RoundVerdict
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.models import Membership, Organisation
from organisations.models.mandate import A_DAY_THAT_CAN_BE_MEANT


class PlaceForm(VersionedForm):
    """On which place a measure stands from now on, and why."""

    place = forms.IntegerField(
        label=_("Neuer Platz"),
        min_value=1,
        error_messages=NOT_A_NUMBER | {"required": _("Bitte geben Sie einen Platz ein.")},
    )
    reason = forms.CharField(
        label=_("Warum?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ein Satz genügt. Er steht von nun an neben der Maßnahme in der Liste."),
        error_messages={
            "required": _("Bitte sagen Sie in einem Satz, warum Sie sie verschieben."),
            **TOO_LONG,
        },
    )

    def __init__(self, places: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.IntegerField)  # noqa: S101 - declared above
        field.max_value = places
        field.validators.append(_at_most(places))
        field.widget.attrs["max"] = places
        field.help_text = _("Von 1 bis %d.") % places


def _at_most(places: int) -> Any:
    def check(value: int) -> None:
        if value > places:
            raise forms.ValidationError(
                _("So viele Plätze gibt es nicht, der letzte ist %(places)d."),
                params={"places": places},
            )

    return check


class ChoiceForm(VersionedForm):
    """What is taken up next, and when the next round is."""

    next_on = forms.DateField(
        label=_("Tag der nächsten Runde"),
        required=False,
        widget=DayInput(),
        validators=A_DAY_THAT_CAN_BE_MEANT,
        error_messages=NOT_A_DAY,
        help_text=_("Zum Abschließen nötig. Bewährt haben sich sechs bis zwölf Wochen."),
    )
    chosen = forms.TypedMultipleChoiceField(
        label=_("Als Nächstes nehmen wir uns vor"),
        required=False,
        coerce=int,
        error_messages=NOT_OFFERED,
    )

    def __init__(
        self,
        round_: PrioritisationRound,
        measure_ids: Iterable[int],
        chosen: Iterable[int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "version": round_.version,
            "next_on": round_.next_on,
            "chosen": [str(pk) for pk in chosen],
        }
        super().__init__(*args, **kwargs)
        self.round = round_
        self.fields["next_on"].is_unmarked = True  # type: ignore[attr-defined]
        self.fields["chosen"].choices = [(pk, pk) for pk in measure_ids]  # type: ignore[attr-defined]

    def clean_next_on(self) -> Any:
        """Refuse a day that does not come after the round."""
        day = self.cleaned_data["next_on"]
        if day and day <= self.round.held_on:
            raise forms.ValidationError(_("Die nächste Runde muss nach dieser liegen."))
        return day

    @property
    def ticked(self) -> set[int]:
        """The ids that are ticked on the page, whether or not they were saved."""
        values = self["chosen"].value() or []
        return {int(value) for value in values if str(value).isdecimal()}


class PlanFields:
    """The two fields of one chosen measure in a `ClosingForm`."""

    def __init__(self, form: ClosingForm, measure: Measure) -> None:
        self.measure = measure
        self.responsible = form[f"responsible_{measure.pk}"]
        self.due_date = form[f"due_date_{measure.pk}"]


class ClosingForm(VersionedForm):
    """Who looks after each chosen measure until when; both may stay open."""

    def __init__(
        self,
        organisation: Organisation,
        round_: PrioritisationRound,
        measures: Iterable[Measure],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = round_.version
        self.measures = list(measures)
        team = {
            str(member.pk): member for member in Membership.objects.of(organisation).with_people()
        }
        names = [("", _("noch niemand")), *((key, str(one.user)) for key, one in team.items())]
        for measure in self.measures:
            self.fields[f"responsible_{measure.pk}"] = forms.TypedChoiceField(
                label=_("Verantwortlich"),
                required=False,
                choices=names,
                coerce=team.__getitem__,
                empty_value=None,
                initial=str(measure.responsible_id or ""),
                error_messages=NOT_OFFERED,
            )
            self.fields[f"due_date_{measure.pk}"] = forms.DateField(
                label=_("Fällig am"),
                required=False,
                widget=DayInput(),
                validators=A_DAY_THAT_CAN_BE_MEANT,
                initial=measure.due_date,
                error_messages=NOT_A_DAY,
            )

    @property
    def plan_fields(self) -> list[PlanFields]:
        """The fields measure by measure."""
        return [PlanFields(self, measure) for measure in self.measures]

    @property
    def plans(self) -> dict[int, MeasurePlan]:
        """Who does what until when, from the cleaned data."""
        data = self.cleaned_data
        return {
            measure.pk: MeasurePlan(
                data[f"responsible_{measure.pk}"], data[f"due_date_{measure.pk}"]
            )
            for measure in self.measures
        }


class VerdictForm(forms.Form):
    """Whether the Geschäftsführung confirms, with a remark that returning needs."""

    verdict = forms.ChoiceField(
        label=_("Ihre Entscheidung"),
        choices=[
            (RoundVerdict.CONFIRMED, _("Bestätigen: So machen wir es.")),
            (RoundVerdict.RETURNED, _("Zurückgeben: Die Runde soll noch etwas ändern.")),
        ],
        widget=forms.RadioSelect,
        error_messages=NOT_OFFERED | {"required": _("Bitte wählen Sie eine der Möglichkeiten.")},
    )
    remark = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Beim Zurückgeben nötig: Was soll sich ändern?"),
        error_messages=TOO_LONG,
    )
    snapshot = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a remark when the round goes back."""
        data = super().clean() or self.cleaned_data
        is_returned = data.get("verdict") == RoundVerdict.RETURNED
        if is_returned and "remark" in data and not data["remark"].strip():
            self.add_error("remark", _("Bitte schreiben Sie, was sich ändern soll."))
        return data
