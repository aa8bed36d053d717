"""The pages of an import: upload, columns, preview, progress, undo."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lotse.imports.domain import uploading
from lotse.imports.domain.grid import Sheet, pack
from lotse.imports.domain.reading import read_file
from lotse.imports.forms.columns import letter_of
from lotse.imports.forms.upload import LARGEST
from lotse.imports.models import ListImport, UploadedList
from lotse.imports.tasks import read_uploaded_list
from lotse.jobs import lifecycle
from measures.domain.columns import COLUMNS
from measures.domain.prioritising import rate
from measures.models import Measure
from organisations import tenancy
from tests.factories import (
    ListImportFactory,
    MeasureFactory,
    MembershipFactory,
    UploadedListFactory,
)
from tests.factories.imports import small_list
from tests.lotse.imports.test_reading import excel
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db
CSV = "Maßnahme;Wann;Stand\r\nKalender;31.12.2026;geplant\r\nWiki;irgendwann;Idee\r\n"


@pytest.fixture
def pilot(client):
    membership = MembershipFactory(role="pilot")
    client.force_login(membership.user)
    return membership


def at(pilot, name, **kwargs):
    return reverse(f"imports:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def of_list(pilot, name, uploaded):
    return at(pilot, name, uploaded_list_id=uploaded.pk)


def file(content, name="liste.csv"):
    return {"file": SimpleUploadedFile(name, content)}


def now(row):
    with tenancy.activate(row.organisation):
        return type(row).objects.get(pk=row.pk)


def only(model, pilot):
    with tenancy.activate(pilot.organisation):
        return model.objects.get()


def read_now(pilot, uploaded=None):
    """Let a worker read what was uploaded, and return it."""
    uploaded = uploaded or only(UploadedList, pilot)
    read_uploaded_list(pilot.organisation.pk, uploaded.pk)
    return now(uploaded)


def titles(pilot):
    with tenancy.activate(pilot.organisation):
        return list(Measure.objects.order_by("pk").values_list("title", flat=True))


def a_list(pilot, *rows, **kwargs):
    content = small_list(*rows)
    return UploadedListFactory(organisation=pilot.organisation, content=content, **kwargs)


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


class TestUploading:
    def test_leads_to_the_columns_as_lotse_guesses_them(self, client, pilot):
        response = client.post(at(pilot, "upload"), file(CSV.encode("cp1252")))
        uploaded = read_now(pilot)
        assert response.url == of_list(pilot, "reading", uploaded)
        response = client.get(response.url)
        assert response.url == of_list(pilot, "columns", uploaded)
        text = text_of(client.get(response.url))
        assert "Spalte A" in text
        assert "Kalender · Wiki" in text
        assert uploaded.mapping == {"0": "title", "2": "status"}

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "Diese Datei ist leer."),
            (b" " * (LARGEST + 1), "Diese Datei ist zu groß: Höchstens 5 MB"),
        ],
    )
    def test_says_beside_the_field_why_a_file_is_refused(self, client, pilot, content, why):
        assert why in text_of(client.post(at(pilot, "upload"), file(content)), 422)
        assert "Bitte wählen Sie eine Datei." in text_of(client.post(at(pilot, "upload")), 422)

    def test_shows_what_was_begun_and_what_was_done(self, client, pilot, django_assert_num_queries):
        for number in range(3):
            a_list(pilot, name=f"offen-{number}.csv")
            ListImportFactory(organisation=pilot.organisation, state="done", added=2)
        with django_assert_num_queries(8):
            text = text_of(client.get(at(pilot, "upload")))
        assert text.count("offen-") >= 3
        assert "2 Maßnahmen" in text

    def test_offers_an_empty_list_that_lotse_understands_itself(self, client, pilot):
        response = client.get(at(pilot, "template"))
        assert "lotse-massnahmen-vorlage.xlsx" in response["Content-Disposition"]
        assert schema_faults(response.content, "xlsx") == []
        book = load_workbook(io.BytesIO(response.content))
        assert book.sheetnames == ["Maßnahmen", "So geht es"]
        explained = [row[0] for row in book["So geht es"].iter_rows(min_row=2, values_only=True)]
        assert explained == [column.header for column in COLUMNS]
        assert read_file(response.content)[1][0].rows == (tuple(explained),)
        client.post(at(pilot, "upload"), file(response.content, "vorlage.xlsx"))
        assert len(read_now(pilot).mapping) == len(COLUMNS)

    def test_a_list_can_be_discarded(self, client, pilot):
        client.post(of_list(pilot, "discard", a_list(pilot)))
        with tenancy.activate(pilot.organisation):
            assert not UploadedList.objects.exists()


class TestReading:
    def test_is_waited_for_with_and_without_javascript(self, client, pilot):
        response = client.post(at(pilot, "upload"), file(CSV.encode()), follow=True)
        text = text_of(response)
        assert "Ihre Datei wird gelesen." in text
        assert 'http-equiv="refresh"' in text
        uploaded = only(UploadedList, pilot)
        reading = of_list(pilot, "reading", uploaded)
        for name in ("columns", "preview"):
            assert client.get(of_list(pilot, name, uploaded)).url == reading
        assert client.post(of_list(pilot, "begin", uploaded)).url == reading
        part = text_of(client.get(reading, HTTP_HX_REQUEST="true"))
        assert part.lstrip().startswith('<div id="reading-status"')
        assert 'hx-trigger="every 1s"' in part
        read_now(pilot)
        moved = client.get(reading, HTTP_HX_REQUEST="true")
        assert moved["HX-Redirect"] == of_list(pilot, "columns", uploaded)
        assert now(uploaded).file is None

    def test_tells_why_a_file_is_not_read_and_takes_another(self, client, pilot):
        client.post(at(pilot, "upload"), file(b"%PDF-1.7\n\x00%%EOF", "notizen.pdf"))
        uploaded = read_now(pilot)
        assert (uploaded.state, uploaded.file) == ("done", None)
        text = text_of(client.get(of_list(pilot, "reading", uploaded)))
        assert "Das ist keine Tabelle, sondern eine andere Art von Datei." in text
        assert "frühere Datei" not in text
        client.post(of_list(pilot, "replace", uploaded), file(CSV.encode()))
        assert read_now(pilot).name == "liste.csv"
        response = client.get(of_list(pilot, "reading", uploaded))
        assert response.url == of_list(pilot, "columns", uploaded)

    def test_of_another_file_that_is_refused_leaves_the_earlier_one(self, client, pilot):
        uploaded = a_list(pilot)
        client.post(of_list(pilot, "replace", uploaded), file(b"\x00\x01", "kaputt.xlsx"))
        assert (read_now(pilot).name, now(uploaded).content) == (uploaded.name, uploaded.content)
        text = text_of(client.get(of_list(pilot, "reading", uploaded)))
        assert "beschädigt oder keine Tabelle" in text
        assert "Die frühere Datei „vorhaben.xlsx“ gilt weiter." in text
        assert "1 Zeile" in text_of(client.get(of_list(pilot, "preview", uploaded)))

    def test_overtaken_by_a_better_file_stores_nothing(self, client, pilot):
        client.post(at(pilot, "upload"), file(CSV.encode()))
        uploaded = only(UploadedList, pilot)
        slow = lifecycle.claim(UploadedList, pilot.organisation.pk, uploaded.pk)
        client.post(of_list(pilot, "replace", uploaded), file(b"Titel\nNeu\n", "neu.csv"))
        uploading._read(slow)
        assert not now(uploaded).content
        assert read_now(pilot).name == "neu.csv"

    def test_that_will_be_tried_again_says_when(self, client, pilot):
        uploaded = a_list(pilot, state="queued", next_try_at=timezone.now())
        text = text_of(client.get(of_list(pilot, "reading", uploaded)))
        assert "Lotse versucht es um" in text

    def test_five_thousand_rows_of_a_hundred_columns_are_allowed(self, client, pilot):
        rows = ";".join(f"Zelle {place}" for place in range(99))
        lines = "\n".join(["Titel" + ";x" * 99, *(f"V {n};{rows}" for n in range(5_000))])
        client.post(at(pilot, "upload"), file(lines.encode()))
        uploaded = read_now(pilot)
        assert uploaded.refusal == ""
        assert uploading.sheet_of(uploaded).rows[-1][0] == "V 4999"


class TestColumns:
    def choices(self, uploaded, **given):
        return {"version": now(uploaded).version, "column_0": "title", **given}

    def test_are_stored_and_lead_to_the_preview(self, client, pilot):
        uploaded = a_list(pilot)
        data = self.choices(uploaded, column_1="status", drops_unknown_people="on")
        response = client.post(of_list(pilot, "columns", uploaded), data)
        assert response.url == of_list(pilot, "preview", uploaded)
        assert now(uploaded).mapping == {"0": "title", "1": "status"}
        assert now(uploaded).drops_unknown_people

    def test_hold_every_kind_once_and_the_title_at_all(self, client, pilot):
        uploaded = a_list(pilot)
        here = of_list(pilot, "columns", uploaded)
        text = text_of(client.post(here, self.choices(uploaded, column_1="title")), 422)
        assert "„Titel“ ist schon Spalte „Titel“." in text
        text = text_of(client.post(here, self.choices(uploaded, column_0="what")), 422)
        assert "Bitte wählen Sie die Spalte, in der die Titel" in text
        text = text_of(client.post(here, self.choices(uploaded, column_1="quatsch")), 422)
        assert "Das gibt es hier nicht." in text

    def test_of_a_stale_page_are_not_lost(self, client, pilot):
        uploaded = a_list(pilot)
        here = of_list(pilot, "columns", uploaded)
        data = self.choices(uploaded, version=7, column_1="what")
        text = text_of(client.post(here, data), 409)
        assert "Das wurde inzwischen geändert" in text
        assert '<option value="what" selected>' in text
        assert now(uploaded).mapping["1"] == "status"

    def test_can_begin_in_another_row_or_sheet(self, client, pilot):
        content = excel(
            ("Alt", [["Titel"], ["Fax"]]),
            ("Neu", [["Unsere Liste"], ["von Ada"], ["Vorhaben", "Stand"], ["Wiki", "Idee"]]),
        )
        client.post(at(pilot, "upload"), file(content, "l.xlsx"))
        uploaded = read_now(pilot)
        here = of_list(pilot, "columns", uploaded)
        assert (uploaded.sheet, uploaded.head_row) == ("Neu", 3)
        look = {"action": "look", "version": uploaded.version}
        client.post(here, look | {"sheet": "Neu", "head_row": 2})
        assert now(uploaded).head_row == 2
        text = text_of(client.post(here, look | {"sheet": "Neu", "head_row": 3}), 409)
        assert "Das wurde inzwischen geändert" in text
        look["version"] = 2
        for row in ("4", "0", "x"):
            text_of(client.post(here, look | {"sheet": "Neu", "head_row": row}), 422)
        client.post(here, look | {"sheet": "Alt", "head_row": "2"})
        assert (now(uploaded).sheet, now(uploaded).head_row) == ("Alt", 1)
        assert now(uploaded).mapping == {"0": "title"}
        text_of(client.post(here, look | {"sheet": "Weg", "version": 3}), 422)

    def test_without_a_header_are_named_by_their_letter(self, client, pilot):
        content = small_list(("Kalender", "x", None, "y"), head=("Titel", None, None))
        uploaded = UploadedListFactory(organisation=pilot.organisation, content=content)
        text = text_of(client.get(of_list(pilot, "columns", uploaded)))
        assert "Spalte B ohne Überschrift" in text
        assert "Spalte C" not in text
        assert [letter_of(place) for place in (0, 25, 26, 52, 99)] == ["A", "Z", "AA", "BA", "CV"]


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
        content = pack([Sheet("Liste", rows, hidden=frozenset({1, 3, 4}))])
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
        content = pack([Sheet("Liste", (("Titel",), ("Wiki",)), other_steps=1)])
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
