"""The form that takes a logo."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lotse.reports.domain.logos import LARGEST

MISSING = _("Bitte wählen Sie eine Bilddatei.")


class LogoForm(forms.Form):
    """A picture that is to become the logo."""

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

    @classmethod
    def refused(cls, reason: str) -> LogoForm:
        """Return the form with what the worker said of the picture that was sent last."""
        form = cls({})
        form.errors.clear()
        form.add_error("file", reason)
        return form

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large; what is in the file is the worker's business."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(_("Diese Datei ist zu groß: Höchstens 2 MB sind möglich."))
        return sent
