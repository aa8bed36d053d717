"""What stands in the address of a list of measures, and naming it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.domain.filtering import NONE, Filter, Grouping, Sorting, Trouble
from measures.domain.listing import SAVED_VIEWS, MeasureList
from measures.models import SavedView, Status
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED, TOO_LONG


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
        data = self.cleaned_data
        responsible = data.get("responsible", "")
        return Filter(
            words=data.get("q", ""),
            status=data.get("status", ""),
            responsible_id=int(responsible) if responsible not in ("", NONE) else None,
            without_responsible=responsible == NONE,
            trouble=data.get("trouble", ""),
            area_key=data.get("area", ""),
            system_id=data.get("system"),
            sorting=data.get("sort") or Sorting.RANK,
            descending=data.get("down", False),
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
