"""Filling an organisation with a row of every kind, whatever kinds there are."""

from lotse.portability.domain import layout
from organisations.tenancy.fields import TenantForeignKey
from tests import factories


def factory_of(model):
    """Return the factory of a tenant model."""
    return getattr(factories, f"{model.__name__}Factory")


def fill(organisation, models):
    """Create one row of each model in an organisation; rows share what they refer to.

    Where a row refers to two of a kind, its factory makes the second one.
    """
    rows = {}

    def row_of(model):
        if model not in rows:
            first_of_kind = {
                field.related_model: field.name
                for field in reversed(list(layout.fields_of(model)))
                if isinstance(field, TenantForeignKey) and field.related_model is not model
            }
            parents = {name: row_of(kind) for kind, name in first_of_kind.items()}
            rows[model] = factory_of(model)(organisation=organisation, **parents)
        return rows[model]

    for model in models:
        row_of(model)
    return rows
