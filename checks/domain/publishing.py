"""Publishing catalogues, and reading them back."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.db import IntegrityError, transaction

from checks.domain.catalogue import CatalogueDocument
from checks.models import Catalogue

# When the newest versions were read, and their numbers by key of the catalogue.
_newest: tuple[float, dict[str, int]] | None = None


class VersionTaken(Exception):
    """This version is published already, with other content."""


def publish(document: CatalogueDocument) -> tuple[Catalogue, bool]:
    """Publish a catalogue and return it, and whether it is new.

    Publishing the same version with the same content again changes nothing. Raises
    `VersionTaken` when the version is published with other content.
    """
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    try:
        with transaction.atomic():
            catalogue = Catalogue.objects.create(
                key=document.key,
                version=document.version,
                title=document.title,
                document=content,
            )
    except IntegrityError:
        catalogue = Catalogue.objects.get(key=document.key, version=document.version)
        if CatalogueDocument.model_validate(catalogue.document) != document:
            raise VersionTaken(document.key, document.version) from None
        return catalogue, False
    forget_versions()
    return catalogue, True


def newer_version(document: CatalogueDocument) -> int | None:
    """Return the number of the newest published version if it is newer than this one, or None.

    A process reads the numbers again after `HOST_SETTINGS_SECONDS`, so that a page of a check
    need not ask for them.
    """
    global _newest
    if _newest is None or monotonic() - _newest[0] >= settings.HOST_SETTINGS_SECONDS:
        _newest = (monotonic(), Catalogue.objects.newest_versions())
    newest = _newest[1].get(document.key, 0)
    return newest if newest > document.version else None


def forget_versions() -> None:
    """Let this process read anew which versions there are."""
    global _newest
    _newest = None


@lru_cache(maxsize=32)
def document_of(catalogue_id: int) -> CatalogueDocument:
    """Return the document of a published catalogue, kept in memory because it never changes.

    Raises `Catalogue.DoesNotExist` when there is none.
    """
    stored = Catalogue.objects.values_list("document", flat=True).get(pk=catalogue_id)
    return CatalogueDocument.model_validate(stored)
