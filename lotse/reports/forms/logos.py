"""The form that takes a logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lotse.reports.domain.logos import (
    LARGEST,
    DrawnLogo,
    NotALogo,
    TooManyPixels,
    TooSmall,
    drawn_anew,
)

MISSING = _("Bitte wählen Sie eine Bilddatei.")


class LogoForm(forms.Form):
    """A picture that becomes the logo; `drawn` follows from it."""

    file = forms.FileField(
        label=_("Bilddatei"),
        help_text=_("PNG oder JPEG, höchstens 2 MB. Ein breites Logo wirkt am besten."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={
            "required": MISSING,
            "missing": MISSING,
            "invalid": _("Die Datei ist nicht angekommen. Bitte versuchen Sie es noch einmal."),
            "empty": _("Diese Datei ist leer."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn: DrawnLogo | None = None

    def clean_file(self) -> UploadedFile:
        """Look at what is in the file, whatever it is called."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(_("Diese Datei ist zu groß: Höchstens 2 MB sind möglich."))
        try:
            self.drawn = drawn_anew(sent.read())
        except NotALogo as error:
            raise forms.ValidationError(
                _("Das ist kein Bild in PNG oder JPEG, oder die Datei ist beschädigt.")
            ) from error
        except TooManyPixels as error:
            raise forms.ValidationError(
                _("Dieses Bild ist viel größer als nötig. Verkleinern Sie es bitte.")
            ) from error
        except TooSmall as error:
            raise forms.ValidationError(
                _("Dieses Bild ist zu klein: Mindestens 40 Pixel hoch und breit soll es sein.")
            ) from error
        return sent
