"""Published catalogues. They are shared by all organisations and never change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Catalogue(models.Model):
    """One published version of a catalogue.

    `document` holds the validated `CatalogueDocument` as JSON. A trigger in the database
    refuses to change or delete a row.
    """

    key = models.CharField(_("Schlüssel"), max_length=60)
    version = models.PositiveIntegerField(_("Version"))
    title = models.CharField(_("Titel"), max_length=200)
    document = models.JSONField(_("Inhalt"))
    published_at = models.DateTimeField(_("veröffentlicht"), auto_now_add=True)

    class Meta:
        verbose_name = _("Fragenkatalog")
        verbose_name_plural = _("Fragenkataloge")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="catalogue_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title}, Version {self.version}"
