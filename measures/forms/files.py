"""The form that takes a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.models import Step
from organisations.forms.widgets import KeptFileField
from organisations.forms.wording import NOT_OFFERED

MOST_MEGABYTES = 5


class FileForm(forms.Form):
    """A file for a measure, or for one of its steps."""

    file = KeptFileField(
        label=_("Datei"),
        help_text=_(
            "PDF, Bild, Text oder Dokument aus Word, Excel, PowerPoint oder LibreOffice, "
            "höchstens %(most)d MB. Nur Menschen Ihrer Organisation können sie öffnen."
        )
        % {"most": MOST_MEGABYTES},
        megabytes=MOST_MEGABYTES,
        missing=_("Bitte wählen Sie eine Datei."),
        advice=_("Oft hilft es, Bilder darin zu verkleinern."),
    )
    step = forms.TypedChoiceField(
        label=_("Gehört zu"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=NOT_OFFERED,
    )

    def __init__(self, steps: Iterable[Step], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step_by_id = {step.pk: step for step in steps}
        field: Any = self.fields["step"]
        field.choices = [
            ("", _("der ganzen Maßnahme")),
            *((pk, step.text[:80]) for pk, step in self.step_by_id.items()),
        ]

    @property
    def chosen_step(self) -> Step | None:
        return self.step_by_id.get(self.cleaned_data["step"])
