"""The list of measures as Excel, CSV, JSON and Markdown."""

import csv
import io
import json
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from measures.domain.columns import unguard
from measures.domain.exporting.listing import MeasureListing, headers
from measures.domain.exporting.text_files import as_csv, as_json, as_markdown
from measures.domain.exporting.workbook import PLACE, as_workbook
from measures.domain.prioritising import ranked_list
from measures.domain.ranking import Candidate, rank_measures
from measures.models import CriterionWeights
from organisations import tenancy
from tests.factories import (
    CatalogueFactory,
    CriterionWeightsFactory,
    ManualPlaceFactory,
    MeasureFactory,
    MembershipFactory,
    OrganisationFactory,
    StepFactory,
)
from tests.libreoffice import recalculated
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(name="Beratung Übersee")
    CriterionWeightsFactory(
        organisation=organisation, feasibility=3, benefit=8, capability=5, integration=0, reuse=2
    )
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def measures(organisation):
    """A rated one with everything, a rated one, one of equal rank, a half-rated one, a done one."""
    ada = MembershipFactory(organisation=organisation, user__name="Ada Beispiel")
    first = MeasureFactory(
        organisation=organisation,
        title="=Kalender; für „alle“",
        what="Zeile eins\nZeile zwei",
        why="'@home",
        existing="Ein Blatt | im Flur",
        status="in_progress",
        responsible=ada,
        due_date=date(2026, 3, 1),
        effort_hours=12,
        effort_days=20,
        cost=300,
        rated=(5, 5, 4, 1, 3),
    )
    StepFactory(
        organisation=organisation,
        measure=first,
        position=1,
        text="Wünsche sammeln.",
        done_at=timezone.now(),
        responsible=ada,
    )
    StepFactory(
        organisation=organisation, measure=first, position=2, text="[x] im Titel", note="Notiz"
    )
    second = MeasureFactory(organisation=organisation, title="Cloud", rated=(2, 3, 3, 5, 5))
    third = MeasureFactory(organisation=organisation, title="Anders", rated=(2, 3, 3, 1, 5))
    half = MeasureFactory(organisation=organisation, title="Halb", rated=(2, 3))
    done = MeasureFactory(
        organisation=organisation, title="Fertig", status="done", rated=(5, 5, 5, 5, 5)
    )
    return [first, second, third, half, done]


def listing(organisation, keep=lambda row: True):
    weights = CriterionWeights.of(organisation)
    everything = ranked_list(organisation, weights=weights)
    return MeasureListing(organisation, list(filter(keep, everything)), everything, weights)


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def places(book):
    """Return (rank, score) of each measure of a workbook by its title."""
    rows = book["Maßnahmen"].iter_rows(min_row=2, values_only=True)
    return {
        row[PLACE["title"] - 1]: (row[PLACE["rank"] - 1], row[PLACE["score"] - 1]) for row in rows
    }


def stored(content):
    return load_workbook(io.BytesIO(content), data_only=True)


def ranks(organisation):
    return {
        row.measure.title: (row.ranked.rank, pytest.approx(float(row.ranked.score)))
        if row.ranked
        else (None, None)
        for row in ranked_list(organisation)
    }


class TestExcel:
    def test_looks_like_a_list_and_holds_what_people_wrote_as_mere_text(
        self, organisation, measures
    ):
        book = load_workbook(io.BytesIO(as_workbook(listing(organisation))))
        assert book.sheetnames == ["Maßnahmen", "Teilschritte", "Gewichtung", "Erklärung"]
        sheet = book["Maßnahmen"]
        assert [cell.value for cell in sheet[1]] == headers()
        assert sheet.freeze_panes == "F2"
        assert sheet.auto_filter.ref == "A1:T6"
        assert round(sheet.column_dimensions["E"].width - 0.5) == 40
        title = sheet.cell(2, PLACE["title"])
        assert (title.value, title.data_type) == ("=Kalender; für „alle“", "s")
        due = sheet.cell(2, PLACE["due_date"])
        assert (due.value.date(), due.number_format) == (date(2026, 3, 1), "DD.MM.YYYY")
        assert sheet.cell(2, PLACE["steps"]).value == "[x] Wünsche sammeln.\n[ ] [x] im Titel"
        assert sheet.cell(2, PLACE["responsible"]).value == "Ada Beispiel"
        steps = [[cell.value for cell in row[:5]] for row in book["Teilschritte"].iter_rows(2)]
        assert steps[0] == [1, "=Kalender; für „alle“", 1, "Wünsche sammeln.", "Ada Beispiel"]
        assert [cell.value for cell in book["Gewichtung"][2]] == [3, 8, 5, 0, 2]
        assert not [
            cell.coordinate
            for page in book
            for row in page.iter_rows()
            for cell in row
            if cell.data_type == "e"
        ]

    def test_stores_the_points_and_places_of_the_list_beside_its_formulas(
        self, organisation, measures
    ):
        content = as_workbook(listing(organisation))
        formula = load_workbook(io.BytesIO(content))["Maßnahmen"].cell(2, PLACE["rank"])
        assert formula.data_type == "f"
        assert places(stored(content)) == ranks(organisation)
        assert len(measures) == 5

    @pytest.mark.libreoffice
    def test_libreoffice_calculates_the_very_values_that_are_stored(
        self, organisation, measures, tmp_path
    ):
        content = as_workbook(listing(organisation))
        assert places(recalculated(content, tmp_path)) == ranks(organisation)

    @pytest.mark.libreoffice
    def test_counts_the_rest_of_the_list_where_only_a_part_goes_along(
        self, organisation, measures, tmp_path
    ):
        part = listing(organisation, keep=lambda row: row.measure.title in ("Cloud", "Halb"))
        content = as_workbook(part)
        for book in (stored(content), recalculated(content, tmp_path)):
            others = {
                row[0]: row[-1] for row in book["Weitere Maßnahmen"].iter_rows(2, values_only=True)
            }
            assert others == {
                title: ranks(organisation)[title][1]
                for title in ("=Kalender; für „alle“", "Anders")
            }
            assert places(book)["Cloud"] == ranks(organisation)["Cloud"]
            assert places(book)["Cloud"][0] == 2

    @pytest.mark.libreoffice
    def test_ranks_anew_when_somebody_changes_a_weight_there(
        self, organisation, measures, tmp_path
    ):
        book = load_workbook(io.BytesIO(as_workbook(listing(organisation))))
        for column, weight in enumerate((1, 0, 0, 10, 1), start=1):
            book["Gewichtung"].cell(2, column).value = weight
        changed = io.BytesIO()
        book.save(changed)
        expected = rank_measures(
            [
                Candidate(row.measure.pk, row.values)
                for row in ranked_list(organisation)
                if row.ranked
            ],
            (1, 0, 0, 10, 1),
        )
        title_of = {measure.pk: measure.title for measure in measures}
        found = places(recalculated(changed.getvalue(), tmp_path))
        assert {title: place for title, place in found.items() if place[0]} == {
            title_of[one.id]: (one.rank, pytest.approx(float(one.score))) for one in expected
        }

    def test_keeps_to_the_published_schemas(self, organisation, measures):
        part = listing(organisation, keep=lambda row: row.measure.title == "Cloud")
        for found in (listing(organisation), part):
            assert schema_faults(as_workbook(found), "xlsx") == []

    def test_an_empty_list_is_a_file_too(self, organisation):
        content = as_workbook(listing(organisation))
        assert schema_faults(content, "xlsx") == []
        book = load_workbook(io.BytesIO(content))
        assert book["Maßnahmen"].max_row == 1

    def test_marks_ratings_that_are_only_suggested(self, organisation):
        MeasureFactory(
            organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
        )
        book = load_workbook(io.BytesIO(as_workbook(listing(organisation))))
        rating = book["Maßnahmen"].cell(2, PLACE["feasibility"])
        assert rating.value
        assert rating.font.italic


class TestCsv:
    def test_is_what_german_programs_open_without_formulas(self, organisation, measures):
        content = as_csv(listing(organisation))
        assert content.startswith(b"\xef\xbb\xbfNr.;Platz;Punkte;Vorgeschlagene Bewertungen;Titel;")
        first, *others = read_csv(content)
        assert first["Titel"] == "'=Kalender; für „alle“"
        assert unguard(first["Titel"]) == "=Kalender; für „alle“"
        assert unguard(first["Was bringt es?"]) == "'@home"
        assert first["Was wird getan?"] == "Zeile eins\nZeile zwei"
        assert (first["Stand"], first["Fällig am"]) == ("in Umsetzung", "01.03.2026")
        assert (first["Platz"], first["Klarer Mehrwert"]) == ("1", "5")
        assert [other["Platz"] for other in others] == ["2", "2", "", ""]

    def test_tells_people_of_the_same_name_apart_by_their_address(self, organisation):
        for place in (1, 2):
            person = MembershipFactory(
                organisation=organisation,
                user__name="Kim Muster",
                user__email=f"kim{place}@test.example",
            )
            MeasureFactory(organisation=organisation, responsible=person)
        names = [line["Verantwortlich"] for line in read_csv(as_csv(listing(organisation)))]
        assert names == ["kim1@test.example", "kim2@test.example"]


def test_json_says_everything_by_name(organisation, measures):
    content = json.loads(as_json(listing(organisation)))
    assert content["format"] == "lotse-massnahmen"
    assert content["weights"]["benefit"] == 8
    first, *_, half, done = content["measures"]
    assert first["title"] == "=Kalender; für „alle“"
    assert first["responsible"] == "Ada Beispiel"
    assert first["due_date"] == "2026-03-01"
    assert first["ratings"]["benefit"] == {"value": 5, "is_suggested": False, "note": ""}
    assert [step["text"] for step in first["steps"]] == ["Wünsche sammeln.", "[x] im Titel"]
    assert first["steps"][0]["done_at"]
    assert first["steps"][0]["responsible"] == "Ada Beispiel"
    assert first["steps"][1]["note"] == "Notiz"
    assert half["ratings"]["reuse"] is None
    assert (half["rank"], half["score"]) == (None, None)
    assert done["status"] == "done"
    assert done["done_at"]


def test_json_and_markdown_say_what_is_only_suggested(organisation):
    MeasureFactory(
        organisation=organisation, catalogue=CatalogueFactory(), template_key="name-pilot"
    )
    [measure] = json.loads(as_json(listing(organisation)))["measures"]
    assert measure["ratings"]["feasibility"]["is_suggested"]
    assert "\\(vorgeschlagen\\)" in as_markdown(listing(organisation))


def test_markdown_escapes_what_people_wrote(organisation, measures):
    text = as_markdown(listing(organisation))
    assert text.startswith("# Maßnahmen: Beratung Übersee\n")
    assert "5 Maßnahmen." in text
    assert "| 1 | 88 | =Kalender; für „alle“ | in Umsetzung | Ada Beispiel | 01.03.2026 |" in text
    assert "Ein Blatt \\| im Flur" in text
    assert "- [x] Wünsche sammeln\\." in text
    assert "- [ ] \\[x\\] im Titel" in text


def test_markdown_of_an_empty_list_has_no_table(organisation):
    assert "|" not in as_markdown(listing(organisation))


def test_the_file_name_says_what_it_is(organisation):
    name = MeasureListing(organisation, [], [], CriterionWeights(), timezone.now()).file_name("csv")
    assert name.startswith("massnahmen-beratung-uebersee-20")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_text_in_csv_is_no_formula_and_comes_back_as_it_was(text):
    from measures.domain.columns import guard

    guarded = guard(text)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guarded) == text


class TestPlacesByHand:
    @pytest.fixture
    def moved(self, organisation, measures):
        """The last of the ranked measures, moved to the top by hand."""
        last = [row for row in ranked_list(organisation) if row.ranked][-1].measure
        ManualPlaceFactory(organisation=organisation, measure=last, place=1, reason="Geht sofort")
        return last

    def test_go_along_in_csv_json_and_markdown(self, organisation, moved):
        found = listing(organisation)
        assert next(iter(read_csv(as_csv(found))))["Titel"] == moved.title
        first = json.loads(as_json(found))["measures"][0]
        assert (first["title"], first["rank"]) == (moved.title, 1)
        assert first["rank_by_points"] > 1
        assert first["moved_by_hand_because"] == "Geht sofort"
        assert f"| 1 | {first['score']:.0f} | {moved.title} |" in as_markdown(found)

    def test_stand_on_the_sheet_that_explains_what_excel_calculates(self, organisation, moved):
        book = load_workbook(io.BytesIO(as_workbook(listing(organisation))))
        told = [row[1].value for row in book["Erklärung"].iter_rows()]
        assert f"„{moved.title}“ steht in Lotse auf Platz 1: Geht sofort" in told
