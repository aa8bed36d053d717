"""The form that takes a mandate signed on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.forms.versions import VersionedForm
from organisations.forms.widgets import DayInput, KeptFileField
from organisations.models import Mandate, ScanKind

MOST_MEGABYTES = 5


class PaperForm(VersionedForm):
    """When it was signed, who signed as director, and the scan."""

    signed_on = forms.DateField(
        label=_("Unterschrieben am"),
        widget=DayInput(),
        error_messages={"required": _("Bitte geben Sie an, wann unterschrieben wurde.")},
    )
    director_name = forms.CharField(
        label=_("Für die Geschäftsführung hat unterschrieben"),
        max_length=120,
        error_messages={"required": _("Bitte nennen Sie, wer unterschrieben hat.")},
    )
    scan = KeptFileField(
        label=_("Scan oder Foto"),
        help_text=_("Eine Datei mit allen Seiten, PDF oder Bild, höchstens %(most)d MB.")
        % {"most": MOST_MEGABYTES},
        megabytes=MOST_MEGABYTES,
        kinds=ScanKind.values,
        missing=_("Bitte wählen Sie den Scan."),
        advice=_("Oft hilft es, in Graustufen zu scannen."),
    )

    def __init__(self, draft: Mandate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", draft.version)
        self.changed_on = timezone.localdate(draft.updated_at)
        if draft.director_confirmed_at:
            del self.fields["director_name"]

    def clean_signed_on(self) -> date:
        """Refuse days to come, and days before the draft was what it is."""
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        if day < self.changed_on:
            raise forms.ValidationError(
                _(
                    "Der Entwurf wurde danach noch geändert, zuletzt am %(day)s. Bitte "
                    "unterschreiben Sie das geänderte Blatt."
                )
                % {"day": self.changed_on.strftime("%d.%m.%Y")}
            )
        return day
