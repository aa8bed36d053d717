"""Saved views of the list of measures: a filter under a name that all members see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.models import System
from organisations.models import Membership
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey


class ListPage(models.TextChoices):
    """The pages that show the list of measures; the keys are the names of their URLs."""

    LIST = "list", _("Tabelle")
    BOARD = "board", _("Tafel")
    MATRIX = "matrix", _("Matrix")
    TIMELINE = "timeline", _("Zeitstrahl")


class SavedView(EditableModel):
    """A page of the list with a filter, named.

    Its fields are those of `measures.domain.filtering.Filter`, so that it keeps its meaning in an
    archive. It goes with the person or the system it asks for.
    """

    name = models.CharField(_("Name"), max_length=60)
    page = models.CharField(
        _("Ansicht"), max_length=8, choices=ListPage.choices, default=ListPage.LIST
    )
    words = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, blank=True)
    responsible = TenantForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    without_responsible = models.BooleanField(default=False)
    trouble = models.CharField(max_length=12, blank=True)
    area_key = models.CharField(max_length=60, blank=True)
    system = TenantForeignKey(System, models.CASCADE, null=True, related_name="+")
    sorting = models.CharField(max_length=12, blank=True)
    descending = models.BooleanField(default=False)
    grouping = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("Gespeicherte Ansicht")
        verbose_name_plural = _("Gespeicherte Ansichten")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="saved_view_once"),
            models.CheckConstraint(
                condition=models.Q(page__in=ListPage.values), name="saved_view_page_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
