"""Forms for comparisons of tools: what is compared, the tools, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from checks.domain.tool_table import RequirementSheet
from checks.domain.tools import JudgementInput
from checks.models import Requirement, Tool, ToolComparison, VerdictChoice
from organisations.forms.versions import VersionedForm
from organisations.forms.wording import NOT_OFFERED, TOO_LONG
from organisations.models import Organisation

COMPARISON_NAME_TAKEN = _(
    "So heißt schon ein anderer Vergleich. Bitte wählen Sie einen anderen Namen."
)
TOOL_NAME_TAKEN = _("So heißt schon ein anderes Werkzeug in diesem Vergleich.")


class RequirementsField(forms.ModelMultipleChoiceField):
    """Ticks requirements of the organisation."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Show how much it counts before the text."""
        return f"{obj.get_priority_display()}: {obj.text}"


class ToolComparisonForm(VersionedForm, forms.ModelForm):
    """Name and purpose of a comparison, and which requirements count in it."""

    requirements = RequirementsField(
        queryset=Requirement.objects.none(),
        label=_("Welche Anforderungen zählen?"),
        error_messages={"required": _("Bitte kreuzen Sie mindestens eine Anforderung an.")},
    )

    class Meta:
        model = ToolComparison
        fields = ["name", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "name": _("Zum Beispiel: Dienstplan-Programme."),
            "purpose": _(
                "Steht oben in der Anforderungsliste, die Sie Anbietern geben: Wer Sie sind, was "
                "sich ändern soll, bis wann Sie eine Antwort brauchen."
            ),
        }
        error_messages = {"name": {"required": _("Bitte geben Sie dem Vergleich einen Namen.")}}

    def __init__(
        self, organisation: Organisation, *args: Any, ticked: list[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sheet = RequirementSheet(organisation)
        field: Any = self.fields["requirements"]
        field.queryset = Requirement.objects.filter(organisation=organisation).current()
        # In the order of a specification, from what was fetched anyway.
        field.widget.choices = [
            (one.pk, field.label_from_instance(one)) for one in sheet.requirements
        ]
        self.has_requirements = bool(sheet.requirements)
        self.initial["requirements"] = ticked or []
        if self.instance.pk:
            chosen = self.instance.chosen.values_list("requirement_id", flat=True)
            self.initial["requirements"] = list(chosen)


class ToolForm(VersionedForm, forms.ModelForm):
    """What is known of a tool; only the name has to be given."""

    address = forms.URLField(
        label=_("Adresse im Netz"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Zum Beispiel: https://www.anbieter.example"),
        error_messages={
            "invalid": _("Bitte eine vollständige Adresse eingeben, die mit https:// beginnt.")
        },
    )

    class Meta:
        model = Tool
        fields = ["name", "vendor", "address", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("Zum Beispiel: Preis im Jahr, Laufzeit, wer es vorgeführt hat.")}
        error_messages = {"name": {"required": _("Bitte geben Sie dem Werkzeug einen Namen.")}}


@dataclass(frozen=True)
class JudgementRow:
    """One requirement with its two fields, and what is stored of it now."""

    requirement: Requirement
    number: int
    area: str
    verdict: BoundField
    remark: BoundField
    stored: JudgementInput

    @property
    def differs(self) -> bool:
        """Whether something else is stored than the form says."""
        typed = JudgementInput(
            self.verdict.value() or VerdictChoice.OPEN, self.remark.value() or ""
        )
        return typed != self.stored

    @property
    def stored_in_words(self) -> str:
        """What is stored, in words."""
        return self.stored.in_words()


class JudgementForm(VersionedForm):
    """For every requirement of a comparison how far a tool meets it, with a remark."""

    def __init__(self, tool: Tool, sheet: RequirementSheet, *args: Any, **kwargs: Any) -> None:
        self.lines = [(line, _said_of(tool, line.requirement, sheet)) for line in sheet.lines]
        kwargs["initial"] = {"version": tool.version}
        for line, said in self.lines:
            kwargs["initial"][_verdict(line.requirement)] = said.verdict
            kwargs["initial"][_remark(line.requirement)] = said.remark
        super().__init__(*args, **kwargs)
        for line, _said in self.lines:
            self.fields[_verdict(line.requirement)] = forms.ChoiceField(
                label=line.requirement.text,
                choices=VerdictChoice.choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages=NOT_OFFERED,
            )
            self.fields[_remark(line.requirement)] = forms.CharField(
                label=_("Anmerkung"),
                max_length=500,
                required=False,
                error_messages=TOO_LONG,
            )

    @property
    def rows(self) -> list[JudgementRow]:
        """The requirements with their fields."""
        return [
            JudgementRow(
                line.requirement,
                line.number,
                line.area,
                self[_verdict(line.requirement)],
                self[_remark(line.requirement)],
                said,
            )
            for line, said in self.lines
        ]

    @property
    def said(self) -> dict[Requirement, JudgementInput]:
        """What was said, from the cleaned data; a verdict that was not sent stays as it was."""
        data = self.cleaned_data
        return {
            line.requirement: JudgementInput(
                data[_verdict(line.requirement)] or said.verdict, data[_remark(line.requirement)]
            )
            for line, said in self.lines
        }


def _said_of(tool: Tool, requirement: Requirement, sheet: RequirementSheet) -> JudgementInput:
    return sheet.said.get((tool.pk, requirement.pk), JudgementInput(VerdictChoice.OPEN))


def _verdict(requirement: Requirement) -> str:
    return f"verdict_{requirement.pk}"


def _remark(requirement: Requirement) -> str:
    return f"remark_{requirement.pk}"
