"""Forms with which an organisation lets consultancies in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import AccessLevel, Accompaniment, Consultancy, Organisation

LEVELS = [
    (AccessLevel.READ, _("Mitlesen: Die Beratung sieht alles und ändert nichts.")),
    (
        AccessLevel.EDIT,
        _(
            "Mitlesen und bearbeiten: Die Beratung füllt den Check mit aus, bewertet Maßnahmen "
            "und erstellt Berichte. Menschen und Zugänge verwaltet sie nicht."
        ),
    ),
]


class GrantForm(forms.Form):
    """Asks which consultancy may come in, and what it may do.

    `organisation` is activated; consultancies that accompany it already are not offered.
    """

    consultancy = forms.ModelChoiceField(
        Consultancy.objects.none(),
        label=_("Beratung"),
        empty_label=_("Bitte wählen"),
        error_messages={
            "required": _("Bitte wählen Sie, wer Sie begleiten soll."),
            "invalid_choice": _("Diese Beratung gibt es hier nicht, oder sie begleitet Sie schon."),
        },
    )
    level = forms.ChoiceField(
        label=_("Zugang"),
        choices=LEVELS,
        initial=AccessLevel.READ,
        widget=forms.RadioSelect,
        help_text=_("Sie können das jederzeit ändern und den Zugang jederzeit entziehen."),
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accompanying = Accompaniment.objects.filter(organisation=organisation)
        field = self.fields["consultancy"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Consultancy.objects.exclude(
            pk__in=accompanying.values("consultancy_id")
        ).order_by("name")

    @property
    def has_choices(self) -> bool:
        """Whether there is a consultancy that could be let in."""
        return len(self.fields["consultancy"].choices) > 1  # type: ignore[attr-defined]


class LevelForm(forms.Form):
    """Asks what a consultancy may do from now on."""

    level = forms.ChoiceField(label=_("Zugang"), choices=AccessLevel.choices)
