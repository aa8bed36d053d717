"""Comparing tools: which requirements count, which tools there are, and what they can do."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from checks.models.requirement import Requirement
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class ToolComparison(EditableModel):
    """A Vergleich of tools on chosen requirements, such as „Dienstplan-Programme“."""

    name = models.CharField(_("Name"), max_length=100)
    purpose = models.TextField(_("Worum es geht"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Vergleich")
        verbose_name_plural = _("Vergleiche")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="comparison_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ComparedRequirement(TenantModel):
    """A requirement that counts in a comparison."""

    comparison = TenantForeignKey(
        ToolComparison, models.CASCADE, related_name="chosen", db_index=False
    )
    requirement = TenantForeignKey(Requirement, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Anforderung im Vergleich")
        verbose_name_plural = _("Anforderungen im Vergleich")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "requirement"], name="compared_once")
        ]

    def __str__(self) -> str:
        return f"{self.comparison}: {self.requirement}"


class Tool(EditableModel):
    """A tool that could be the solution. Its `version` counts judgements too."""

    comparison = TenantForeignKey(
        ToolComparison, models.CASCADE, related_name="tools", db_index=False
    )
    name = models.CharField(_("Name"), max_length=80)
    vendor = models.CharField(_("Anbieter"), max_length=120, blank=True)
    address = models.URLField(_("Adresse im Netz"), max_length=300, blank=True)
    note = models.TextField(_("Notiz"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("Werkzeug")
        verbose_name_plural = _("Werkzeuge")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("comparison", Lower("name"), name="tool_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class VerdictChoice(models.TextChoices):
    """How far a tool meets a requirement (the keys of `tool_ranking.Verdict`)."""

    MET = "met", _("erfüllt")
    PARTLY = "partly", _("teilweise")
    NOT_MET = "not_met", _("nicht erfüllt")
    OPEN = "open", _("noch offen")


class Judgement(TenantModel):
    """How far a tool meets a requirement. Without one it is open."""

    tool = TenantForeignKey(Tool, models.CASCADE, related_name="judgements", db_index=False)
    requirement = TenantForeignKey(Requirement, models.CASCADE, related_name="+")
    verdict = models.CharField(
        _("Urteil"), max_length=7, choices=VerdictChoice.choices, default=VerdictChoice.OPEN
    )
    remark = models.CharField(_("Anmerkung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Urteil")
        verbose_name_plural = _("Urteile")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "requirement"], name="judged_once"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=VerdictChoice.values), name="verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool}: {self.get_verdict_display()}"
