"""Migration operations that put tenant tables behind row level security."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from organisations.tenancy.fields import TenantForeignKey

POLICY = (
    "organisation_id = any ((select current_setting('lotse.organisation')::bigint[])::bigint[])"
)
PERSON = "(select nullif(current_setting('lotse.person', true), '')::bigint)"
OWN_ROWS = f"user_id = {PERSON}"
DIGEST = "(select nullif(current_setting('lotse.token', true), ''))"


class EnableTenancy(Operation):
    """Force row level security on a model's table and make its references composite.

    `model_name` is the tenant model. With `own_rows_of_person` the policy also shows the rows
    whose `user_id` is the person of `own_memberships`; `also_shows` is an SQL condition for
    other rows: with `{person}` for the id of that person, with `{token}` for the digest of
    `by_token`. All of them widen reading only. The policy's subselect is evaluated once a
    query, so the organisation's index is used even by a query without a filter.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, model_name: str, own_rows_of_person: bool = False, also_shows: str = ""
    ) -> None:
        self.model_name = model_name
        self.own_rows_of_person = own_rows_of_person
        self.also_shows = also_shows

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: Django's model state does not know row security."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Create key, policy and composite foreign keys."""
        model = after.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        conditions = [POLICY]
        if self.own_rows_of_person:
            conditions.append(OWN_ROWS)
        if self.also_shows:
            conditions.append(self.also_shows.format(person=PERSON, token=DIGEST))
        reading = " or ".join(conditions)
        # PostgreSQL validates a new foreign key by a query that row security binds as well.
        editor.execute("select set_config('lotse.organisation', '{}', true)")
        editor.execute(
            f'alter table "{table}" add constraint "{table}_tenant_key"'
            " unique (organisation_id, id)"
        )
        editor.execute(f'alter table "{table}" enable row level security')
        editor.execute(f'alter table "{table}" force row level security')
        editor.execute(f'create policy tenant on "{table}" using ({reading}) with check ({POLICY})')
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                _tie(editor, field)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Take everything away again."""
        model = before.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                _untie(editor, field)
        editor.execute(f'drop policy tenant on "{table}"')
        editor.execute(f'alter table "{table}" no force row level security')
        editor.execute(f'alter table "{table}" disable row level security')
        editor.execute(f'alter table "{table}" drop constraint "{table}_tenant_key"')

    def describe(self) -> str:
        """Say what happens, for `migrate --plan`."""
        return f"Force row level security on {self.model_name}"


class TieToTenant(Operation):
    """Make a reference composite that was added to a table with tenancy already enabled."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: Django's model state does not know composite keys."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Create the composite foreign key."""
        # Without an organisation there are no rows to validate, and a new column has none.
        editor.execute("select set_config('lotse.organisation', '{}', true)")
        _tie(editor, self._field(app_label, after))

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """Take it away again."""
        _untie(editor, self._field(app_label, before))

    def _field(self, app_label: str, state: Any) -> Any:
        return state.apps.get_model(app_label, self.model_name)._meta.get_field(self.field_name)

    def describe(self) -> str:
        """Say what happens, for `migrate --plan`."""
        return f"Make {self.field_name} of {self.model_name} point into its organisation only"


def _tie(editor: Any, field: Any) -> None:
    table, target = field.model._meta.db_table, field.remote_field.model._meta.db_table
    editor.execute(
        f'alter table "{table}" add constraint "{table}_{field.column}_tenant_fk"'
        f" foreign key (organisation_id, {field.column})"
        f' references "{target}" (organisation_id, id) deferrable initially deferred'
    )


def _untie(editor: Any, field: Any) -> None:
    table = field.model._meta.db_table
    editor.execute(f'alter table "{table}" drop constraint "{table}_{field.column}_tenant_fk"')
