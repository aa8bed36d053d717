"""The form of one requirement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checks.domain.requirements import Areas
from checks.models import (
    Priority,
    Requirement,
    RequirementSource,
    RequirementSystem,
    System,
    SystemState,
)
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NO_SUCH_CHOICE

ALREADY_NOTED = _("Das steht schon in der Liste, im selben Handlungsfeld und aus demselben Check.")
PRIORITIES: list[tuple[str, Any]] = [
    (Priority.MUST, _("Muss: ohne das geht es nicht")),
    (Priority.SHOULD, _("Soll: das ist wichtig")),
    (Priority.COULD, _("Kann: das wäre schön")),
]
SOURCES: dict[str, Any] = {
    RequirementSource.OWN: _("eigene: Das ist uns selbst aufgefallen"),
    RequirementSource.COLLEAGUE: _("Kolleg:in: Das hat jemand aus dem Team gesagt"),
    RequirementSource.QUESTION: _("Check: Das kam bei einer Frage heraus"),
}
# Offered beside what the organisation wrote before.
COMMON_ROLES = (
    _("alle"),
    _("Verwaltung"),
    _("Leitung"),
    _("Fachkräfte"),
    _("Honorarkräfte"),
    _("Ehrenamtliche"),
)


class SystemsField(forms.ModelMultipleChoiceField):
    """Ticks systems of the organisation by name."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            queryset=System.objects.none(),
            label=_("Welche Systeme betrifft das?"),
            required=False,
        )


class RequirementEntryForm(VersionedForm, forms.ModelForm):
    """Everything about one requirement; only its text has to be given.

    `suggestions` are what may be meant by „Wer braucht das?“, offered while typing.
    """

    area_key = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    systems = SystemsField()

    class Meta:
        model = Requirement
        fields = ["text", "priority", "needed_by", "area_key", "source"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "priority": forms.RadioSelect,
            "source": forms.RadioSelect,
            "needed_by": forms.TextInput(attrs={"list": "needed-by"}),
        }
        labels = {
            "text": _("Was müsste eine künftige Lösung können?"),
            "priority": _("Wie wichtig ist das?"),
            "source": _("Woher kommt das?"),
        }
        help_texts = {
            "text": _(
                "Eine Anforderung in einem Satz, zum Beispiel: Muss auch auf dem Handy gehen."
            ),
            "needed_by": _(
                "Eine Aufgabe im Haus, kein Name. Zum Beispiel: Verwaltung, Nachtdienst."
            ),
        }
        error_messages = {
            "text": {"required": _("Bitte schreiben Sie, was die Lösung können müsste.")},
            "priority": {"required": NO_SUCH_CHOICE},
            "source": {"required": NO_SUCH_CHOICE},
        }

    field_order = ["text", "priority", "needed_by", "area_key", "systems", "source"]

    def __init__(self, areas: Areas, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = areas.organisation
        own = self.instance.pk is not None
        here: Any = self.fields
        here["priority"].choices = PRIORITIES
        sources = [RequirementSource.OWN, RequirementSource.COLLEAGUE, RequirementSource.QUESTION]
        if not own:
            self.initial["source"], sources = RequirementSource.OWN, sources[:2]
        here["source"].choices = [(source, SOURCES[source]) for source in sources]
        known = [key for key, _title in areas.offered]
        kept = self.instance.area_key
        extra = [(kept, areas.title(kept))] if kept and kept not in known else []
        here["area_key"].choices = [("", _("keins, es gilt überall")), *areas.offered, *extra]
        offered = System.objects.filter(organisation=organisation).exclude(
            state=SystemState.RETIRED
        )
        chosen: list[int] = []
        if own:
            self.initial["version"] = self.instance.version
            links = RequirementSystem.objects.filter(organisation=organisation)
            chosen = list(links.filter(requirement=self.instance).values_list("system", flat=True))
            offered = offered | System.objects.filter(organisation=organisation, pk__in=chosen)
        here["systems"].queryset = offered.order_by("name")
        self.initial["systems"] = chosen
        self.suggestions = _suggestions(areas)
        if not offered.exists():
            del here["systems"]

    @property
    def chosen_systems(self) -> list[System]:
        """The systems that were ticked."""
        return list(self.cleaned_data.get("systems", ()))


def _suggestions(areas: Areas) -> list[str]:
    written = (
        Requirement.objects.filter(organisation=areas.organisation)
        .current()
        .exclude(needed_by="")
        .values_list("needed_by", flat=True)
        .distinct()
    )
    return sorted({*written, *map(str, COMMON_ROLES)}, key=str.casefold)
