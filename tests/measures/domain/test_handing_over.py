"""Handing a measure over to samarbeid and to task lists."""

import io
import threading
from datetime import date
from wsgiref.simple_server import WSGIRequestHandler, make_server

import caldav
import pytest
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from measures.domain.process_sheet import (
    as_markdown,
    as_text,
    as_workbook,
    days_after,
    of_measure,
    slug_of,
    split_title,
)
from measures.domain.steps import steps_of
from measures.domain.task_list import as_tasks, priority_of
from organisations import tenancy
from tests.factories import MeasureFactory, MembershipFactory, OrganisationFactory, StepFactory
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 3, 2)
LONG = (
    "Mit allen, die das Telefon bedienen, eine Stunde lang ausprobieren, was es kann und was "
    "nicht, und dann gemeinsam entscheiden"
)


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(slug="uebersee")
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def measure(organisation):
    """A measure with a step done, a step with everything, and a long one."""
    ada = MembershipFactory(organisation=organisation, user__name="Ada Beispiel")
    measure = MeasureFactory(
        organisation=organisation,
        title="Gemeinsamer Kalender für Süd; Nord, West",
        what="Ein Kalender für alle.\nAuch mobil.",
        why="Niemand fragt mehr nach.",
        status="in_progress",
        responsible=ada,
        due_date=date(2026, 4, 1),
    )
    for position, more in enumerate(
        (
            {"text": "Wünsche sammeln.", "done_at": timezone.now()},
            {
                "text": "Anbieter fragen. Auch nach Preisen. ",
                "note": "Liste *liegt*\nbei Ada",
                "responsible": ada,
                "due_date": date(2026, 3, 16),
            },
            {"text": LONG, "due_date": date(2026, 3, 2)},
        ),
        start=1,
    ):
        StepFactory(organisation=organisation, measure=measure, position=position, **more)
    return measure


@pytest.fixture
def steps(measure):
    return steps_of(measure)


class TestProcessSheet:
    def test_has_name_description_and_tasks_in_order(self, measure, steps):
        sheet = of_measure(measure, steps, BEGINS)
        assert sheet.name == "Gemeinsamer Kalender für Süd; Nord, West"
        assert sheet.description == (
            "Was wird getan?\nEin Kalender für alle.\nAuch mobil.\n\n"
            "Was bringt es?\nNiemand fragt mehr nach."
        )
        assert (sheet.responsible, sheet.due_day) == ("Ada Beispiel", "01.04.2026")
        first, second, third = sheet.tasks
        assert (first.title, first.is_done, first.due_in_words) == ("Wünsche sammeln", True, "")
        assert second.title == "Anbieter fragen"
        assert second.description == "Auch nach Preisen.\n\nListe *liegt*\nbei Ada"
        assert second.responsible == "Ada Beispiel"
        assert second.due_in_words == "16.03.2026 (14 Tage nach Beginn)"
        assert third.title.endswith(" …")
        assert third.description == LONG
        assert third.due == "am Tag des Beginns"

    def test_a_measure_without_steps_is_one_task(self, organisation):
        measure = MeasureFactory(organisation=organisation, title="Aufräumen")
        sheet = of_measure(measure, [])
        [task] = sheet.tasks
        assert (task.title, task.description, task.responsible) == ("Aufräumen", "", "")
        assert (sheet.due_day, sheet.responsible, sheet.description) == ("", "", "")
        assert sheet.begins == timezone.localdate()

    def test_as_text_to_paste(self, measure, steps):
        text = as_text(of_measure(measure, steps, BEGINS))
        assert text.startswith("Prozessvorlage: Gemeinsamer Kalender für Süd; Nord, West\n")
        assert "Aufgabe 1: Wünsche sammeln (erledigt)\n" in text
        assert (
            "Aufgabe 2: Anbieter fragen\n"
            "Beschreibung: Auch nach Preisen.\n\nListe *liegt*\nbei Ada\n"
            "Verantwortlich: Ada Beispiel\n"
            "Fällig: 16.03.2026 (14 Tage nach Beginn)\n"
        ) in text

    def test_as_text_without_anything(self, organisation):
        measure = MeasureFactory(organisation=organisation, title="Aufräumen")
        text = as_text(of_measure(measure, []))
        assert text == "Prozessvorlage: Aufräumen\n\n\nAufgabe 1: Aufräumen\n"

    def test_as_markdown(self, measure, steps):
        text = as_markdown(of_measure(measure, steps, BEGINS))
        assert "### 1. Wünsche sammeln (erledigt)\n" in text
        assert "Liste \\*liegt\\*" in text
        assert "- **Fällig:** 16\\.03\\.2026 \\(14 Tage nach Beginn\\)" in text

    def test_as_markdown_without_a_description(self, organisation):
        measure = MeasureFactory(organisation=organisation, title="Aufräumen")
        assert "Beschreibung" not in as_markdown(of_measure(measure, []))

    def test_as_excel(self, measure, steps):
        sheet = of_measure(measure, steps, BEGINS)
        content = as_workbook(sheet)
        assert schema_faults(content, "xlsx") == []
        book = load_workbook(io.BytesIO(content))
        assert book.properties.creator == sheet.organisation
        assert book.sheetnames == ["Vorlage", "Aufgaben"]
        assert book["Vorlage"]["B1"].value == measure.title
        rows = [[cell.value for cell in row] for row in book["Aufgaben"].iter_rows(2)]
        assert rows[0][:2] == [1, "Wünsche sammeln"]
        assert rows[0][6] == "erledigt"
        assert rows[1][3] == "Ada Beispiel"
        assert rows[1][4].date() == date(2026, 3, 16)
        assert rows[1][5:] == ["14 Tage nach Beginn", "offen"]

    @pytest.mark.parametrize(
        ("text", "title", "rest"),
        [
            ("Kurz.", "Kurz", ""),
            ("Kurz", "Kurz", ""),
            ("Eins! Zwei. Drei.", "Eins!", "Zwei. Drei."),
            (".", ".", ""),
            ("x" * 150, "x" * 120 + " …", "x" * 150),
        ],
    )
    def test_titles_of_tasks_are_short(self, text, title, rest):
        assert split_title(text) == (title, rest)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (None, ""),
            (date(2026, 3, 1), "schon vor dem Beginn"),
            (date(2026, 3, 3), "1 Tag nach Beginn"),
        ],
    )
    def test_days_count_from_the_beginning(self, day, words):
        assert days_after(day, BEGINS) == words

    def test_file_names_are_plain(self, measure, steps):
        name = of_measure(measure, steps, BEGINS).file_name("md")
        assert name == "vorlage-gemeinsamer-kalender-fuer-sued-nord-west-2026-03-02.md"
        assert slug_of("✓") == "massnahme"


def todos(content):
    return Calendar.from_ical(content).walk("VTODO")


class TestTasks:
    def test_the_measure_is_a_task_and_its_steps_are_tasks_below(self, measure, steps, settings):
        settings.BASE_URL = "https://lotse.test.example"
        parent, first, second, third = todos(as_tasks(measure, steps, slug="uebersee", rank=2))
        assert parent["UID"] == f"massnahme-{measure.pk}@lotse.test.example"
        assert parent["URL"] == f"https://lotse.test.example/o/uebersee/massnahmen/{measure.pk}/"
        assert (parent["STATUS"], parent["PERCENT-COMPLETE"]) == ("IN-PROCESS", 33)
        assert parent["PRIORITY"] == 1
        assert parent["DUE"].dt == date(2026, 4, 1)
        assert parent["CONTACT"] == "Ada Beispiel"
        for child in (first, second, third):
            assert child["RELATED-TO"] == parent["UID"]
            assert child["RELATED-TO"].params["RELTYPE"] == "PARENT"
        assert (first["STATUS"], first["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
        assert first["COMPLETED"].dt == steps[0].done_at.replace(microsecond=0)
        assert (second["STATUS"], second["PERCENT-COMPLETE"]) == ("NEEDS-ACTION", 0)
        assert second["DUE"].dt == date(2026, 3, 16)
        assert second["DESCRIPTION"] == "Auch nach Preisen.\n\nListe *liegt*\nbei Ada"
        assert "DESCRIPTION" not in first

    def test_the_same_measure_gives_the_same_bytes(self, measure, steps):
        assert as_tasks(measure, steps, slug="x", rank=1) == as_tasks(
            measure, steps, slug="x", rank=1
        )

    def test_a_done_measure_is_completed_a_rejected_one_cancelled(self, measure, steps):
        measure.status = "done"
        measure.save()
        parent = todos(as_tasks(measure, steps, slug="x", rank=None))[0]
        assert (parent["STATUS"], parent["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
        assert parent["COMPLETED"].dt == measure.done_at.replace(microsecond=0)
        assert "PRIORITY" not in parent
        measure.done_at = None
        assert "COMPLETED" not in todos(as_tasks(measure, [], slug="x", rank=None))[0]
        measure.status = "rejected"
        parent, first, second, _third = todos(as_tasks(measure, steps, slug="x", rank=None))
        assert [one["STATUS"] for one in (parent, first, second)] == [
            "CANCELLED",
            "COMPLETED",
            "CANCELLED",
        ]

    def test_a_measure_without_steps_and_days(self, organisation):
        measure = MeasureFactory(organisation=organisation)
        [parent] = todos(as_tasks(measure, [], slug="x", rank=None))
        assert (parent["STATUS"], parent["PERCENT-COMPLETE"]) == ("NEEDS-ACTION", 0)
        assert "DUE" not in parent

    @pytest.mark.parametrize(
        ("rank", "priority"), [(None, None), (1, 1), (3, 1), (4, 5), (10, 5), (11, 9)]
    )
    def test_the_place_in_the_list_is_the_priority(self, rank, priority):
        assert priority_of(rank) == priority


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, *args):
        """Stay silent."""


@pytest.fixture
def task_server(tmp_path):
    """A CalDAV server of its own on this machine, with an empty folder; ends with the test."""
    from radicale import Application, config

    configuration = config.load()
    configuration.update(
        {
            "auth": {"type": "none"},
            "storage": {"filesystem_folder": str(tmp_path)},
            "logging": {"level": "critical"},
        },
        "test",
    )
    with make_server("127.0.0.1", 0, Application(configuration), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_a_task_list_takes_the_tasks_and_gives_them_back(task_server, measure, steps):
    content = as_tasks(measure, steps, slug="uebersee", rank=5)
    with caldav.DAVClient(task_server, username="ada", password="geheim", timeout=10) as client:
        tasks = client.principal().make_calendar(
            name="Aufgaben", supported_calendar_component_set=["VTODO"]
        )
        for _once_more in range(2):
            for todo in todos(content):
                single = Calendar()
                single.add("prodid", "-//Probe//DE")
                single.add("version", "2.0")
                single.add_component(todo)
                tasks.save_todo(single.to_ical().decode())
        back = {
            str(one.icalendar_component["UID"]): one.icalendar_component
            for one in tasks.todos(include_completed=True)
        }
        open_titles = {
            str(one.icalendar_component["SUMMARY"]) for one in tasks.todos(include_completed=False)
        }
    sent = todos(content)
    assert set(back) == {str(todo["UID"]) for todo in sent}
    for todo in sent:
        kept = back[str(todo["UID"])]
        # The client ties parent and child from both sides, and counts its savings.
        for name in set(todo) - {"RELATED-TO", "SEQUENCE"}:
            assert kept[name] == todo[name], name
    parent, *children = (back[str(todo["UID"])] for todo in sent)
    assert {str(child["RELATED-TO"]) for child in children} == {str(parent["UID"])}
    assert set(map(str, parent["RELATED-TO"])) == {str(child["UID"]) for child in children}
    assert "Wünsche sammeln" not in open_titles
    assert {"Anbieter fragen", measure.title} <= open_titles
