"""The first pages of an import: upload, a file being read, columns."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lotse.imports.domain import uploading
from lotse.imports.domain.reading import read_file
from lotse.imports.forms import MOST_MEGABYTES
from lotse.imports.models import UploadedList
from lotse.jobs import lifecycle
from measures.domain.columns import COLUMNS
from organisations import tenancy
from organisations.foreign_files.reading import MEGABYTE
from tests.factories import (
    ListImportFactory,
    UploadedListFactory,
)
from tests.factories.imports import small_list
from tests.lotse.imports.pages import a_list, at, file, now, of_list, only, read_now, text_of
from tests.lotse.imports.test_reading import excel
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db
CSV = "Maßnahme;Wann;Stand\r\nKalender;31.12.2026;geplant\r\nWiki;irgendwann;Idee\r\n"


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
            (b" " * (MOST_MEGABYTES * MEGABYTE + 1), "Diese Datei ist zu groß: Höchstens 5 MB"),
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

    @pytest.mark.parametrize("name", ["liste.xlsx", "Liste.XLS", "liste.ods"])
    def test_refuses_mere_text_that_goes_by_the_name_of_a_table(self, client, pilot, name):
        client.post(at(pilot, "upload"), file(b"Titel\nKalender\nWiki\n", name))
        uploaded = read_now(pilot)
        text = text_of(client.get(of_list(pilot, "reading", uploaded)))
        assert "Diese Datei heißt wie eine Tabelle, enthält aber nur Text ohne Spalten." in text
        client.post(of_list(pilot, "replace", uploaded), file(CSV.encode(), name))
        assert read_now(pilot).kind == "csv"

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
