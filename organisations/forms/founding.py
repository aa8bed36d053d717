"""The form to found an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, Role
from organisations.models.invitation import LONGEST_MESSAGE


class OrganisationForm(forms.ModelForm):
    """Asks what an organisation is and which role its founder takes."""

    role = forms.ChoiceField(
        label=_("Ihre Rolle"),
        choices=[
            (
                Role.PILOT,
                _("Ich bin Digitalisierungslots:in: Ich fülle den Check aus und setze um."),
            ),
            (
                Role.DIRECTOR,
                _("Ich gehöre zur Geschäftsführung: Ich beauftrage und entscheide."),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Role.PILOT,
        help_text=_("Beide Rollen dürfen den Check ausfüllen und Maßnahmen bewerten."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "legal_form", "field_of_work", "staff_count"]
        help_texts = {
            "name": _("So, wie ihn Ihre Kolleg:innen kennen."),
            "staff_count": _("Köpfe, keine vollen Stellen. Eine Schätzung reicht."),
        }
        error_messages = {
            "name": {"required": _("Bitte nennen Sie den Namen Ihrer Organisation.")},
            "legal_form": {"required": _("Bitte wählen Sie eine Rechtsform.")},
            "field_of_work": {"required": _("Bitte wählen Sie ein Arbeitsfeld.")},
            "staff_count": {
                "required": _("Bitte schätzen Sie die Zahl der Mitarbeitenden."),
                "min_value": _("Bitte eine Zahl ab %(limit_value)s eingeben."),
                "max_value": _("Bitte eine Zahl bis %(limit_value)s eingeben."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("legal_form", "field_of_work"):
            field = self.fields[name]
            field.choices = [("", _("Bitte wählen")), *field.choices[1:]]  # type: ignore[attr-defined]


class DirectorForm(forms.Form):
    """Asks to whom a consultancy hands an organisation over."""

    director_name = forms.CharField(
        label=_("Name der Geschäftsführung"),
        max_length=120,
        error_messages={"required": _("Bitte nennen Sie die Person, die übernimmt.")},
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse der Geschäftsführung"),
        max_length=254,
        help_text=_("Dorthin geht die Einladung. Sie gilt 14 Tage und nur für diese Adresse."),
        error_messages={"required": _("Bitte nennen Sie die Adresse der Person.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        label=_("Persönliche Nachricht"),
        max_length=LONGEST_MESSAGE,
        required=False,
        help_text=_("Steht in der Mail. Schreiben Sie, worauf Sie sich geeinigt haben."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_email(self) -> str:
        """Addresses are compared without regard to case."""
        return str(self.cleaned_data["email"]).lower()

    def clean_director_name(self) -> str:
        """A name is one line."""
        return " ".join(str(self.cleaned_data["director_name"]).split())


class AccompaniedOrganisationForm(OrganisationForm):
    """Asks what the organisation is that a consultancy founds for others."""

    role = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.help_text = _("So, wie ihn die Menschen dort kennen.")
        name.error_messages["required"] = _("Bitte nennen Sie den Namen der Organisation.")
