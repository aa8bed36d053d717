"""The pages of an import from the preview on: rows, progress, undo."""

import re

import pytest

from lotse.imports.domain.grid import GridSheet, pack
from lotse.imports.models import ListImport
from measures.domain.prioritising import rate
from measures.models import Measure
from organisations import tenancy
from tests.factories import (
    ListImportFactory,
    MeasureFactory,
    UploadedListFactory,
)
from tests.lotse.imports.pages import (
    a_list,
    at,
    file,
    now,
    of_list,
    only,
    read_now,
    text_of,
    titles,
)
from tests.lotse.imports.test_reading import excel

pytestmark = pytest.mark.django_db


class TestPreview:
    def test_shows_the_error_in_the_cell_and_the_sum_of_it_all(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation, title="Wiki")
        uploaded = a_list(
            pilot,
            ("Kalender", "geplant", pilot.user.name, "31.12.2026"),
            ("Telefon", "quer", "Niemand Hier", "bald"),
            (None, None, None, None),
            ("wiki", None, None, None),
        )
        text = text_of(client.get(of_list(pilot, "preview", uploaded)))
        assert "3 Zeilen, 1 mit Fehlern, 1 gibt es schon." in text
        assert "„bald“ ist kein Datum. Schreiben Sie zum Beispiel 31.12.2026." in text
        assert "„Niemand Hier“ gehört nicht zu Ihrem Team." in text
        assert "gibt es schon: wird nicht eingelesen" in text
        assert 'value="begin"' not in text
        only_faulty = text_of(client.get(of_list(pilot, "preview", uploaded) + "?nur=fehler"))
        assert "Kalender" not in only_faulty
        assert "Telefon" in only_faulty

    def test_shows_how_each_cell_will_be_understood(self, client, pilot):
        surname = pilot.user.name.split()[-1]
        uploaded = a_list(pilot, ("Kalender", "in Arbeit", surname, "1.2.27"))
        text = text_of(client.get(of_list(pilot, "preview", uploaded)))
        cells = re.findall(r'<td data-label="[^"]*" class="[^"]*">([^<]*)', text)
        assert cells == ["Kalender", "in Umsetzung", pilot.user.name, "01.02.2027"]

    def test_costs_the_same_for_every_length(self, client, pilot, django_assert_num_queries):
        for rows in (3, 120):
            uploaded = a_list(pilot, *((f"Vorhaben {n}", None, None, None) for n in range(rows)))
            with django_assert_num_queries(10):
                client.get(of_list(pilot, "preview", uploaded))

    def test_names_formulas_without_results(self, client, pilot):
        content = excel(("Liste", [["Titel", "Stunden"], ["Wiki", "=1+1"]]))
        client.post(at(pilot, "upload"), file(content, "l.xlsx"))
        text = text_of(client.get(of_list(pilot, "preview", read_now(pilot))))
        assert "In der Datei steht eine Formel ohne Ergebnis" in text

    def test_says_which_rows_the_file_hides_and_leaves_them_out(self, client, pilot):
        rows = (("Titel",), ("Eins",), ("Zwei",), ("Drei",))
        content = pack([GridSheet("Liste", rows, hidden=frozenset({1, 3, 4}))])
        uploaded = UploadedListFactory(
            organisation=pilot.organisation, content=content, mapping={"0": "title"}
        )
        here = of_list(pilot, "preview", uploaded)
        text = text_of(client.get(here))
        assert "2 Zeilen sind in der Datei ausgeblendet" in text
        assert "Sie werden mit eingelesen" in text
        data = {"shown": [2, 3, 4], "rows": [2, 3, 4], "twins": "leave_out", "action": "choose"}
        client.post(here, data | {"drops_hidden": "on"})
        assert now(uploaded).left_out == [3, 4]
        assert "Sie sind weggelassen." in text_of(client.get(here))
        # A tick in the table is worth more than the one below it.
        client.post(here, data | {"rows": [2, 3], "drops_hidden": "on"})
        assert now(uploaded).left_out == [4]
        client.post(here, data | {"rows": [2], "drops_hidden": "on"})
        assert now(uploaded).left_out == [3, 4]
        client.post(here, data | {"rows": [2]})
        assert now(uploaded).left_out == []

    def test_says_where_cells_and_the_sheet_of_steps_differ(self, client, pilot):
        content = pack([GridSheet("Liste", (("Titel",), ("Wiki",)), other_steps=1)])
        uploaded = UploadedListFactory(
            organisation=pilot.organisation, content=content, mapping={"0": "title"}
        )
        text = text_of(client.get(of_list(pilot, "preview", uploaded)))
        assert "In 1 Zeile stehen andere Teilschritte als im Blatt" in text

    def test_says_that_nothing_stands_below_the_headers(self, client, pilot):
        uploaded = UploadedListFactory(organisation=pilot.organisation, head_row=2)
        text = text_of(client.get(of_list(pilot, "preview", uploaded)))
        assert "Unter den Überschriften steht nichts." in text

    def test_asks_for_the_columns_first(self, client, pilot):
        uploaded = a_list(pilot, mapping={"1": "status"})
        response = client.get(of_list(pilot, "preview", uploaded))
        assert response.url == of_list(pilot, "columns", uploaded)

    def test_keeps_ticks_page_by_page(self, client, pilot):
        uploaded = a_list(pilot, *((f"V {n}", None, None, None) for n in range(60)), left_out=[60])
        here = of_list(pilot, "preview", uploaded) + "?seite=1"
        data = {"shown": [2, 3, 4], "rows": [2, 4], "twins": "add", "action": "choose"}
        assert client.post(here, data).url == here
        assert (now(uploaded).left_out, now(uploaded).twins) == ([3, 60], "add")
        assert "weggelassen" in text_of(client.get(here))

    def test_refuses_rows_that_are_not_there(self, client, pilot):
        uploaded = a_list(pilot)
        data = {"shown": [99], "rows": [99], "twins": "add"}
        text = text_of(client.post(of_list(pilot, "preview", uploaded), data), 422)
        assert "Diese Auswahl passt nicht zu der Liste." in text

    def test_leaves_out_all_rows_with_errors_at_once(self, client, pilot):
        uploaded = a_list(pilot, ("Wiki", "quer", None, None), ("Fax", None, None, None))
        here = of_list(pilot, "preview", uploaded)
        data = {"shown": [2, 3], "rows": [2, 3], "twins": "leave_out"}
        client.post(here, data | {"action": "leave_out_faulty"})
        text = text_of(client.get(here))
        assert "1 Zeile, keine mit Fehlern." in text
        assert "1 Maßnahme einlesen" in text

    def test_takes_a_better_file_with_the_same_columns(self, client, pilot):
        uploaded = a_list(pilot, mapping={"1": "title"}, left_out=[2])
        there = of_list(pilot, "replace", uploaded)
        assert "Verbesserte Datei hochladen" in text_of(client.get(there))
        text_of(client.post(there, file(b"")), 422)
        better = "Titel;Stand;Nutzen\r\n1;Wiki;viel\r\n"
        reading = of_list(pilot, "reading", uploaded)
        assert client.post(there, file(better.encode())).url == reading
        read_now(pilot, uploaded)
        assert client.get(reading).url == of_list(pilot, "preview", uploaded)
        # What was left out stays so, what was not there before is guessed.
        assert now(uploaded).mapping == {"1": "title", "2": "why"}
        assert now(uploaded).left_out == []
        for head, leads_to in ((b"Name;Sonst", "preview"), (b"Eins;Zwei", "columns")):
            client.post(there, file(head + b"\r\n;x\r\n"))
            read_now(pilot, uploaded)
            assert client.get(reading).url == of_list(pilot, leads_to, uploaded)


class TestImporting:
    def test_is_done_at_once_for_short_lists(self, client, pilot):
        uploaded = a_list(pilot)
        data = {"shown": [2], "rows": [2], "twins": "leave_out", "action": "begin"}
        response = client.post(of_list(pilot, "preview", uploaded), data)
        list_import = only(ListImport, pilot)
        assert response.url == at(pilot, "detail", list_import_id=list_import.pk)
        text = text_of(client.get(response.url))
        assert "1 Maßnahme ist eingelesen." in text
        assert titles(pilot) == ["Gemeinsamer Kalender"]
        client.post(of_list(pilot, "begin", uploaded))
        assert len(titles(pilot)) == 1

    def test_leads_whoever_comes_back_to_what_came_of_it(self, client, pilot):
        uploaded = a_list(pilot)
        client.post(of_list(pilot, "begin", uploaded))
        done = at(pilot, "detail", list_import_id=only(ListImport, pilot).pk)
        for name in ("columns", "preview", "replace"):
            assert client.get(of_list(pilot, name, uploaded)).url == done
        assert client.post(of_list(pilot, "discard", uploaded)).url == done

    def test_is_left_to_a_worker_for_long_lists(
        self, client, pilot, django_capture_on_commit_callbacks
    ):
        uploaded = a_list(pilot, *((f"V {n}", None, None, None) for n in range(201)))
        with django_capture_on_commit_callbacks() as callbacks:
            response = client.post(of_list(pilot, "begin", uploaded))
        assert len(callbacks) == 1
        text = text_of(client.get(response.url))
        assert "0 von 201 Zeilen sind geprüft." in text
        assert 'http-equiv="refresh"' in text
        part = text_of(client.get(response.url, HTTP_HX_REQUEST="true"))
        assert part.lstrip().startswith('<div id="import-status"')
        assert titles(pilot) == []

    def test_refuses_a_list_with_errors(self, client, pilot):
        uploaded = a_list(pilot, ("Wiki", "quer", None, None))
        text = text_of(client.post(of_list(pilot, "begin", uploaded)), 409)
        assert "Noch ist nichts eingelesen" in text

    def test_can_be_cancelled_and_taken_up_again(
        self, client, pilot, django_capture_on_commit_callbacks
    ):
        waiting = ListImportFactory(
            organisation=pilot.organisation, uploaded=a_list(pilot), state="queued"
        )
        about = {"list_import_id": waiting.pk}
        client.post(at(pilot, "cancel", **about))
        text = text_of(client.get(at(pilot, "detail", **about)))
        assert "Es wurde keine Maßnahme angelegt." in text
        response = client.post(at(pilot, "cancel", **about), follow=True)
        assert "Da war nichts mehr abzubrechen." in text_of(response)
        with django_capture_on_commit_callbacks() as callbacks:
            for _ in range(2):
                client.post(at(pilot, "retry", **about))
        assert len(callbacks) == 1
        assert now(waiting).state == "queued"

    def test_that_failed_says_why_and_what_to_do(self, client, pilot):
        failed = ListImportFactory(
            organisation=pilot.organisation,
            uploaded=a_list(pilot, ("Wiki", "quer", None, None)),
            state="failed",
            error="Das ging schief.",
        )
        here = at(pilot, "detail", list_import_id=failed.pk)
        assert "Das ging schief." in text_of(client.get(here))
        response = client.post(at(pilot, "retry", list_import_id=failed.pk))
        assert response.url == of_list(pilot, "preview", failed.uploaded)
        gone = ListImportFactory(
            organisation=pilot.organisation, uploaded=None, state="failed", error="Weg."
        )
        response = client.post(at(pilot, "retry", list_import_id=gone.pk))
        assert response.url == at(pilot, "upload")


class TestUndoing:
    @pytest.fixture
    def done(self, client, pilot):
        rows = ((f"Vorhaben {n}", None, None, None) for n in range(2))
        client.post(of_list(pilot, "begin", a_list(pilot, *rows)))
        return only(ListImport, pilot)

    def work_on_the_first(self, pilot):
        with tenancy.activate(pilot.organisation):
            first = Measure.objects.order_by("pk").first()
            rate(first, {"benefit": (4, "")}, seen_version=1, by=pilot.user)
        return first

    def test_says_what_goes_and_lets_it_go(self, client, pilot, done):
        here = at(pilot, "undo", list_import_id=done.pk)
        assert "2 Maßnahmen sind noch so, wie sie eingelesen wurden." in text_of(client.get(here))
        text = text_of(client.post(here, {"seen": ""}, follow=True))
        assert "Das Einlesen ist zurückgenommen." in text
        assert titles(pilot) == []
        assert client.get(here).status_code == 302

    def test_names_what_people_worked_on_and_keeps_it(self, client, pilot, done):
        self.work_on_the_first(pilot)
        here = at(pilot, "undo", list_import_id=done.pk)
        text = text_of(client.get(here))
        assert "An dieser Maßnahme wurde seitdem gearbeitet:" in text
        assert "Vorhaben 0" in text
        text = text_of(client.post(here, {"changed": "keep"}, follow=True))
        assert "1 Maßnahme ist geblieben" in text
        assert titles(pilot) == ["Vorhaben 0"]

    def test_asks_again_when_people_went_on_working(self, client, pilot, done):
        here = at(pilot, "undo", list_import_id=done.pk)
        first = self.work_on_the_first(pilot)
        text = text_of(client.post(here, {"changed": "remove", "seen": ""}), 409)
        assert "Inzwischen wurde weitergearbeitet" in text
        text_of(client.post(here, {"changed": "quatsch"}), 422)
        assert len(titles(pilot)) == 2
        client.post(here, {"changed": "remove", "seen": str(first.pk)})
        assert titles(pilot) == []


def test_what_belongs_to_others_is_not_there(client, pilot):
    other = UploadedListFactory()
    assert client.get(of_list(pilot, "columns", other)).status_code == 404
    elsewhere = ListImportFactory()
    response = client.get(at(pilot, "detail", list_import_id=elsewhere.pk))
    assert response.status_code == 404
