"""Forms around the voices of colleagues: asking them, answering as one, counting hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Area, Question, QuestionKind
from checks.domain.check_flow import CheckFlow
from checks.domain.contributing import MOST_HANDS, answers_for_hands
from checks.forms.answers import NOT_APPLICABLE, AnswerForm
from checks.models import LONGEST_MESSAGE, LONGEST_REMARK, TeamFunction
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_A_NUMBER, TOO_LONG

DAYS_OPEN = 10
LONGEST_OPEN = 180

CHOOSE_FUNCTION = _("Bitte wählen Sie, was am ehesten passt.")
NOT_A_DAY = _("Bitte einen Tag angeben, zum Beispiel 31.12.2026.")
EARLIEST = _("Bitte einen Tag ab heute wählen.")
LATEST = _("Bitte einen Tag in den nächsten 180 Tagen wählen.")


def usual_deadline() -> date:
    """Return the day that is proposed as the last one to answer on."""
    return timezone.localdate() + timedelta(days=DAYS_OPEN)


class DeadlineForm(forms.Form):
    """The last day on which colleagues can answer."""

    closes_on = forms.DateField(
        label=_("Offen bis einschließlich"),
        widget=DayInput(),
        error_messages={"required": NOT_A_DAY, "invalid": NOT_A_DAY},
    )

    def clean_closes_on(self) -> date:
        """Refuse days that are over or too far away."""
        day: date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(EARLIEST)
        if day > today + timedelta(days=LONGEST_OPEN):
            raise forms.ValidationError(LATEST)
        return day


@dataclass(frozen=True)
class AreaChoice:
    """An area to tick as a whole or question by question."""

    area: Area
    is_chosen: bool
    questions: list[tuple[Question, bool]]

    @property
    def is_open(self) -> bool:
        """Whether something inside is ticked."""
        return self.is_chosen or any(chosen for _question, chosen in self.questions)


class AskForm(DeadlineForm):
    """Which questions colleagues are asked, until when, and whether names are shown.

    Only what a check asks at all can be chosen.
    """

    areas = forms.MultipleChoiceField(required=False)
    questions = forms.MultipleChoiceField(
        label=_("Fragen"),
        required=False,
        error_messages={
            "invalid_choice": _("Diese Frage gibt es in Ihrem Check nicht. Bitte wählen Sie neu."),
        },
    )
    message = forms.CharField(
        label=_("Ein paar Worte an Ihre Kolleg:innen"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Zum Beispiel, wozu Sie fragen. Steht in der Mail und auf der ersten Seite."),
        error_messages=TOO_LONG,
    )
    names_agreed = forms.BooleanField(
        label=_("Mit allen ist vereinbart, dass ihr Name neben ihren Antworten steht."),
        required=False,
    )
    field_order = ["areas", "questions", "closes_on", "message", "names_agreed"]

    def __init__(self, flow: CheckFlow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(area, flow.questions_of(area)) for area in flow.document.areas]
        self.offered = [(area, questions) for area, questions in asked if questions]
        areas: Any = self.fields["areas"]
        areas.choices = [(area.key, area.title) for area, _questions in self.offered]
        areas.error_messages["invalid_choice"] = self.fields["questions"].error_messages[
            "invalid_choice"
        ]
        questions: Any = self.fields["questions"]
        questions.choices = [(one.key, one.text) for one in flow.questions]

    @property
    def choices_by_area(self) -> Iterator[AreaChoice]:
        """The areas with their questions, and what is ticked."""
        areas = self["areas"].value() or ()
        questions = self["questions"].value() or ()
        for area, offered in self.offered:
            yield AreaChoice(
                area,
                area.key in areas,
                [(question, question.key in questions) for question in offered],
            )

    def clean(self) -> dict[str, Any]:
        """Put whole areas and single questions together; at least one has to be chosen."""
        data = super().clean() or {}
        if "areas" in self.errors:
            self.add_error("questions", self.errors.pop("areas").data)
        areas = set(data.get("areas", ()))
        chosen = set(data.get("questions", ()))
        chosen |= {
            question.key
            for area, offered in self.offered
            if area.key in areas
            for question in offered
        }
        if not chosen and "questions" not in self.errors:
            self.add_error("questions", _("Bitte wählen Sie mindestens eine Frage."))
        data["question_keys"] = chosen
        return data


class PersonForm(forms.Form):
    """A colleague who gets a link of their own."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={
            "required": _("Bitte geben Sie an, für wen der Link ist."),
            **TOO_LONG,
        },
    )
    function = forms.ChoiceField(
        label=_("Aufgabe im Team"),
        choices=[("", _("Bitte wählen")), *TeamFunction.choices],
        error_messages={"required": CHOOSE_FUNCTION, "invalid_choice": CHOOSE_FUNCTION},
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        help_text=_("Ohne Adresse geben Sie den Link selbst weiter."),
        error_messages={
            "invalid": _("Bitte eine vollständige E-Mail-Adresse eingeben."),
            "max_length": _("Diese E-Mail-Adresse ist zu lang."),
        },
    )


class FunctionForm(forms.Form):
    """What someone at a printed sheet does in the team."""

    function = forms.ChoiceField(
        label=_("Was ist Ihre Aufgabe im Team?"),
        choices=TeamFunction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_FUNCTION, "invalid_choice": CHOOSE_FUNCTION},
    )


class ContributionForm(AnswerForm):
    """A colleague's answer: as in the check, but nobody can say that it does not apply."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(question, *args, **kwargs)
        name = "special" if question.kind in (QuestionKind.NUMBER, QuestionKind.TEXT) else "answer"
        field: Any = self.fields[name]
        field.choices = [choice for choice in field.choices if choice[0] != NOT_APPLICABLE]
        # The question stands above as the heading.
        self.fields["answer"].help_text = ""
        self.fields["note"] = forms.CharField(
            label=_("Möchten Sie etwas dazu sagen?"),
            required=False,
            max_length=LONGEST_REMARK,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_(
                "Wird im Wortlaut gelesen. Schreiben Sie nichts über Klient:innen, und nichts, "
                "woran man Sie erkennt, wenn Sie das nicht möchten."
            ),
            error_messages=TOO_LONG,
        )


class HandsForm(forms.Form):
    """How many hands went up for each answer to a question; empty fields mean none."""

    def __init__(self, question: Question, stored: Mapping[str, int], data: Any = None) -> None:
        super().__init__(data, initial={f"hands-{key}": n for key, n in stored.items()})
        self.answers = answers_for_hands(question)
        for number, (key, words) in enumerate(self.answers.items()):
            self.fields[f"hands-{key}"] = forms.IntegerField(
                label=words,
                required=False,
                min_value=0,
                max_value=MOST_HANDS,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "data-hands": number}),
                error_messages=NOT_A_NUMBER,
            )
        self.fields["seen"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=written(stored)
        )

    @property
    def rows(self) -> Iterator[tuple[str, forms.BoundField]]:
        """The answers with their fields."""
        for key in self.answers:
            yield key, self[f"hands-{key}"]

    @property
    def hands(self) -> dict[str, int]:
        """What was counted, from the cleaned data."""
        return {key: self.cleaned_data[f"hands-{key}"] or 0 for key in self.answers}

    @property
    def seen(self) -> dict[str, int]:
        """The count the person saw; what makes no sense was not seen."""
        return read(self.cleaned_data["seen"])

    def let_next_save_replace(self, stored: Mapping[str, int]) -> None:
        """Keep everything typed, and take the count stored meanwhile for seen."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = written(stored)  # type: ignore[index]


def written(hands: Mapping[str, int]) -> str:
    """Return a count as one word for a hidden field."""
    return " ".join(f"{key}:{number}" for key, number in sorted(hands.items()))


def read(text: str) -> dict[str, int]:
    """Return the count that `written` wrote; parts that make no sense are left out."""
    parts = [part.rpartition(":") for part in text.split()]
    return {
        key: int(number)
        for key, _colon, number in parts
        if number.isascii() and number.isdecimal() and len(number) < 6
    }
