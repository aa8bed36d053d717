"""A list that someone uploaded, and what they have decided about it so far."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import Job


class Twins(models.TextChoices):
    """What happens with measures whose title is there already."""

    LEAVE_OUT = "leave_out", _("nicht noch einmal einlesen")
    ADD = "add", _("trotzdem einlesen")


class UploadedList(Job):
    """The cells of an uploaded file (`grid.pack`), with the choices made about them.

    The job is to read the file: it is kept in `file` until then. `content` and `name` are those
    of the last file that could be read; `refusal` says why the one after it could not.

    `mapping` leads from the place of a column (a text, from 0) to the key of a column of
    `measures.domain.columns`; `left_out` are numbers of rows. `version` counts up with every
    change. It is deleted a month after it was touched last.
    """

    file = models.BinaryField(_("hochgeladene Datei"), null=True)
    file_name = models.CharField(_("Name der hochgeladenen Datei"), max_length=150)
    refusal = models.CharField(_("warum nicht gelesen"), max_length=500, blank=True)
    name = models.CharField(_("Dateiname"), max_length=150)
    kind = models.CharField(_("Art"), max_length=4, blank=True)
    content = models.BinaryField(_("Inhalt"), default=bytes)
    sheet = models.CharField(_("Tabellenblatt"), max_length=100, blank=True)
    head_row = models.PositiveIntegerField(_("Zeile mit den Überschriften"), default=1)
    mapping = models.JSONField(_("Spalten"), default=dict)
    left_out = models.JSONField(_("weggelassene Zeilen"), default=list)
    twins = models.CharField(
        _("Was es schon gibt"), max_length=9, choices=Twins.choices, default=Twins.LEAVE_OUT
    )
    drops_unknown_people = models.BooleanField(_("unbekannte Namen weglassen"), default=False)
    version = models.PositiveIntegerField(_("Fassung"), default=1)

    class Meta:
        verbose_name = _("Hochgeladene Liste")
        verbose_name_plural = _("Hochgeladene Listen")
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["touched_at"], name="uploaded_list_touched")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(twins__in=Twins.values), name="uploaded_list_twins_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether there is something to look at: a file was read, and no other one is waiting."""
        return bool(self.content) and not self.is_unfinished
