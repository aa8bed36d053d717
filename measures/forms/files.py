"""The form that takes a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from measures.domain.file_contents import UnknownContent, UnsafeContent, kind_of
from measures.domain.files import LARGEST
from measures.models import Step
from organisations.forms.wording import NOT_OFFERED

MEGABYTE = 1024 * 1024


class FileForm(forms.Form):
    """A file for a measure, or for one of its steps. `content` and `kind` follow from it."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_(
            "PDF, Bild, Text oder Dokument aus Word, Excel, PowerPoint oder LibreOffice, "
            "höchstens %(most)d MB. Nur Menschen Ihrer Organisation können sie öffnen."
        )
        % {"most": LARGEST // MEGABYTE},
        error_messages={
            "required": _("Bitte wählen Sie eine Datei."),
            "missing": _("Bitte wählen Sie eine Datei."),
            "invalid": _("Die Datei ist nicht angekommen. Bitte versuchen Sie es noch einmal."),
            "empty": _("Diese Datei ist leer."),
        },
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
        self.content, self.kind = b"", ""

    def clean_file(self) -> UploadedFile:
        """Look at what is in the file, whatever it is called."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(
                _(
                    "Diese Datei ist zu groß: Höchstens %(most)d MB sind möglich. "
                    "Oft hilft es, Bilder darin zu verkleinern."
                ),
                params={"most": LARGEST // MEGABYTE},
            )
        self.content = sent.read()
        try:
            self.kind = kind_of(self.content)
        except UnknownContent as error:
            raise forms.ValidationError(
                _(
                    "Diese Art von Datei nimmt Lotse nicht an, oder die Datei ist beschädigt. "
                    "Speichern Sie sie zum Beispiel als PDF."
                )
            ) from error
        except UnsafeContent as error:
            raise forms.ValidationError(
                _(
                    "Diese Datei enthält Makros oder ist ausgepackt viel zu groß. Das nimmt "
                    "Lotse zu Ihrer Sicherheit nicht an."
                )
            ) from error
        return sent

    @property
    def chosen_step(self) -> Step | None:
        """The step that the file belongs to, from the cleaned data."""
        return self.step_by_id.get(self.cleaned_data["step"])
