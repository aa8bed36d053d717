"""A list that one organisation takes along and another reads in is the same list."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from checks.domain.publishing import document_of
from lotse.imports.models import ListImport, UploadedList
from lotse.imports.tasks import read_uploaded_list
from lotse.jobs.models import State
from measures.models import Measure
from organisations import tenancy
from tests.factories import (
    CatalogueFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    RatingFactory,
    StepFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FILES = {"csv": "liste.csv", "excel": "liste.xlsx"}


@pytest.fixture
def people():
    """Two people who take part in both organisations; two share a name."""
    return [UserFactory(name="Ada Beispiel"), UserFactory(name="Ada Beispiel")]


@pytest.fixture
def here(people):
    organisation = OrganisationFactory()
    members = [MembershipFactory(organisation=organisation, user=user) for user in people]
    full = MeasureFactory(
        organisation=organisation,
        title='=Kalender; "gemeinsam"',
        what="Anlegen,\neinladen",
        why="'Überblick",
        existing="+49 30 1234\n'=x",
        status="in_progress",
        responsible=members[1],
        due_date=date(2026, 12, 31),
        effort_hours=12,
        effort_days=30,
        cost=1200,
    )
    for criterion, value in zip(("feasibility", "benefit", "reuse"), (5, 1, 3), strict=True):
        RatingFactory(organisation=organisation, measure=full, criterion=criterion, value=value)
    StepFactory(
        organisation=organisation, measure=full, text="Fragen", done_at=timezone.now(), position=1
    )
    StepFactory(organisation=organisation, measure=full, text="[x] klingt so", position=2)
    MeasureFactory(organisation=organisation, title="'-5 Grad", status="done", what="''@Team")
    MeasureFactory(organisation=organisation, title="-", status="rejected")
    return organisation


@pytest.fixture
def there(people):
    organisation = OrganisationFactory()
    for user in people:
        MembershipFactory(organisation=organisation, user=user, role="pilot")
    return organisation


def taken_along(client, organisation, kind):
    """Return the list as a file."""
    arguments = {"slug": organisation.slug, "file_kind": kind}
    return client.get(reverse("measures:take_along", kwargs=arguments), {"status": "all"}).content


def lines_of(client, organisation):
    """Return what an exported CSV says of each measure, whatever its number and place."""
    text = taken_along(client, organisation, "csv").decode("utf-8-sig")
    return sorted(line.split(";", 3)[3] for line in text.split("\r\n") if line)


def read_in(client, organisation, name, content):
    """Upload a file, let a worker read it, and import what is in it."""
    upload = reverse("imports:upload", kwargs={"slug": organisation.slug})
    client.post(upload, {"file": SimpleUploadedFile(name, content)})
    with tenancy.activate(organisation):
        uploaded = UploadedList.objects.get()
    read_uploaded_list(organisation.pk, uploaded.pk)
    begin = {"slug": organisation.slug, "uploaded_list_id": uploaded.pk}
    client.post(reverse("imports:begin", kwargs=begin))
    with tenancy.activate(organisation):
        assert ListImport.objects.get().state == State.DONE


@pytest.mark.parametrize("kind", FILES)
def test_what_is_exported_is_imported_as_it_was(client, people, here, there, kind):
    client.force_login(people[0])
    read_in(client, there, FILES[kind], taken_along(client, here, kind))
    assert lines_of(client, there) == lines_of(client, here)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_only_suggested_stays_so_unless_it_was_changed(client, people, here, there, kind):
    catalogue = CatalogueFactory()
    template = document_of(catalogue.pk).templates[0]
    MeasureFactory(
        organisation=here, title=template.title, catalogue=catalogue, template_key=template.key
    )
    client.force_login(people[0])
    content = taken_along(client, here, kind)
    read_in(client, there, FILES[kind], content)
    assert lines_of(client, there) == lines_of(client, here)
    with tenancy.activate(there):
        measure = Measure.objects.get(title=template.title)
        assert (measure.template_key, measure.ratings.count()) == (template.key, 0)


def test_a_suggestion_that_was_changed_in_the_file_is_a_rating(client, people, there):
    catalogue = CatalogueFactory()
    half, changed, taken = document_of(catalogue.pk).templates[:3]
    MeasureFactory(organisation=there, catalogue=catalogue, template_key=taken.key)
    names = "Einfache Umsetzbarkeit, Klarer Mehrwert"
    lines = ["Titel;Vorgeschlagene Bewertungen;Einfache Umsetzbarkeit;Klarer Mehrwert"]
    easy, benefit = (half.ratings[key].value for key in ("feasibility", "benefit"))
    lines.append(f"{half.title};{names};{easy};{benefit % 5 + 1}")
    lines.append(f"{changed.title};{names};{easy % 5 + 1};{benefit % 5 + 1}")
    lines.append(f"{taken.title};{names};2;2")
    lines.append(f"Eigenes;{names};1;1")
    client.force_login(people[0])
    read_in(client, there, "liste.csv", "\r\n".join(lines).encode())
    with tenancy.activate(there):
        found = [
            (one.template_key, sorted(rating.value for rating in one.ratings.all()))
            for one in Measure.objects.order_by("pk")[1:]
        ]
    ratings = sorted([easy % 5 + 1, benefit % 5 + 1])
    assert found == [(half.key, [benefit % 5 + 1]), ("", ratings), ("", [2, 2]), ("", [1, 1])]


def test_a_csv_file_that_was_saved_as_excel_is_the_same_list(client, people, here, there):
    """Programs keep the guard against formulas as a part of the text."""
    client.force_login(people[0])
    text = taken_along(client, here, "csv").decode("utf-8-sig")
    book = Workbook()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    for number, row in enumerate(rows, start=1):
        for place, words in enumerate(row, start=1):
            book.active.cell(number, place, words).data_type = "s"
    file = io.BytesIO()
    book.save(file)
    read_in(client, there, "liste.xlsx", file.getvalue())
    assert lines_of(client, there) == lines_of(client, here)


def test_an_excel_file_that_was_saved_as_csv_is_the_same_list(client, people, here, there):
    client.force_login(people[0])
    book = load_workbook(io.BytesIO(taken_along(client, here, "excel")))
    file = io.StringIO()
    rows = book["Maßnahmen"].iter_rows(values_only=True)
    csv.writer(file, delimiter=";").writerows(
        [f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows
    )
    read_in(client, there, "liste.csv", file.getvalue().encode())
    assert lines_of(client, there) == lines_of(client, here)


@pytest.mark.parametrize("kind", FILES)
def test_more_steps_than_a_cell_holds_all_come_back(client, people, here, there, kind):
    with tenancy.activate(here):
        measure = MeasureFactory(organisation=here, title="Sehr viele Schritte")
        for number in range(45):
            text = f"Schritt {number:02}: " + "Unterlagen zusammentragen und prüfen. " * 24
            StepFactory(organisation=here, measure=measure, text=text.strip(), position=number)
    client.force_login(people[0])
    content = taken_along(client, here, kind)
    if kind == "excel":
        rows = load_workbook(io.BytesIO(content))["Maßnahmen"].iter_rows(values_only=True)
        cell = max((str(row[-1]) for row in rows), key=len)
        assert len(cell) <= 32_767
        assert cell.split("\n")[-1] == (
            "[…] Hier fehlen 10 von 45 Teilschritten: Mehr fasst eine Zelle nicht. Alle stehen im "
            "Blatt „Teilschritte“."
        )
    read_in(client, there, FILES[kind], content)
    assert lines_of(client, there) == lines_of(client, here)
