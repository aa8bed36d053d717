"""The form that takes a list."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE


class UploadForm(forms.Form):
    """A table of whatever kind."""

    file = forms.FileField(
        label=_("Ihre Liste"),
        help_text=_(
            "Eine Tabelle aus Excel (.xlsx, .xls), LibreOffice (.ods) oder CSV, höchstens "
            "%(most)d MB und 5.000 Zeilen."
        )
        % {"most": LARGEST // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Bitte wählen Sie eine Datei."),
            "missing": _("Bitte wählen Sie eine Datei."),
            "invalid": _("Die Datei ist nicht angekommen. Bitte versuchen Sie es noch einmal."),
            "empty": _("Diese Datei ist leer."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large; what is in it a worker finds out."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(
                _(
                    "Diese Datei ist zu groß: Höchstens %(most)d MB sind möglich. Bilder und "
                    "weitere Tabellenblätter können Sie vorher entfernen."
                ),
                params={"most": LARGEST // MEGABYTE},
            )
        return sent
