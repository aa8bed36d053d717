"""The filter of the audit trail, as it stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.domain.auditing import TOPICS
from organisations.models import AuditEntry, Organisation


class AuditFilterForm(forms.Form):
    """Narrows the trail by topic, person, days and words."""

    topic = forms.ChoiceField(
        label=_("Bereich"), required=False, choices=[("", _("alle")), *TOPICS.items()]
    )
    person = forms.ChoiceField(label=_("Person"), required=False)
    since = forms.DateField(
        label=_("Von"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    q = forms.CharField(label=_("Suchen"), required=False, max_length=200)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = AuditEntry.objects.of(organisation)
        names = self.entries.names_of_people()
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("alle")),
            *((name, name) for name in names),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Das Ende liegt vor dem Anfang."))
        return data

    @property
    def found(self) -> QuerySet[AuditEntry]:
        """The entries that match; parts of the address that make no sense are ignored."""
        self.is_valid()
        return self.entries.matching(**self.cleaned_data)

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is filtered."""
        return self.is_bound and any(self.cleaned_data.values())
