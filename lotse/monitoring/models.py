"""Signs of life of the background processes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a worker last carried out what the scheduler sent, and which version it runs.

    A heartbeat proves scheduler, broker and worker at once. It belongs to the instance and to no
    organisation.
    """

    worker = models.CharField(_("Worker"), max_length=200, primary_key=True)
    at = models.DateTimeField(_("zuletzt"))
    version = models.CharField(_("Version"), max_length=40)

    class Meta:
        verbose_name = _("Lebenszeichen")
        # The administration names the page about the whole of the background work by it.
        verbose_name_plural = _("Hintergrundarbeit")
        ordering = ["worker"]

    def __str__(self) -> str:
        return self.worker
