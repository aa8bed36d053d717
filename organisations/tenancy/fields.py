"""What makes a model a tenant model: the organisation it belongs to, and safe references."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class TenantForeignKey(models.ForeignKey):
    """A reference between two tenant models of the same organisation.

    The database constraint is a composite one on `(organisation_id, <field>_id)`, made by
    `EnableTenancy`, so a row can never point at a row of another organisation.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave out what the class sets itself."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["db_constraint"]
        return name, path, args, kwargs


class TenantModel(models.Model):
    """Base of every model whose rows belong to one organisation.

    Its migration must contain `EnableTenancy("<Model>")`; a test over all models proves it.

    Rows of a model that `is_exported` go along when an organisation's data are exported to another
    instance. What only means something on this one stays (orders, invitations, consents).
    """

    is_exported: ClassVar[bool] = True

    # The unique key (organisation_id, id) made by EnableTenancy serves as the index.
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
