"""Fields that Django does not offer by itself."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.foreign_files.contents import KINDS, UnknownContent, UnsafeContent, kind_of
from organisations.foreign_files.reading import MEGABYTE


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


@dataclass(frozen=True)
class KeptFile:
    """A file that is kept: its name as it was sent, its kind and its content."""

    name: str
    kind: str
    content: bytes


class UploadField(forms.FileField):
    """A file of so many megabytes at most.

    `missing` asks for it where there is none, `advice` helps where it is larger.
    """

    def __init__(
        self, *, megabytes: int, missing: str | Promise, advice: str | Promise = "", **kwargs: Any
    ) -> None:
        errors: dict[str, Any] = {
            "required": missing,
            "missing": missing,
            "invalid": _("Die Datei ist nicht angekommen. Bitte versuchen Sie es noch einmal."),
            "empty": _("Diese Datei ist leer."),
        }
        super().__init__(error_messages=errors, **kwargs)
        self.megabytes, self.advice = megabytes, advice

    def clean(self, data: Any, initial: Any = None) -> UploadedFile:
        """Refuse what is too large; what is in the file is not looked at."""
        sent: UploadedFile = super().clean(data, initial)
        if (sent.size or 0) > self.megabytes * MEGABYTE:
            refusal = _("Diese Datei ist zu groß: Höchstens %(most)d MB sind möglich.")
            raise forms.ValidationError(
                f"{refusal % {'most': self.megabytes}} {self.advice}".strip()
            )
        return sent


class KeptFileField(UploadField):
    """A file that Lotse keeps for people; its value is a `KeptFile`.

    What is in it decides what it is, whatever it is called. `kinds` narrows what is taken.
    """

    def __init__(self, *, kinds: Container[str] = KINDS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Look at what is in the file."""
        sent = super().clean(data, initial)
        content = sent.read()
        try:
            kind = kind_of(content)
        except UnsafeContent as error:
            raise forms.ValidationError(
                _(
                    "Diese Datei enthält Makros oder ist ausgepackt viel zu groß. Das nimmt "
                    "Lotse zu Ihrer Sicherheit nicht an."
                )
            ) from error
        except UnknownContent:
            kind = ""
        if kind not in self.kinds:
            raise forms.ValidationError(
                _(
                    "Diese Art von Datei nimmt Lotse nicht an, oder die Datei ist beschädigt. "
                    "Speichern Sie sie zum Beispiel als PDF."
                )
            )
        return KeptFile(sent.name or "", kind, content)
