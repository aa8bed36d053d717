"""Forms for the list of requirements: its filters, merging, and links to measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checks.domain.requirements import Areas
from checks.forms.requirements import PRIORITIES
from checks.models import (
    NEEDED_BY_LENGTH,
    REQUIREMENT_LENGTH,
    Priority,
    Requirement,
    RequirementSource,
)
from measures.domain.merging import Wording, proposed_wording
from measures.domain.requirement_filtering import (
    NO_AREA,
    RequirementFilter,
    RequirementSorting,
)
from measures.domain.requirement_list import RequirementList
from organisations.forms.wording import NOT_OFFERED, TOO_LONG

OTHER = "other"


class RequirementFilterForm(forms.Form):
    """Filter, order and search of the list of requirements, as they stand in the address."""

    q = forms.CharField(label=_("Suchen"), required=False, max_length=200)
    priority = forms.ChoiceField(
        label=_("Wichtigkeit"), required=False, choices=[("", _("alle")), *Priority.choices]
    )
    area = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    system = forms.TypedChoiceField(label=_("System"), required=False, coerce=int, empty_value=None)
    source = forms.ChoiceField(
        label=_("Woher"), required=False, choices=[("", _("alle")), *RequirementSource.choices]
    )
    open = forms.ChoiceField(
        label=_("Maßnahme"),
        required=False,
        choices=[("", _("egal")), ("1", _("ohne Maßnahme"))],
    )
    sort = forms.ChoiceField(
        label=_("Ordnen nach"), required=False, choices=RequirementSorting.choices
    )

    def __init__(self, listed: RequirementList, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        keys = {row.requirement.area_key: row.area for row in listed.rows}
        areas = sorted((key for key in keys if key), key=listed.areas.position)
        fields["area"].choices = [
            ("", _("alle")),
            *((key, keys[key]) for key in areas),
            *([(NO_AREA, _("keins"))] if "" in keys else []),
        ]
        systems = {system.pk: system.name for row in listed.rows for system in row.systems}
        by_name = sorted(systems.items(), key=lambda pair: pair[1].casefold())
        fields["system"].choices = [("", _("alle")), *by_name]

    @property
    def filter(self) -> RequirementFilter:
        """What to show; parts of the address that make no sense are ignored."""
        self.is_valid()
        data = self.cleaned_data
        return RequirementFilter(
            words=data.get("q", ""),
            priority=data.get("priority", ""),
            area_key=data.get("area", ""),
            system_id=data.get("system"),
            source=data.get("source", ""),
            without_measure=bool(data.get("open")),
            sorting=data.get("sort") or RequirementSorting.PRIORITY,
        )


class ChoiceOfRequirements(forms.Form):
    """Which requirements are to be merged, by their ids in the address or in a form."""

    wahl = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, ids: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wahl"]
        field.choices = [(pk, pk) for pk in ids]

    @property
    def chosen(self) -> list[int]:
        """The ids that make sense; nothing when one of them does not."""
        self.is_valid()
        return list(dict.fromkeys(self.cleaned_data.get("wahl", ())))


class MergeForm(forms.Form):
    """Which of several wordings stays, and what the merged requirement says."""

    wording = forms.ChoiceField(
        label=_("Welcher Wortlaut bleibt?"),
        widget=forms.RadioSelect,
        error_messages=NOT_OFFERED | {"required": _("Bitte wählen Sie einen Wortlaut.")},
    )
    other = forms.CharField(
        label=_("Neuer Wortlaut"),
        max_length=REQUIREMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nur wenn Sie oben „ein eigener Wortlaut“ gewählt haben."),
        error_messages=TOO_LONG,
    )
    priority = forms.ChoiceField(
        label=_("Wie wichtig ist das?"),
        choices=PRIORITIES,
        widget=forms.RadioSelect,
        help_text=_("Vorgeschlagen ist die höchste Wichtigkeit, die eine davon hat."),
        error_messages=NOT_OFFERED | {"required": NOT_OFFERED["invalid_choice"]},
    )
    needed_by = forms.CharField(
        label=_("Wer braucht das?"),
        max_length=NEEDED_BY_LENGTH,
        required=False,
        error_messages=TOO_LONG,
    )
    area_key = forms.ChoiceField(
        label=_("Handlungsfeld"), required=False, error_messages=NOT_OFFERED
    )

    def __init__(
        self, requirements: Sequence[Requirement], areas: Areas, *args: Any, **kwargs: Any
    ) -> None:
        proposed = proposed_wording(requirements)
        kwargs["initial"] = {
            "wording": str(requirements[0].pk),
            "priority": proposed.priority,
            "needed_by": proposed.needed_by,
            "area_key": proposed.area_key,
        }
        super().__init__(*args, **kwargs)
        self.texts = {str(one.pk): one.text for one in requirements}
        fields: Any = self.fields
        fields["wording"].choices = [*self.texts.items(), (OTHER, _("ein eigener Wortlaut"))]
        keys = dict.fromkeys(one.area_key for one in requirements if one.area_key)
        fields["area_key"].choices = [
            ("", _("keins, es gilt überall")),
            *((key, areas.title(key)) for key in keys),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for a wording of one's own where it was chosen."""
        data = super().clean() or self.cleaned_data
        if data.get("wording") == OTHER and not data.get("other") and "other" not in self.errors:
            self.add_error("other", _("Bitte schreiben Sie den neuen Wortlaut."))
        return data

    @property
    def chosen(self) -> Wording:
        data = self.cleaned_data
        text = data["other"] if data["wording"] == OTHER else self.texts[data["wording"]]
        return Wording(text, data["priority"], data["needed_by"], data["area_key"])


class SeenIds(forms.Field):
    """The ids that were ticked when the page was shown; what makes no sense is left out."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> list[int]:
        parts = str(value or "")[:20_000].split("-")
        return [int(part) for part in parts if re.fullmatch(r"[0-9]{1,18}", part)]


class LinkForm(forms.Form):
    """Ticks what a measure meets, or which measures meet something.

    `offered` are pairs of row and words; `linked` are the ids that are ticked now.
    """

    seen = SeenIds(required=False)
    chosen = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED,
    )

    def __init__(
        self,
        label: Any,
        offered: Iterable[tuple[Any, str]],
        linked: Iterable[int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        ids = sorted(linked)
        kwargs["initial"] = {"chosen": ids, "seen": "-".join(map(str, ids))}
        super().__init__(*args, **kwargs)
        pairs = list(offered)
        self.by_id = {row.pk: row for row, _words in pairs}
        field: Any = self.fields["chosen"]
        field.label = label
        field.choices = [(row.pk, words) for row, words in pairs]

    @property
    def rows(self) -> list[Any]:
        return [self.by_id[pk] for pk in self.cleaned_data["chosen"]]
