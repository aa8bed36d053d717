"""The form that takes a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lotse.imports.domain.grid import Sheet
from lotse.imports.domain.reading import CannotRead, read_file
from lotse.imports.domain.wording import refusal_in_words

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE


class UploadForm(forms.Form):
    """An Excel or CSV file. `kind` and `sheets` follow from its content."""

    file = forms.FileField(
        label=_("Ihre Liste"),
        help_text=_(
            "Eine Excel-Datei (.xlsx) oder CSV-Datei, höchstens %(most)d MB und 5.000 Zeilen."
        )
        % {"most": LARGEST // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": _("Bitte wählen Sie eine Datei."),
            "missing": _("Bitte wählen Sie eine Datei."),
            "invalid": _("Die Datei ist nicht angekommen. Bitte versuchen Sie es noch einmal."),
            "empty": _("Diese Datei ist leer."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = ""
        self.sheets: list[Sheet] = []

    def clean_file(self) -> UploadedFile:
        """Read the file, whatever it is called."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(
                _(
                    "Diese Datei ist zu groß: Höchstens %(most)d MB sind möglich. Bilder und "
                    "weitere Tabellenblätter können Sie vorher entfernen."
                ),
                params={"most": LARGEST // MEGABYTE},
            )
        try:
            self.kind, self.sheets = read_file(sent.read())
        except CannotRead as error:
            raise forms.ValidationError(refusal_in_words(error.refusal)) from error
        return sent
