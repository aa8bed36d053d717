"""The forms of team and accompaniment: inviting someone, roles, what a consultancy may do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organisations.domain.team import MEANINGS, Refused
from organisations.models import AccessLevel, Accompaniment, Consultancy, Organisation, Role


def choices_of(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    """Return roles as choices that say what they mean."""
    return [(role.value, format_lazy("{}: {}", role.label, MEANINGS[role])) for role in roles]


class RoleForm(forms.Form):
    """Asks which role someone shall have, of those that may be given."""

    role = forms.ChoiceField(
        label=_("Rolle"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie eine Rolle."),
            "invalid_choice": _("Diese Rolle können Sie nicht vergeben."),
        },
    )

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices_of(roles)  # type: ignore[attr-defined]

    def refuse(self, reason: Refused) -> None:
        """Say why it cannot be done."""
        self.add_error(None, str(reason))


class InvitationForm(RoleForm):
    """Asks whom to invite into which role."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        help_text=_("Die Einladung gilt 14 Tage und nur für diese Adresse."),
        error_messages={"required": _("Bitte nennen Sie die Adresse der Person.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role"]

    def clean_email(self) -> str:
        """Addresses are compared without regard to case."""
        return str(self.cleaned_data["email"]).lower()


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


class QuestionForm(forms.Form):
    """Asks what a consultant shall answer, and remembers which page of `organisation` it is on."""

    question = forms.CharField(
        label=_("Ihre Frage"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Bitte schreiben Sie, was Sie wissen möchten.")},
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = f"/o/{organisation.slug}/"

    @property
    def page_behind(self) -> str:
        """The path of the page one came from; the overview where that is another's."""
        page = str(self["page"].value() or "")
        return page if page.startswith(self.home) else self.home


class LevelForm(forms.Form):
    """Asks what a consultancy may do from now on."""

    level = forms.ChoiceField(label=_("Zugang"), choices=AccessLevel.choices)
