"""Bringing an organisation back from an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from checks.domain.catalogue import CatalogueDocument
from checks.domain.publishing import VersionTaken, publish
from lotse.portability.domain import layout
from organisations import tenancy
from organisations.domain.founding import store_with_free_slug
from organisations.models import Organisation, User
from organisations.tenancy.fields import TenantModel


@dataclass
class Archive:
    """A checked archive. References in `rows` are numbers from 1, as in its files.

    `organisation` maps field names to values, `people` are pairs of address and name,
    `catalogues` are documents by the name under which rows refer to them.
    """

    organisation: dict[str, Any]
    people: list[tuple[str, str]]
    catalogues: dict[str, CatalogueDocument]
    rows: dict[type[TenantModel], list[dict[str, Any]]] = field(default_factory=dict)


class CannotRestore(Exception):
    """The archive cannot become an organisation here; the text says why, in German."""


def restore(archive: Archive) -> Organisation:
    """Create the organisation of an archive with all its rows, or nothing at all.

    People are found by their e-mail address; who has no account here gets one without a
    password, to be set through „Passwort vergessen“. When the short name is taken, a number
    is appended. Raises `CannotRestore`.
    """
    try:
        with transaction.atomic():
            return _Restorer(archive).restore()
    except VersionTaken as error:
        key, version = error.args
        raise CannotRestore(
            f"Der Fragenkatalog „{key}“ ist hier in Version {version} mit anderem Inhalt "
            "veröffentlicht."
        ) from error
    except DatabaseError as error:
        raise CannotRestore("Die Daten im Archiv widersprechen sich.") from error


class _Restorer:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def restore(self) -> Organisation:
        self.catalogue_ids = {
            name: publish(document)[0].pk for name, document in self.archive.catalogues.items()
        }
        self.person_ids = [_account(*person).pk for person in self.archive.people]
        self.organisation = store_with_free_slug(Organisation(**self.archive.organisation))
        # The time of founding is set by the first save only.
        Organisation.objects.filter(pk=self.organisation.pk).update(
            created_at=self.archive.organisation["created_at"]
        )
        self.organisation.refresh_from_db()
        self.ids = {model: _new_ids(model, len(rows)) for model, rows in self.archive.rows.items()}
        with tenancy.activate(self.organisation):
            for model, rows in self.archive.rows.items():
                for pk, row in zip(self.ids[model], rows, strict=True):
                    self._store(model, pk, row)
            with connection.cursor() as cursor:
                # What is amiss shows now, not when an outer transaction ends.
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")
        return self.organisation

    def _store(self, model: type[TenantModel], pk: int, row: dict[str, Any]) -> None:
        stored = model(organisation=self.organisation)
        stored.pk = pk
        for one in layout.fields_of(model):
            setattr(stored, one.attname, self._value(one, row[one.name]))
        # As it was: nothing is set by the save itself, not even its time.
        stored.save_base(raw=True, force_insert=True)

    def _value(self, one: layout.AnyField, value: Any) -> Any:
        if value is None:
            return None
        target = layout.target_of(one)
        if target:
            return self.ids[target][value - 1]
        match layout.kind_of(one):
            case "person":
                return self.person_ids[value - 1]
            case "catalogue":
                return self.catalogue_ids[value]
        return value


def _account(email: str, name: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    return found or User.objects.create_user(email, None, name=name)


def _new_ids(model: type[models.Model], number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return sorted(pk for (pk,) in cursor.fetchall())
