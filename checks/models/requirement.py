"""Requirements: what future solutions have to be able to do, and which systems that concerns."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checks.models.check import Check
from checks.models.system import System
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel

REQUIREMENT_LENGTH = 500
NEEDED_BY_LENGTH = 300


class Priority(models.TextChoices):
    """How much a requirement counts."""

    MUST = "must", _("Muss")
    SHOULD = "should", _("Soll")
    COULD = "could", _("Kann")


class RequirementSource(models.TextChoices):
    """Where a requirement comes from."""

    QUESTION = "question", _("Check")
    COLLEAGUE = "colleague", _("Kolleg:in")
    OWN = "own", _("eigene")


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Questions about requirements."""

    def current(self) -> RequirementQuerySet:
        """Narrow to what stands in the list: neither removed nor merged into another one."""
        return self.filter(removed_at=None, merged_into=None)

    def live_first(self) -> RequirementQuerySet:
        """Order: what stands in the list, what was removed, what was merged into another one."""
        return self.order_by(
            F("merged_into").asc(nulls_first=True), F("removed_at").asc(nulls_first=True), "id"
        )

    def shown_in_their_check(self) -> RequirementQuerySet:
        """Leave out what was removed, or merged into one that the same check shows."""
        lives_elsewhere = ~Q(merged_into__check_run=F("check_run"), merged_into__removed_at=None)
        return self.filter(removed_at=None).filter(
            Q(merged_into=None) | lives_elsewhere & Q(merged_into__removed_at=None)
        )


class Requirement(EditableModel):
    """An Anforderung of the organisation, noted in a check or by itself.

    It outlives its check. What was merged points at the requirement it became part of, and what
    was removed keeps the time, so that both can be taken back.
    """

    check_run = TenantForeignKey(
        Check,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requirements",
        db_column="check_id",
    )
    area_key = models.CharField(_("Handlungsfeld"), max_length=60, blank=True)
    question_key = models.CharField(_("Frage"), max_length=60, blank=True)
    text = models.CharField(_("Anforderung"), max_length=REQUIREMENT_LENGTH)
    priority = models.CharField(
        _("Wichtigkeit"), max_length=6, choices=Priority.choices, default=Priority.SHOULD
    )
    needed_by = models.CharField(_("Wer braucht das?"), max_length=NEEDED_BY_LENGTH, blank=True)
    source = models.CharField(
        _("Woher"),
        max_length=9,
        choices=RequirementSource.choices,
        default=RequirementSource.QUESTION,
    )
    merged_into = TenantForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="origins"
    )
    removed_at = models.DateTimeField(_("entfernt"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anforderung")
        verbose_name_plural = _("Anforderungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_run", "area_key", "text"],
                condition=models.Q(merged_into=None, removed_at=None),
                name="requirement_once_an_area",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=RequirementSource.values),
                name="requirement_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=Priority.values),
                name="requirement_priority_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_current(self) -> bool:
        """Whether it stands in the list: neither removed nor part of another one."""
        return self.removed_at is None and self.merged_into_id is None


class RequirementSystem(TenantModel):
    """A system that a requirement concerns."""

    requirement = TenantForeignKey(
        Requirement, models.CASCADE, related_name="systems", db_index=False
    )
    system = TenantForeignKey(System, models.CASCADE, related_name="+", verbose_name=_("System"))

    class Meta:
        verbose_name = _("System einer Anforderung")
        verbose_name_plural = _("Systeme von Anforderungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "system"], name="requirement_system_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.system}"
