"""The rhythm of an organisation, and about what a person wants to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.reminders.domain.rhythms import RHYTHMS, WEEKDAYS
from lotse.reminders.domain.unsubscribing import TOPIC_NAMES
from lotse.reminders.models import SHORTEST_DAY, FederalState, ReviewRhythm
from lotse.reminders.terms import ReminderStage
from organisations.forms.versions import VersionedForm
from organisations.models import Membership, Role


def _months(*numbers: int) -> list[tuple[int, Any]]:
    names = {1: gettext_lazy("jeden Monat"), 12: gettext_lazy("jedes Jahr")}
    names |= {24: gettext_lazy("alle zwei Jahre")}
    return [
        (one, names.get(one) or format_lazy(gettext_lazy("alle {} Monate"), one)) for one in numbers
    ]


def _hours(first: int, last: int) -> list[tuple[int, Any]]:
    return [(one, format_lazy(gettext_lazy("{} Uhr"), one)) for one in range(first, last + 1)]


def _number(value: Any) -> int:
    return int(value)


class RhythmForm(VersionedForm, forms.ModelForm):
    """When what comes back, and when mails may leave."""

    round_months = forms.TypedChoiceField(
        label=gettext_lazy("Priorisierungsrunde"),
        coerce=_number,
        choices=_months(1, 2, 3, 4, 6, 12),
        help_text=gettext_lazy(
            "So oft ordnen Sie die Maßnahmen gemeinsam neu. Vereinbart eine Runde einen anderen "
            "Tag für die nächste, gilt dieser."
        ),
    )
    check_months = forms.TypedChoiceField(
        label=gettext_lazy("Digitalisierungscheck"),
        coerce=_number,
        choices=_months(6, 12, 18, 24),
        help_text=gettext_lazy("So oft wiederholen Sie den Check und sehen, was sich ändert."),
    )
    sends_mails = forms.BooleanField(
        label=gettext_lazy("Lotse erinnert per Mail"),
        required=False,
        help_text=gettext_lazy(
            "Höchstens eine Mail am Tag für jede Person. Jede Person kann abbestellen, was sie "
            "nicht möchte."
        ),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Bundesland"),
        choices=FederalState.choices,
        required=False,
        help_text=gettext_lazy("An Feiertagen geht keine Mail hinaus, sondern am Tag danach."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("An diesen Tagen"),
        coerce=_number,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Bitte mindestens einen Wochentag wählen.")},
    )
    begins = forms.TypedChoiceField(
        label=gettext_lazy("Frühestens"),
        coerce=_number,
        choices=_hours(0, 24 - SHORTEST_DAY),
    )
    ends = forms.TypedChoiceField(
        label=gettext_lazy("Spätestens"),
        coerce=_number,
        choices=_hours(SHORTEST_DAY, 24),
    )

    class Meta:
        model = ReviewRhythm
        fields = RHYTHMS.fields

    def clean(self) -> dict[str, Any] | None:
        """The day must leave time for a mail, also where the clocks skip an hour."""
        cleaned = super().clean()
        begins, ends = (self.cleaned_data.get(name) for name in ("begins", "ends"))
        if begins is not None and ends is not None and ends < begins + SHORTEST_DAY:
            self.add_error(
                "ends",
                _("Zwischen frühestens und spätestens müssen mindestens %d Stunden liegen.")
                % SHORTEST_DAY,
            )
        return cleaned


class WishesForm(forms.Form):
    """The topics about which a person wants mails."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Ich möchte Mails bekommen über"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, membership: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unseen = set() if membership.role == Role.DIRECTOR else {ReminderStage.ESCALATED.value}
        field = self.fields["topics"]
        field.is_unmarked = True  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (topic, name) for topic, name in TOPIC_NAMES.items() if topic not in self.unseen
        ]

    def wanted(self) -> set[str]:
        """Return the wanted topics; what the form does not offer stays wanted."""
        return {*self.cleaned_data["topics"], *self.unseen}
