"""Published catalogues. They are shared by all organisations and never change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueQuerySet(models.QuerySet["Catalogue"]):
    """Questions about published catalogues."""

    def newest(self, key: str) -> Catalogue | None:
        """Return the highest published version of a catalogue, or None."""
        return self.filter(key=key).defer("document").order_by("-version").first()

    def titles(self) -> list[tuple[str, str]]:
        """Return key and title of every catalogue in its newest version, by title."""
        newest = self.order_by("key", "-version").distinct("key")
        return sorted(newest.values_list("key", "title"), key=lambda pair: pair[1])

    def newest_of_each(self) -> list[Catalogue]:
        """Return every catalogue in its newest version, without the documents, by title."""
        newest = self.order_by("key", "-version").distinct("key").defer("document")
        return sorted(newest, key=lambda catalogue: catalogue.title)

    def newest_versions(self) -> dict[str, int]:
        """Return the highest published version of every catalogue by its key."""
        newest = self.order_by("key").values_list("key").annotate(models.Max("version"))
        return dict(newest)

    def version(self, key: str, number: int | None) -> Catalogue | None:
        """Return one version of a catalogue, without a number the newest, or None."""
        if number is None:
            return self.newest(key)
        return self.filter(key=key, version=number).defer("document").first()


class Catalogue(models.Model):
    """One published version of a catalogue.

    `document` holds the validated `CatalogueDocument` as JSON. The database refuses to change or
    delete a row.
    """

    is_append_only: ClassVar[bool] = True

    key = models.CharField(_("Schlüssel"), max_length=60)
    version = models.PositiveIntegerField(_("Version"))
    title = models.CharField(_("Titel"), max_length=200)
    document = models.JSONField(_("Inhalt"))
    published_at = models.DateTimeField(_("veröffentlicht"), auto_now_add=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fragenkatalog")
        verbose_name_plural = _("Fragenkataloge")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="catalogue_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title}, Version {self.version}"
