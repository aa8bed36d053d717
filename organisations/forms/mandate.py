"""The form of the mandate, page by page. A draft may stay incomplete on every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.domain.mandate_content import SUGGESTIONS
from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput
from organisations.forms.wording import NOT_A_DAY, NOT_OFFERED, TOO_LONG
from organisations.models import Mandate, Membership, Rhythm
from organisations.models.mandate import EARLIEST, LATEST, LONGEST_SENTENCE

MOST_OWN_SENTENCES = 30


class EuroField(forms.IntegerField):
    """Whole euros, as people write them: „1500“, „1.500“, „1 500 €“, „1.500,00 Euro“."""

    default_error_messages = {
        "invalid": _("Bitte einen Betrag in ganzen Euro eingeben, zum Beispiel 1.500."),
        "min_value": _("Bitte einen Betrag ab 0 eingeben."),
        "max_value": _("Das ist mehr, als hier vorgesehen ist: höchstens %(limit_value)d Euro."),
    }
    WRITTEN = re.compile(r"(-?\d+|-?\d{1,3}(?:[. ]\d{3})+)(?:,(?:00|0|-|–))?\s*(?:€|Euro|EUR)?")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(min_value=0, widget=widget, required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the amount, None when nothing is written."""
        if value in self.empty_values:
            return None
        found = self.WRITTEN.fullmatch(str(value).replace("\u00a0", " ").strip())
        if not found:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(re.sub(r"[. ]", "", found[1]))


class MemberField(forms.ModelChoiceField):
    """Chooses a member of the organisation by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name with the role."""
        return f"{obj.user} ({obj.get_role_display()})"


class PartForm(VersionedForm):
    """One page of the mandate. `content` are the fields of the mandate, once the form is valid.

    `mandate` is the draft. What a page shows first is what the draft says.
    """

    part: str
    title: str | Promise
    intro: str | Promise
    checklists: dict[str, tuple[str | Promise, str | Promise]] = {}

    def __init__(self, mandate: Mandate, *args: Any, **kwargs: Any) -> None:
        self.mandate = mandate
        kwargs["initial"] = {"version": mandate.version_of(self.part)} | self.stored()
        super().__init__(*args, **kwargs)
        for name, (label, own_label) in self.checklists.items():
            self._add_checklist(name, label, own_label)
        for field in self.fields.values():
            # Everything may stay open for now, so nothing is called voluntary.
            field.is_unmarked = True  # type: ignore[attr-defined]
        self.order_fields([*self.checklists_first(), *self.fields])

    def stored(self) -> dict[str, Any]:
        """Return what the draft says, by the names of this form's fields."""
        return {name: getattr(self.mandate, name) for name in self.base_fields if name != "version"}

    def checklists_first(self) -> list[str]:
        """Return the fields of the checklists in their order: they stand above all others."""
        return [field for name in self.checklists for field in (name, f"own_{name}")]

    def _add_checklist(self, name: str, label: Any, own_label: Any) -> None:
        offered = SUGGESTIONS[name]
        said = getattr(self.mandate, name)
        sentences = {str(sentence): key for key, sentence in offered.items()}
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            choices=list(offered.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[sentences[one] for one in said if one in sentences],
            error_messages=NOT_OFFERED,
        )
        self.fields[f"own_{name}"] = forms.CharField(
            label=own_label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial="\n".join(one for one in said if one not in sentences),
            help_text=_("Jede Zeile wird ein Punkt."),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse endless lists."""
        data = super().clean() or self.cleaned_data
        for name in self.checklists:
            own = self._own_sentences(name)
            if any(len(one) > LONGEST_SENTENCE for one in own):
                self.add_error(
                    f"own_{name}",
                    forms.ValidationError(
                        _("Ein Punkt darf höchstens %(most)d Zeichen haben."),
                        params={"most": LONGEST_SENTENCE},
                    ),
                )
            if len(own) > MOST_OWN_SENTENCES:
                self.add_error(
                    f"own_{name}",
                    forms.ValidationError(
                        _("Höchstens %(most)d eigene Punkte."), params={"most": MOST_OWN_SENTENCES}
                    ),
                )
        return data

    def _own_sentences(self, name: str) -> list[str]:
        lines = self.cleaned_data.get(f"own_{name}", "").splitlines()
        return list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))

    def _sentences(self, name: str) -> list[str]:
        """What is ticked, in the order of the list, then what is written."""
        ticked = self.cleaned_data[name]
        offered = [str(text) for key, text in SUGGESTIONS[name].items() if key in ticked]
        return list(dict.fromkeys([*offered, *self._own_sentences(name)]))

    @property
    def content(self) -> dict[str, Any]:
        """The fields of the mandate with their new values, from the cleaned data."""
        simple = {name: self.cleaned_data[name] for name in self.stored()}
        return simple | {name: self._sentences(name) for name in self.checklists}

    @property
    def typed(self) -> list[tuple[str, list[str]]]:
        """Everything that was typed, by the labels of its fields, to be given back."""
        return [
            (str(field.label), texts)
            for field in self.visible_fields()
            if (texts := self._typed_in(field))
        ]

    def _typed_in(self, field: Any) -> list[str]:
        value = field.value()
        names = {str(key): str(name) for key, name in getattr(field.field, "choices", ())}
        parts = value if isinstance(value, list) else [value]
        return [names.get(str(part), str(part)) for part in parts if part not in (None, "")]


class PilotForm(PartForm):
    """Who is the pilot, and who stands in."""

    part = "pilot"
    title = _("Wer übernimmt die Aufgabe?")
    intro = _(
        "Am besten jemand, der Lust darauf hat. Besondere Vorkenntnisse braucht es nicht, "
        "aber Zeit und das Vertrauen der Geschäftsführung."
    )

    pilot = MemberField(
        queryset=Membership.objects.none(),
        label=_("Digitalisierungslots:in"),
        required=False,
        empty_label=_("bitte wählen"),
        error_messages=NOT_OFFERED,
    )
    pilot_name = forms.CharField(
        label=_("Oder: eine Person, die noch keinen Zugang zu Lotse hat"),
        max_length=120,
        required=False,
        help_text=_(
            "Schreiben Sie den Namen. Vor der Bestätigung braucht die Person einen eigenen "
            "Zugang: Laden Sie sie ins Team ein und wählen Sie sie dann oben aus."
        ),
        error_messages=TOO_LONG,
    )
    deputy = MemberField(
        queryset=Membership.objects.none(),
        label=_("Vertretung bei Urlaub und Krankheit"),
        required=False,
        empty_label=_("noch niemand"),
        error_messages=NOT_OFFERED,
    )
    deputy_name = forms.CharField(
        label=_("Oder: eine Vertretung ohne Zugang zu Lotse"),
        max_length=120,
        required=False,
        error_messages=TOO_LONG,
    )

    def __init__(self, mandate: Mandate, *args: Any, **kwargs: Any) -> None:
        super().__init__(mandate, *args, **kwargs)
        members = Membership.objects.of(mandate.organisation).with_people()
        for name in ("pilot", "deputy"):
            self.fields[name].queryset = members  # type: ignore[attr-defined]

    def stored(self) -> dict[str, Any]:
        """Return the people; the name of a member stands in the choice, not in the text."""
        said = super().stored()
        for name in ("pilot", "deputy"):
            if said[name] is not None:
                said[f"{name}_name"] = ""
        return said

    def clean(self) -> dict[str, Any]:
        """Refuse two names for one part, and one person for both."""
        data = super().clean()
        for name in ("pilot", "deputy"):
            if data.get(name) and data.get(f"{name}_name"):
                self.add_error(
                    f"{name}_name",
                    _("Bitte wählen Sie oben jemanden aus oder schreiben Sie hier einen Namen."),
                )
        if data.get("deputy") and data.get("deputy") == data.get("pilot"):
            self.add_error("deputy", _("Bitte wählen Sie für die Vertretung eine andere Person."))
        return data

    @property
    def content(self) -> dict[str, Any]:
        """The people, with the names of those in the team."""
        said = super().content
        for name in ("pilot", "deputy"):
            if said[name] is not None:
                said[f"{name}_name"] = str(said[name].user)
        return said


class TasksForm(PartForm):
    """What the pilot does."""

    part = "tasks"
    title = _("Welche Aufgaben gehören dazu?")
    intro = _(
        "Kreuzen Sie an, was die Digitalisierungslots:in tun soll. Weniger ist oft mehr: Was "
        "nicht in die Stunden passt, bleibt liegen."
    )
    checklists = {"tasks": (_("Aufgaben"), _("Eigene Aufgaben"))}


class PowersForm(PartForm):
    """What the pilot decides alone."""

    part = "powers"
    title = _("Was entscheidet die Digitalisierungslots:in allein?")
    intro = _(
        "Wer für jede Kleinigkeit fragen muss, kommt nicht voran. Alles, was hier nicht steht, "
        "besprechen beide Seiten miteinander."
    )
    checklists = {"powers": (_("Entscheidet allein"), _("Eigene Punkte"))}

    spending_limit = EuroField(
        label=_("Gibt allein Geld aus: bis zu wie viel Euro im Einzelfall?"),
        max_value=1_000_000,
        help_text=_("Zum Beispiel 150. Mit 0 wird jede Ausgabe vorher besprochen."),
    )


class TimeForm(PartForm):
    """Hours, money, from when until when."""

    part = "time"
    title = _("Wie viel Zeit und Geld gibt es dafür?")
    intro = _(
        "Ohne feste Stunden geht die Digitalisierung im Alltag unter. Sie sind Arbeitszeit: "
        "Dafür fällt andere Arbeit weg."
    )

    hours_per_week = forms.DecimalField(
        label=_("Stunden in der Woche"),
        max_digits=3,
        decimal_places=1,
        min_value=0.5,
        max_value=40,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        help_text=_("Zum Beispiel 4 oder 2,5. Unter zwei Stunden bleibt meist alles liegen."),
        error_messages={
            "invalid": _("Bitte eine Zahl eingeben, zum Beispiel 4 oder 2,5."),
            "min_value": _("Bitte mindestens eine halbe Stunde eingeben, also 0,5."),
            "max_value": _("Höchstens 40 Stunden in der Woche."),
            "max_digits": _("Bitte höchstens eine Stelle nach dem Komma."),
            "max_decimal_places": _("Bitte höchstens eine Stelle nach dem Komma."),
            "max_whole_digits": _("Höchstens 40 Stunden in der Woche."),
        },
    )
    budget_per_year = EuroField(
        label=_("Budget im Jahr in Euro"),
        max_value=10_000_000,
        help_text=_("Für Werkzeuge, Geräte und Schulungen. Mit 0 gibt es kein eigenes Budget."),
    )
    starts_on = forms.DateField(
        label=_("Beginn"), required=False, widget=DayInput(), error_messages=NOT_A_DAY
    )
    ends_on = forms.DateField(
        label=_("Ende"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "Bleibt das Feld leer, gibt es kein festes Ende. Ein oder zwei Jahre haben sich "
            "bewährt: Lotse erinnert rechtzeitig ans Verlängern."
        ),
        error_messages=NOT_A_DAY,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be meant, and an end before the beginning."""
        data = super().clean()
        for name in ("starts_on", "ends_on"):
            day = data.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Bitte prüfen Sie das Jahr."))
        begin, end = data.get("starts_on"), data.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("Das Ende liegt vor dem Beginn."))
        return data


class SupportForm(PartForm):
    """Training and equipment."""

    part = "support"
    title = _("Was braucht es an Fortbildung und Ausstattung?")
    intro = _("Kreuzen Sie an, was die Organisation zusagt.")
    checklists = {
        "training": (_("Fortbildung"), _("Weitere Fortbildung")),
        "equipment": (_("Ausstattung"), _("Weitere Ausstattung")),
    }


class ExchangeForm(PartForm):
    """How the team learns of it, and how often both sides talk."""

    part = "exchange"
    title = _("Wie erfährt es das Team, und wann reden beide miteinander?")
    intro = _(
        "Wenn alle wissen, wer beauftragt ist, landen Fragen an der richtigen Stelle. Ein fester "
        "Termin hält das Thema bei der Geschäftsführung wach."
    )
    checklists = {"announcement": (_("So erfährt es das Team"), _("Eigene Wege"))}

    rhythm = forms.ChoiceField(
        label=_("Digitalisierungslots:in und Geschäftsführung sprechen miteinander"),
        choices=[("", _("noch offen")), *Rhythm.choices],
        required=False,
        error_messages=NOT_OFFERED,
    )
    rhythm_note = forms.CharField(
        label=_("Wann und wo"),
        max_length=300,
        required=False,
        help_text=_("Zum Beispiel: am ersten Montag im Monat, eine halbe Stunde."),
        error_messages=TOO_LONG,
    )


FORMS: dict[str, Callable[..., PartForm]] = {
    form.part: form
    for form in (PilotForm, TasksForm, PowersForm, TimeForm, SupportForm, ExchangeForm)
}
