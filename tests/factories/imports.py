"""Uploaded lists, their imports, and measures that came from them."""

import factory

from lotse.imports.domain.grid import GridSheet, pack
from lotse.imports.models import ImportedMeasure, ListImport, UploadedList
from lotse.jobs.models import State
from tests.factories.measures import MeasureFactory
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation

HEAD = ("Titel", "Stand", "Verantwortlich", "Fällig am")


def small_list(*rows, head=HEAD):
    """Return the packed cells of a list with one sheet; by default it has one good row."""
    rows = rows or (("Gemeinsamer Kalender", "geplant", None, None),)
    return pack([GridSheet("Liste", (tuple(head), *map(tuple, rows)))])


class UploadedListFactory(TenantFactory):
    """A list with one measure, whose columns are known."""

    class Meta:
        model = UploadedList

    state = State.DONE
    name = file_name = "vorhaben.xlsx"
    kind = "xlsx"
    content = factory.LazyFunction(small_list)
    sheet = "Liste"
    mapping = factory.LazyFunction(
        lambda: {"0": "title", "1": "status", "2": "responsible", "3": "due_date"}
    )
    requested_by = factory.SubFactory(UserFactory)


class ListImportFactory(TenantFactory):
    """A queued import."""

    class Meta:
        model = ListImport

    uploaded = of_same_organisation(UploadedListFactory)
    name = "vorhaben.xlsx"
    total = 1
    requested_by = factory.SubFactory(UserFactory)


class ImportedMeasureFactory(TenantFactory):
    """A measure that came from the second row."""

    class Meta:
        model = ImportedMeasure

    list_import = of_same_organisation(ListImportFactory)
    measure = of_same_organisation(MeasureFactory)
    row = 2
    digest = "0" * 64
