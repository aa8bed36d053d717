"""A job: a row that says what is to be done, and how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class State(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("wird erstellt")
    DONE = "done", _("fertig")
    FAILED = "failed", _("fehlgeschlagen")


UNFINISHED = (State.QUEUED, State.RUNNING)


class Job(TenantModel):
    """Base of everything that a worker makes for an organisation.

    `attempts` tells one maker from the next; `touched_at` is the last sign of life.
    """

    travels = False

    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    error = models.CharField(_("Fehler"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField(_("bestellt"), default=timezone.now)
    touched_at = models.DateTimeField(_("zuletzt bearbeitet"), default=timezone.now)
    finished_at = models.DateTimeField(_("fertig seit"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_unfinished(self) -> bool:
        """Whether the worker still has to do something."""
        return self.state in UNFINISHED
