"""Publishing catalogues, and reading them back."""

from __future__ import annotations

from functools import lru_cache

from django.db import IntegrityError, transaction

from checks.domain.catalogue import CatalogueDocument
from checks.models import Catalogue


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
    return catalogue, True


@lru_cache(maxsize=32)
def document_of(catalogue_id: int) -> CatalogueDocument:
    """Return the document of a published catalogue, kept in memory because it never changes.

    Raises `Catalogue.DoesNotExist` when there is none.
    """
    stored = Catalogue.objects.values_list("document", flat=True).get(pk=catalogue_id)
    return CatalogueDocument.model_validate(stored)
