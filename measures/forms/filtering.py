"""What stands in the address of a list of measures, and naming it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.filtering import NONE, Filter, Grouping, Sorting, Trouble
from measures.domain.listing import SAVED_VIEWS, MeasureList
from measures.models import SavedView, Status
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED, TOO_LONG


@dataclass(frozen=True)
class ActiveFilter:
    """Something that is asked for, in words; `query` is the rest of the address without it."""

    words: str
    query: str


class FilterForm(forms.Form):
    """Filter, order, groups and search of the list, as they stand in the address."""

    q = forms.CharField(label=_("Suchen"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("alle offenen")), ("all", _("wirklich alle")), *Status.choices],
    )
    responsible = forms.ChoiceField(label=_("Verantwortlich"), required=False)
    trouble = forms.ChoiceField(
        label=_("Was hakt?"), required=False, choices=[("", _("alles")), *Trouble.choices]
    )
    area = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    system = forms.TypedChoiceField(label=_("System"), required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(label=_("Ordnen nach"), required=False, choices=Sorting.choices)
    down = forms.BooleanField(label=_("umgekehrt"), required=False)
    group = forms.ChoiceField(
        label=_("Gruppieren nach"),
        required=False,
        choices=[("", _("gar nicht")), *Grouping.choices],
    )

    def __init__(
        self, listed: MeasureList, *args: Any, every_status: bool = False, **kwargs: Any
    ) -> None:
        """Take `every_status` for a page that shows every Stand unless one is asked for."""
        super().__init__(*args, **kwargs)
        if every_status:
            is_asked_for = self.data.get("status") == "all"
            every = [("all", _("wirklich alle"))] if is_asked_for else []
            self._offer(status=[("", _("jeder Stand")), *every, *Status.choices])
        self._offer(
            responsible=[
                ("", _("alle")),
                (NONE, _("noch niemand")),
                *((str(member.pk), str(member.user)) for member in listed.members),
            ],
            area=[("", _("alle")), *listed.areas, (NONE, _("ohne Handlungsfeld"))],
            system=[("", _("alle")), *((one.pk, one.name) for one in listed.systems)],
        )

    def _offer(self, **choices: Any) -> None:
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def filter(self) -> Filter:
        """What to show; parts of the address that make no sense are ignored."""
        self.is_valid()
        return _filter(self.cleaned_data)

    @property
    def active(self) -> list[ActiveFilter]:
        """What is asked for, in the order of the fields."""
        everything, found = self.filter, []
        for name, value in self.cleaned_data.items():
            rest = _filter({**self.cleaned_data, name: ""})
            if rest != everything:
                found.append(ActiveFilter(self._in_words(name, value), rest.query))
        return found

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        label = str(field.label).rstrip("?")
        if isinstance(field, forms.BooleanField):
            return label
        if isinstance(field, forms.ChoiceField):
            value = dict(field.choices)[value]  # type: ignore[arg-type]
        return f"{label}: {value}"


def _filter(data: dict[str, Any]) -> Filter:
    responsible = data.get("responsible", "")
    return Filter(
        words=data.get("q", ""),
        status=data.get("status", ""),
        responsible_id=int(responsible) if responsible not in ("", NONE) else None,
        without_responsible=responsible == NONE,
        trouble=data.get("trouble", ""),
        area_key=data.get("area", ""),
        system_id=data.get("system") or None,
        sorting=data.get("sort") or Sorting.RANK,
        descending=bool(data.get("down")),
        grouping=data.get("group", ""),
    )


class SavedViewForm(VersionedForm, forms.ModelForm):
    """The name of a view that is saved, and which page it opens."""

    class Meta:
        model = SavedView
        fields = SAVED_VIEWS.fields
        labels = {"name": _("Name der Ansicht"), "page": _("Öffnet sich als")}
        help_texts = {
            "name": _("Zum Beispiel: Überfälliges im Büro. Alle in Ihrer Organisation sehen ihn.")
        }
        error_messages = {
            "name": {"required": _("Bitte geben Sie der Ansicht einen Namen."), **TOO_LONG},
            "page": NOT_OFFERED,
        }
