"""Forms for answers: one question, the page of opening facts, and requirements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from checks.domain.answering import AnswerInput
from checks.domain.catalogue import (
    CatalogueDocument,
    ExceptionOption,
    Question,
    QuestionKind,
)
from checks.domain.check_state import CheckState
from checks.domain.exceptions import offered_at
from checks.domain.wording import in_words
from checks.forms.reading import TermNotes
from checks.models import (
    NEEDED_BY_LENGTH,
    NOTE_LENGTH,
    REQUIREMENT_LENGTH,
    TEXT_LENGTH,
    Answer,
    AnswerState,
    Priority,
)
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_A_NUMBER, TOO_LONG
from organisations.models import User

UNKNOWN = "_unknown"
NOT_APPLICABLE = "_not_applicable"
SPECIAL_STATES = {
    UNKNOWN: AnswerState.UNKNOWN,
    NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
}
SPECIAL_CHOICES: list[tuple[str, Any]] = [
    (UNKNOWN, _("Weiß ich nicht")),
    (NOT_APPLICABLE, _("Trifft nicht zu")),
]
YES, NO = "yes", "no"

EXCEPTION_GONE = _("Diese Ausnahme gibt es hier nicht. Bitte wählen Sie neu.")
NOT_OFFERED = _("Diese Antwort gibt es hier nicht. Bitte wählen Sie eine der Möglichkeiten.")


class OtherVersion(NamedTuple):
    """What was saved while a form was open, by someone else or by oneself in another window."""

    who: str
    is_own: bool
    said: str
    note: str
    when: datetime
    but_not: str = ""


class AnswerOption(NamedTuple):
    """One row to choose from: its value, its words, and how it is shown."""

    value: str
    label: str
    is_chosen: bool
    is_special: bool


class AnswerForm(VersionedForm):
    """The answer to one question of any kind, with note and the version that was seen.

    `said` is what `save_answer` stores, available after validation.
    """

    other_said: OtherVersion | None = None
    # What asks to look at a stored answer again; only opening facts show it here.
    is_carried = is_reworded = False

    def __init__(
        self,
        question: Question,
        *args: Any,
        with_note: bool = True,
        exceptions: Sequence[ExceptionOption] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["answer"] = _answer_field(question)
        # No question of a check must be answered, so none says that it need not be.
        self.fields["answer"].is_unmarked = True  # type: ignore[attr-defined]
        if question.kind in (QuestionKind.NUMBER, QuestionKind.TEXT):
            self.fields["special"] = forms.ChoiceField(
                label=_("Oder"),
                choices=[("", _("Antwort wie oben")), *SPECIAL_CHOICES],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NOT_OFFERED},
            )
            self.fields["special"].is_unmarked = True  # type: ignore[attr-defined]
        if with_note:
            self.fields["note"] = forms.CharField(
                label=_("Notiz"),
                required=False,
                max_length=NOTE_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Zum Beispiel, wie es genau läuft oder wer es weiß."),
                error_messages=TOO_LONG,
            )
        if exceptions:
            self.fields["exceptions"] = forms.MultipleChoiceField(
                label=_("Gilt nicht für"),
                choices=[(one.key, one.label) for one in exceptions],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": EXCEPTION_GONE},
            )

    @classmethod
    def of(
        cls, check_state: CheckState, question: Question, sent: QueryDict | None = None
    ) -> AnswerForm:
        """Return the form of a question of a check: as its answer is stored, or bound to `sent`."""
        stored = check_state.answers.get(question.key)
        noted = stored.exceptions if stored else []
        if sent is not None:
            ticked = sent.getlist("exceptions")
            return cls(
                question, sent, exceptions=offered_at(check_state.flow, question, [*noted, *ticked])
            )
        initial = cls.initial_for(question, stored) | {"exceptions": noted}
        return cls(
            question, initial=initial, exceptions=offered_at(check_state.flow, question, noted)
        )

    @staticmethod
    def initial_for(question: Question, answer: Answer | None) -> dict[str, Any]:
        """Return the initial data that shows a stored answer."""
        if answer is None:
            return {"version": 0}
        initial: dict[str, Any] = {"version": answer.version, "note": answer.note}
        special = {state: key for key, state in SPECIAL_STATES.items()}.get(
            AnswerState(answer.state)
        )
        if special and question.kind in (QuestionKind.NUMBER, QuestionKind.TEXT):
            initial["special"] = special
        elif special:
            initial["answer"] = [special] if question.kind is QuestionKind.CHOICES else special
        elif answer.state == AnswerState.ANSWERED:
            initial["answer"] = _shown(question, answer)
        return initial

    @classmethod
    def unchanged(
        cls,
        question: Question,
        old: Answer,
        data: Mapping[str, Any],
        exceptions: Sequence[ExceptionOption] = (),
    ) -> AnswerForm:
        """Return the form as one fills it in who answers as in `old`, bound.

        The version that was seen and a note of one's own come from `data`. Of the exceptions noted
        those hold that are still on offer.
        """
        own_note = data.get("note", "").strip()
        filled = cls.initial_for(question, old) | {"version": data.get("version", "")}
        filled["exceptions"] = [one.key for one in exceptions if one.key in old.exceptions]
        return cls(question, filled | {"note": own_note or old.note}, exceptions=exceptions)

    @staticmethod
    def with_old_note(old: Answer, data: QueryDict) -> QueryDict:
        """Return what was sent with the note of `old` added to one's own."""
        own_note = data.get("note", "").strip()
        filled = data.copy()
        if old.note not in own_note:
            filled["note"] = "\n".join(filter(None, [own_note, old.note]))
        return filled

    def clean(self) -> dict[str, Any]:
        """Refuse an answer together with „Weiß ich nicht“ or „Trifft nicht zu“."""
        data = super().clean() or {}
        chosen = data.get("answer")
        specials = set(SPECIAL_STATES)
        mixed = isinstance(chosen, list) and len(chosen) > 1 and specials & set(chosen)
        if mixed or (data.get("special") and chosen not in (None, "")):
            self.add_error(
                "answer",
                _("Bitte entweder antworten oder „Weiß ich nicht“ oder „Trifft nicht zu“ wählen."),
            )
        return data

    def show_other_version(self, stored: Answer, *, to: User) -> None:
        """Keep what was typed, show the version stored meanwhile, let the next save replace it."""
        self.other_said = OtherVersion(
            who=str(stored.updated_by or _now("Jemand")),
            is_own=stored.updated_by == to,
            said=in_words(self.question, stored),
            note=stored.note,
            when=stored.updated_at,
            but_not=", ".join(
                chip.label for chip in self.exception_chips if chip.value in stored.exceptions
            ),
        )
        self.let_next_save_replace(stored.version)

    @property
    def exception_chips(self) -> tuple[AnswerOption, ...]:
        """What the answer may not hold for, as boxes to tick."""
        if "exceptions" not in self.fields:
            return ()
        ticked = self["exceptions"].value() or ()
        choices = self.fields["exceptions"].choices  # type: ignore[attr-defined]
        return tuple(AnswerOption(key, label, key in ticked, False) for key, label in choices)

    @property
    def options(self) -> list[AnswerOption]:
        """The possible answers of a question with fixed ones, as rows to choose from."""
        chosen = self["answer"].value()
        chosen = chosen if isinstance(chosen, list) else [chosen]
        return [
            AnswerOption(value, label, value in chosen, value in SPECIAL_STATES)
            for value, label in getattr(self.fields["answer"], "choices", [])
        ]

    @property
    def said(self) -> AnswerInput:
        """What the person says, from the cleaned data."""
        return replace(
            self._chosen,
            note=self.cleaned_data.get("note", ""),
            exceptions=tuple(self.cleaned_data.get("exceptions", ())),
        )

    @property
    def _chosen(self) -> AnswerInput:
        data = self.cleaned_data
        chosen = data.get("special") or data.get("answer")
        if isinstance(chosen, list) and len(chosen) == 1 and chosen[0] in SPECIAL_STATES:
            chosen = chosen[0]
        if chosen in (None, "", []):
            return AnswerInput()
        if isinstance(chosen, str) and chosen in SPECIAL_STATES:
            return AnswerInput(SPECIAL_STATES[chosen])
        if self.question.kind is QuestionKind.LEVEL:
            return AnswerInput(AnswerState.ANSWERED, level=int(chosen))
        value = chosen == YES if self.question.kind is QuestionKind.YES_NO else chosen
        return AnswerInput(AnswerState.ANSWERED, value=value)


def _shown(question: Question, answer: Answer) -> Any:
    if question.kind is QuestionKind.LEVEL:
        return str(answer.level)
    if question.kind is QuestionKind.YES_NO:
        return YES if answer.value else NO
    return answer.value


def _answer_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.text,
        "required": False,
    }
    if question.kind is QuestionKind.NUMBER:
        return forms.IntegerField(
            min_value=question.minimum if question.minimum is not None else 0,
            max_value=question.maximum if question.maximum is not None else 1_000_000,
            error_messages=NOT_A_NUMBER,
            **common,
        )
    if question.kind is QuestionKind.TEXT:
        return forms.CharField(
            max_length=TEXT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages=TOO_LONG,
            **common,
        )
    if question.kind is QuestionKind.LEVEL:
        offered: list[tuple[str, Any]] = [
            (str(level), text) for level, text in enumerate(question.levels)
        ]
    elif question.kind is QuestionKind.YES_NO:
        offered = [(YES, _("Ja")), (NO, _("Nein"))]
    else:
        offered = [(option.key, option.label) for option in question.options]
    several = question.kind is QuestionKind.CHOICES
    return (forms.MultipleChoiceField if several else forms.ChoiceField)(
        choices=[*offered, *SPECIAL_CHOICES],
        widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OFFERED},
        **common,
    )


class FactsForm:
    """The opening facts as one form: an `AnswerForm` for each, with its key as prefix.

    Where nothing is stored yet, the answers of the last check (`before`) are filled in.
    """

    def __init__(
        self,
        document: CatalogueDocument,
        answers: Mapping[str, Answer],
        data: Mapping[str, Any] | None = None,
        before: Mapping[str, Answer] | None = None,
    ) -> None:
        self._answers = answers
        self._before = before or {}
        self.forms = [
            AnswerForm(
                fact, data, prefix=fact.key, with_note=False, initial=self._initial_for(fact)
            )
            for fact in document.facts
        ]
        reading = TermNotes(document)
        for form in self.forms:
            form.fields["answer"].help_text = reading.text(form.question.help)
            stored = answers.get(form.question.key)
            form.is_carried = stored is not None and stored.is_carried
            form.is_reworded = stored is not None and bool(stored.reworded_in)
        self.notes = reading.notes

    def _initial_for(self, fact: Question) -> dict[str, Any]:
        stored = self._answers.get(fact.key)
        if stored is None and fact.key in self._before:
            return AnswerForm.initial_for(fact, self._before[fact.key]) | {"version": 0}
        return AnswerForm.initial_for(fact, stored)

    @property
    def shows_before(self) -> bool:
        """Whether an answer of the last check is filled in that is not stored yet."""
        return any(form.question.key not in self._answers for form in self.forms) and bool(
            self._before
        )

    def is_valid(self) -> bool:
        """Whether every fact is valid; all of them are looked at."""
        return all(valid for valid in [form.is_valid() for form in self.forms])

    @property
    def has_errors(self) -> bool:
        """Whether a bound form has something to repair."""
        return any(form.errors for form in self.forms if form.is_bound)


class RequirementForm(forms.Form):
    """A requirement, noted on the spot beside an answer."""

    prefix = "requirement"

    text = forms.CharField(
        label=_("Was müsste eine künftige Lösung können?"),
        max_length=REQUIREMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Bitte schreiben Sie, was die Lösung können müsste."),
            **TOO_LONG,
        },
    )
    priority = forms.ChoiceField(
        label=_("Wie wichtig ist das?"),
        choices=[
            (Priority.MUST, _("Muss: ohne das geht es nicht")),
            (Priority.SHOULD, _("Soll: das ist wichtig")),
            (Priority.COULD, _("Kann: das wäre schön")),
        ],
        initial=Priority.SHOULD,
        widget=forms.RadioSelect,
        error_messages={"required": NOT_OFFERED, "invalid_choice": NOT_OFFERED},
    )
    needed_by = forms.CharField(
        label=_("Wer braucht das?"),
        max_length=NEEDED_BY_LENGTH,
        required=False,
        help_text=_("Zum Beispiel: Verwaltung, Nachtdienst, Ehrenamtliche."),
        error_messages=TOO_LONG,
    )
