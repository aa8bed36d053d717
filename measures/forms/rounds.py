"""Forms of a Priorisierungsrunde: itself, its ratings, its end, and which two are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.domain.criteria import CRITERIA, CriterionText
from measures.domain.rounds.closing import MeasurePlan
from measures.domain.rounds.rating_alone import RatingSpread
from measures.domain.wording import listed
from measures.forms.measures import CriterionFields, RatingForm
from measures.models import Measure, PrioritisationRound, RoundSnapshot, RoundVerdict
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_A_NUMBER, NOT_OFFERED, TOO_LONG
from organisations.models import Membership, Organisation, User
from organisations.models.mandate import A_DAY_THAT_CAN_BE_MEANT

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


class SettledCriterion(CriterionFields):
    """The fields of one criterion with what people said alone."""

    def __init__(self, form: SettlingForm, text: CriterionText, spread: RatingSpread) -> None:
        super().__init__(form, text)
        self.spread = spread

    @property
    def spread_in_words(self) -> str:
        """How far people are apart, and who stands where."""
        if self.spread.agreed is not None:
            return gettext("Alle sagen %d.") % self.spread.agreed
        low, high = self.spread.lowest, self.spread.highest
        return gettext("Von %(low)d (%(who_low)s) bis %(high)d (%(who_high)s).") % {
            "low": low,
            "who_low": listed(self.spread.names_at(low)),
            "high": high,
            "who_high": listed(self.spread.names_at(high)),
        }

    @property
    def dots(self) -> list[tuple[int, int, int]]:
        """Where to draw each value, the value, and how many gave it."""
        return [(15 + 32 * (value - 1), value, number) for value, number in self.spread.counts]

    @property
    def line(self) -> tuple[int, int]:
        """From where to where the line between lowest and highest goes."""
        taken = [x for x, _value, number in self.dots if number]
        return min(taken), max(taken)


class SettlingForm(RatingForm):
    """What holds for a measure from now on, beside what people said alone.

    Where all said the same, that is filled in unless the round has settled on something.
    """

    def __init__(
        self,
        measure: Measure,
        *args: Any,
        spreads: Mapping[str, RatingSpread],
        is_settled: bool,
        **kwargs: Any,
    ) -> None:
        self.spreads = spreads
        super().__init__(measure, *args, **kwargs)
        if not is_settled:
            for key, spread in spreads.items():
                if spread.agreed is not None:
                    self.initial[f"{key}_value"] = spread.agreed

    @property
    def criteria(self) -> list[Any]:
        """The fields criterion by criterion, with what people said alone where they did."""
        return [
            SettledCriterion(self, text, self.spreads[text.criterion])
            if text.criterion in self.spreads
            else CriterionFields(self, text)
            for text in CRITERIA
        ]


class PlaceForm(VersionedForm):
    """On which place a measure stands from now on, and why."""

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
        self.fields["place"] = forms.IntegerField(
            label=_("Neuer Platz"),
            min_value=1,
            max_value=places,
            help_text=_("Von 1 bis %d.") % places,
            error_messages=NOT_A_NUMBER
            | {
                "required": _("Bitte geben Sie einen Platz ein."),
                "max_value": _("So viele Plätze gibt es nicht, der letzte ist %(limit_value)d."),
            },
        )
        self.order_fields(["place", "reason"])


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
        day = self.cleaned_data["next_on"]
        if day and day <= self.round.held_on:
            raise forms.ValidationError(_("Die nächste Runde muss nach dieser liegen."))
        return day

    @property
    def ticked(self) -> set[int]:
        """The ids that are ticked on the page, whether or not they were saved."""
        values = self["chosen"].value() or []
        return {int(value) for value in values if str(value).isdecimal()}


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
    def plan_fields(self) -> list[tuple[Measure, BoundField, BoundField]]:
        return [
            (measure, self[f"responsible_{measure.pk}"], self[f"due_date_{measure.pk}"])
            for measure in self.measures
        ]

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
            (RoundVerdict.RETURNED, _("Zurückgeben: Es soll sich noch etwas ändern.")),
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
