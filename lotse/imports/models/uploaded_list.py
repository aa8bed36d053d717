"""A list that someone uploaded, and what they have decided about it so far."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class Twins(models.TextChoices):
    """What happens with measures whose title is there already."""

    LEAVE_OUT = "leave_out", _("nicht noch einmal einlesen")
    ADD = "add", _("trotzdem einlesen")


class UploadedList(TenantModel):
    """The cells of an uploaded file (`grid.pack`), with the choices made about them.

    `mapping` leads from the place of a column (a text, from 0) to the key of a column of
    `measures.domain.columns`; `left_out` are numbers of rows. `version` counts up with every
    change. It is deleted a month after it was touched last.
    """

    travels = False

    name = models.CharField(_("Dateiname"), max_length=150)
    kind = models.CharField(_("Art"), max_length=4)
    content = models.BinaryField(_("Inhalt"))
    sheet = models.CharField(_("Tabellenblatt"), max_length=100, blank=True)
    head_row = models.PositiveIntegerField(_("Zeile mit den Überschriften"), default=1)
    mapping = models.JSONField(_("Spalten"), default=dict)
    left_out = models.JSONField(_("weggelassene Zeilen"), default=list)
    twins = models.CharField(
        _("Was es schon gibt"), max_length=9, choices=Twins.choices, default=Twins.LEAVE_OUT
    )
    drops_unknown_people = models.BooleanField(_("unbekannte Namen weglassen"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(_("hochgeladen"), default=timezone.now)
    touched_at = models.DateTimeField(_("zuletzt bearbeitet"), default=timezone.now, db_index=True)
    version = models.PositiveIntegerField(_("Fassung"), default=1)

    class Meta:
        verbose_name = _("Hochgeladene Liste")
        verbose_name_plural = _("Hochgeladene Listen")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(twins__in=Twins.values), name="uploaded_list_twins_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
