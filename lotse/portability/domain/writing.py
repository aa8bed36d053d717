"""Writing an organisation into an archive: the same data give the same bytes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from checks.models import Catalogue
from lotse.portability.domain import layout, tables
from organisations.domain.packages import zipped
from organisations.models import Organisation, User

README_TEXT = """Alles, was Lotse über diese Organisation gespeichert hat.

tabellen/   zum Lesen und Weiterrechnen, für Excel oder LibreOffice
dateien/    die fertigen Berichte und andere Dateien
daten/      alle Daten als JSON, eine Datei je Art; Verweise sind laufende Nummern ab 1
kataloge/   die benutzten Fragenkataloge
inhalt.json die Organisation und die Prüfsummen (SHA-256) aller Dateien

Mit „manage.py import_organisation“ wird daraus auf einer anderen Installation wieder diese
Organisation.
"""


def write_archive(organisation: Organisation) -> bytes:
    """Return everything of the activated organisation as a ZIP file.

    It holds no time and no id of this instance, so equal data give equal bytes.
    """
    return _Writer(organisation).write()


class _Writer:
    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.files: dict[str, bytes] = {layout.README: README_TEXT.encode()}
        self.rows = {
            model: list(model._base_manager.filter(organisation=organisation).order_by("pk"))
            for model in layout.travelling_models()
        }
        self.numbers = {
            model: {row.pk: number for number, row in enumerate(rows, start=1)}
            for model, rows in self.rows.items()
        }
        self.people = self._referenced(User).order_by("email")
        self.person_numbers = {
            person.pk: number for number, person in enumerate(self.people, start=1)
        }
        self.catalogues = {one.pk: one for one in self._referenced(Catalogue)}

    def _referenced(self, target: Any) -> Any:
        ids = {
            getattr(row, field.attname)
            for model, rows in self.rows.items()
            for field in layout.fields_of(model)
            if field.is_relation and field.related_model is target
            for row in rows
        }
        return target._default_manager.filter(pk__in=ids - {None})

    def write(self) -> bytes:
        self._add_json(
            layout.PEOPLE,
            [{"email": person.email, "name": person.name} for person in self.people],
        )
        for catalogue in self.catalogues.values():
            self._add_json(layout.catalogue_name(catalogue), catalogue.document)
        for model, rows in self.rows.items():
            self._add_json(
                layout.file_name(model),
                [self._row(model, row, number) for number, row in enumerate(rows, start=1)],
            )
        self.files |= tables.tables_of(self.organisation)
        self._add_json(layout.MANIFEST, self._manifest())
        return zipped(sorted(self.files.items()))

    def _row(self, model: type[models.Model], row: models.Model, number: int) -> dict[str, Any]:
        return {
            field.name: self._cell(model, row, number, field) for field in layout.fields_of(model)
        }

    def _cell(
        self, model: type[models.Model], row: models.Model, number: int, field: layout.AnyField
    ) -> Any:
        value = getattr(row, field.attname)
        if value is None:
            return None
        target = layout.target_of(field)
        if target:
            return self.numbers[target][value]
        match layout.kind_of(field):
            case "person":
                # Someone whose account is gone by now, without a trace but their name.
                return self.person_numbers.get(value)
            case "catalogue":
                return layout.catalogue_name(self.catalogues[value])
            case "file":
                name = layout.binary_name(model, field, number)
                self.files[name] = bytes(value)
                return name
        return as_plain(value)

    def _manifest(self) -> dict[str, Any]:
        return {
            "format": layout.FORMAT,
            "organisation": {
                name: as_plain(getattr(self.organisation, name))
                for name in layout.ORGANISATION_FIELDS
            },
            "files": {
                name: hashlib.sha256(content).hexdigest()
                for name, content in sorted(self.files.items())
            },
        }

    def _add_json(self, name: str, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        self.files[name] = text.encode()


def as_plain(value: Any) -> Any:
    """Return a value as JSON knows it; times are in UTC, with all their digits."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value
