"""The form in which hosts set up their instance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from checks.models import Catalogue
from organisations.domain import colours
from organisations.models import InstanceSettings

ROWS = {"rows": 14, "cols": 80}


class InstanceSettingsForm(forms.ModelForm):
    """Checks what hosts set; colours have to be readable."""

    class Meta:
        model = InstanceSettings
        fields = [
            "name",
            "registration",
            "accent",
            "accent_dark",
            "imprint",
            "privacy",
            "default_catalogue",
            "keep_checks_months",
            "keep_trail_months",
            "keep_reports_months",
        ]
        widgets = {
            "imprint": forms.Textarea(ROWS),
            "privacy": forms.Textarea(ROWS),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["default_catalogue"] = forms.ChoiceField(
            label=self.fields["default_catalogue"].label,
            required=False,
            choices=[
                ("", _("wie in LOTSE_CATALOGUE eingestellt (%s)") % settings.CHECK_CATALOGUE),
                *Catalogue.objects.titles(),
            ],
        )

    def clean_name(self) -> str:
        """A name is one line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_accent(self) -> str:
        """The accent has to be readable on everything light."""
        return self._colour("accent", colours.LIGHT, _("hellem"), _("dunklerer"))

    def clean_accent_dark(self) -> str:
        """The accent has to be readable on everything dark."""
        return self._colour("accent_dark", colours.DARK, _("dunklem"), _("hellerer"))

    def _colour(self, name: str, scheme: colours.Scheme, ground: str, other: str) -> str:
        text = str(self.cleaned_data[name])
        if not text:
            return ""
        try:
            colour = colours.parsed(text)
        except ValueError:
            raise forms.ValidationError(
                _("Bitte als # mit sechs Ziffern von 0 bis f schreiben, zum Beispiel #0f6a70.")
            ) from None
        if not colours.is_readable(colour, scheme):
            found = f"{colours.contrast(colour, scheme.hardest):.1f}".replace(".", ",")
            raise forms.ValidationError(
                _(
                    "Auf %(ground)s Grund ist diese Farbe schlecht zu lesen: Ihr Kontrast ist "
                    "%(found)s zu 1, nötig sind 4,5 zu 1. Ein %(other)s Ton geht, zum Beispiel "
                    "%(better)s."
                )
                % {
                    "ground": ground,
                    "found": found,
                    "other": other,
                    "better": colours.nearest_readable(colour, scheme),
                }
            )
        return colour
