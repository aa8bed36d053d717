"""How an organisation lies in an archive: which files there are and what a row looks like.

The layout follows the models, so that a new tenant model is exported without anyone thinking of it.
Rows are numbered from 1 in the order of their ids; references are numbers, because ids mean
nothing on another instance. docs/datenexport.md describes the layout for readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models

from checks.models import Catalogue
from organisations.models import Organisation, User
from organisations.tenancy.fields import TenantForeignKey, TenantModel

FORMAT = 1
MANIFEST = "inhalt.json"
README = "LIESMICH.txt"
PEOPLE = "daten/personen.json"
CATALOGUES = "kataloge/"
ORGANISATION_FIELDS = (
    *("name", "slug", "legal_form", "field_of_work", "staff_count", "created_at"),
)
# What fields are called in archives of earlier versions → what they are called now.
EARLIER_NAMES = {
    "checks.connection": {"way": "transfer_method"},
    "measures.journalentry": {"written_by": "created_by", "written_at": "created_at"},
    "measures.outcome": {"answered_by": "created_by", "answered_at": "updated_at"},
    "measures.prioritisationround": {"way": "rating_mode"},
    "measures.savedview": {"saved_by": "created_by", "saved_at": "created_at"},
}

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]


def all_tenant_models() -> list[type[TenantModel]]:
    """Return all tenant models in the order of their names."""
    return sorted(
        (model for model in apps.get_models() if issubclass(model, TenantModel)),
        key=lambda model: model._meta.label_lower,
    )


def travelling_models() -> list[type[TenantModel]]:
    """Return the tenant models whose rows go along, in the order of their names."""
    return [model for model in all_tenant_models() if model.is_exported]


def fields_of(model: type[models.Model]) -> Iterator[AnyField]:
    """Yield the fields that stand in a row: all but its id and its organisation."""
    for field in model._meta.concrete_fields:
        if field.primary_key or (field.is_relation and field.related_model is Organisation):
            continue
        yield field


def target_of(field: AnyField) -> type[TenantModel] | None:
    """Return the travelling model that a field refers to, None for every other field."""
    target = field.related_model if isinstance(field, TenantForeignKey) else None
    return cast("type[TenantModel]", target) if getattr(target, "is_exported", False) else None


def kind_of(field: AnyField) -> str:
    """Return `row`, `person`, `catalogue` or `file` for references, else `value`.

    Raises `TypeError` for a reference to something that does not travel.
    """
    if target_of(field):
        return "row"
    if field.is_relation:
        kinds: dict[object, str] = {User: "person", Catalogue: "catalogue"}
        if field.related_model not in kinds:
            raise TypeError(f"{field} refers to {field.related_model}, which does not travel.")
        return kinds[field.related_model]
    return "file" if isinstance(field, models.BinaryField) else "value"


def file_name(model: type[models.Model]) -> str:
    """Return the name of the file with the rows of a model."""
    return f"daten/{model._meta.label_lower.replace('.', '_')}.json"


def binary_name(model: type[models.Model], field: AnyField, number: int) -> str:
    """Return the name of the file with the content of a binary field."""
    return f"dateien/{model._meta.model_name}-{field.name}-{number}"


def catalogue_name(catalogue: Catalogue) -> str:
    """Return the name of the file with a catalogue."""
    return f"{CATALOGUES}{catalogue.key}-{catalogue.version}.json"
