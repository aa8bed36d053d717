"""Requirements to take along: as a PDF, as an Excel file, as Markdown."""

import io
import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from lotse.jobs.models import State
from lotse.reports.domain import making, ordering
from lotse.reports.domain.specification import Specification, as_markdown
from lotse.reports.domain.specification_workbook import as_workbook
from lotse.reports.models import Report, ReportFile, ReportKind
from organisations import tenancy
from organisations.domain.markdown_text import escaped
from organisations.models import AuditEntry
from tests.factories import (
    ComparedRequirementFactory,
    JudgementFactory,
    MandateFactory,
    MembershipFactory,
    OwnRequirementFactory,
    ReportFactory,
    RequirementFactory,
    RequirementSystemFactory,
    ToolComparisonFactory,
    ToolFactory,
)
from tests.libreoffice import recalculated
from tests.lotse.reports.readers import SOFT_BREAK, faults
from tests.ooxml import schema_faults

pytestmark = pytest.mark.django_db
VERDICTS = '"erfüllt,teilweise,nicht erfüllt,noch offen"'


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(organisation__name="Beratung Übersee")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def organisation(pilot):
    return pilot.organisation


@pytest.fixture
def wishes(organisation):
    """A must from a check with area and system, and a could of one's own."""
    must = RequirementFactory(
        organisation=organisation,
        text="=Muss | mobil gehen",
        priority="must",
        needed_by="Nachtdienst",
    )
    RequirementSystemFactory(organisation=organisation, requirement=must, system__name="Dienstplan")
    could = OwnRequirementFactory(organisation=organisation, text="Kann Musik", priority="could")
    return [must, could]


@pytest.fixture
def comparison(organisation, wishes):
    """Two tools: one has all but the must, of the other nothing is known."""
    comparison = ToolComparisonFactory(
        organisation=organisation,
        name="Planer",
        purpose="Wir suchen einen Planer.\nBis Mai.",
        requirements=wishes,
    )
    rich = ToolFactory(
        organisation=organisation, comparison=comparison, name="+Nord", vendor="Haus Nord"
    )
    ToolFactory(organisation=organisation, comparison=comparison, name="Süd")
    must, could = wishes
    JudgementFactory(
        organisation=organisation, tool=rich, requirement=must, verdict="not_met", remark="@home"
    )
    JudgementFactory(organisation=organisation, tool=rich, requirement=could)
    return comparison


def made(organisation, comparison, person):
    """Order a PDF, make it, and return it with its row."""
    with tenancy.activate(organisation):
        report = ordering.order_specification(organisation, comparison, person)
    making.make_report(organisation.pk, report.pk)
    with tenancy.activate(organisation):
        file = ReportFile.objects.get(report=report)
        assert Report.objects.get(pk=report.pk).state == State.DONE
    assert faults(bytes(file.content)) == []
    return file, PdfReader(io.BytesIO(bytes(file.content)))


def text_of(document):
    said = "\n".join(page.extract_text() for page in document.pages)
    return " ".join(SOFT_BREAK.sub("", said).split())


def specification(organisation, comparison=None):
    return Specification(organisation, comparison)


class TestThePdf:
    def test_for_vendors_is_tagged_german_and_has_room_for_answers(
        self, organisation, pilot, wishes
    ):
        file, document = made(organisation, None, pilot.user)
        assert re.fullmatch(r"anforderungsliste-beratung-uebersee-[\d-]+\.pdf", file.name)
        catalog = document.trailer["/Root"]
        assert catalog["/Lang"] == "de"
        assert catalog["/MarkInfo"]["/Marked"]
        assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
        assert document.metadata.title.startswith("Anforderungsliste Beratung Übersee, ")
        headings = [entry.title for entry in document.outline[1]]
        assert headings == [
            "Muss: Ohne das geht es nicht.",
            "Kann: Das wäre schön.",
            "Angaben zum Angebot",
        ]
        said = text_of(document)
        for words in (
            "2 Anforderungen, davon 1 mit „Muss“",
            "=Muss | mobil gehen",
            "Führung",
            "Systeme: Dienstplan",
            "Nachtdienst",
            "☐ teilweise",
            "Wer Fragen beantwortet",
        ):
            assert words in said
        assert file.pages == 1

    def test_of_a_comparison_names_the_unmet_must_before_the_table(
        self, organisation, pilot, comparison
    ):
        file, document = made(organisation, comparison, pilot.user)
        assert file.name.startswith("anforderungsliste-planer-beratung-uebersee-")
        said = text_of(document)
        for words in (
            "Wir suchen einen Planer.",
            "1. Süd",
            "2. +Nord (Haus Nord)",
            "Muss, nicht erfüllt: =Muss | mobil gehen (1)",
            "Muss, noch offen: =Muss | mobil gehen (1)",
            "nicht erfüllt @home",
        ):
            assert words in said
        assert said.index("Muss, nicht erfüllt") < said.index("Wer braucht das?")
        assert "☐" not in said
        width, height = document.pages[0].mediabox[2:]
        assert width < height

    def test_with_many_tools_lies_on_its_side(self, organisation, pilot, comparison):
        for _ in range(3):
            ToolFactory(organisation=organisation, comparison=comparison)
        _file, document = made(organisation, comparison, pilot.user)
        width, height = document.pages[0].mediabox[2:]
        assert width > height


class TestOrdering:
    def test_leads_to_the_one_in_the_making(self, client, organisation, comparison):
        slug = {"slug": organisation.slug}
        whole = reverse("reports:order_specification", kwargs=slug)
        part = reverse(
            "reports:order_comparison_specification",
            kwargs=slug | {"tool_comparison_id": comparison.pk},
        )
        assert client.post(whole).url == client.post(whole).url != client.post(part).url
        page = client.get(client.post(part).url).content.decode()
        assert "Anforderungsliste vom" in page
        assert "Planer" in page
        assert "Alle Anforderungen" in client.get(client.post(whole).url).content.decode()
        listed = client.get(reverse("reports:list", kwargs=slug)).content.decode()
        assert "Anforderungsliste, Planer" in listed

    def test_of_what_belongs_to_others_is_not_found(self, client, organisation):
        foreign = ToolComparisonFactory()
        for name in ("order_comparison_specification", "comparison_specification_excel"):
            url = reverse(
                f"reports:{name}",
                kwargs={"slug": organisation.slug, "tool_comparison_id": foreign.pk},
            )
            send = client.post if name.startswith("order") else client.get
            assert send(url).status_code == 404

    def test_is_about_requirements_and_nothing_else(self, organisation, wishes, comparison):
        report = ReportFactory(organisation=organisation, kind=ReportKind.SPECIFICATION)
        assert report.comparison.organisation == organisation
        check = wishes[0].check_run
        mandate = MandateFactory(organisation=organisation)
        for wrong in (
            {"kind": ReportKind.SPECIFICATION, "check_run": check},
            {"kind": ReportKind.SPECIFICATION, "mandate": mandate},
            {"kind": ReportKind.CHECK, "check_run": check, "comparison": comparison},
            {"kind": ReportKind.MANDATE, "mandate": mandate, "comparison": comparison},
        ):
            with pytest.raises(IntegrityError), tenancy.activate(organisation):
                Report.objects.create(organisation=organisation, **wrong)


def sheets(organisation, comparison=None):
    with tenancy.activate(organisation):
        content = as_workbook(specification(organisation, comparison))
    assert schema_faults(content, "xlsx") == []
    return load_workbook(io.BytesIO(content))


class TestTheExcelFile:
    def test_has_the_list_with_choices_and_a_frozen_head(self, organisation, comparison):
        sheet = sheets(organisation, comparison)["Anforderungen"]
        head, first, second = ([cell.value for cell in line] for line in sheet)
        assert head == [
            "Nr.",
            "Wichtigkeit",
            "Anforderung",
            "Handlungsfeld",
            "Wer braucht das?",
            "Systeme",
            "+Nord",
            "Anmerkung zu +Nord",
            "Süd",
            "Anmerkung zu Süd",
        ]
        assert first[:8] == [
            1,
            "Muss",
            "=Muss | mobil gehen",
            "Führung",
            "Nachtdienst",
            "Dienstplan",
            "nicht erfüllt",
            "@home",
        ]
        assert (second[1], second[6], second[8]) == ("Kann", "erfüllt", "noch offen")
        assert sheet.freeze_panes == "D2"
        assert sheet.auto_filter.ref == "A1:J3"
        (choice,) = sheet.data_validations.dataValidation
        assert (choice.formula1, str(choice.sqref)) == (VERDICTS, "G2:G3 I2:I3")
        assert {str(area.sqref) for area in sheet.conditional_formatting} == {"G2:G3", "I2:I3"}

    def test_runs_nothing_that_people_wrote(self, organisation, comparison):
        book = sheets(organisation, comparison)
        for sheet in book:
            for line in sheet.iter_rows():
                for cell in line:
                    if cell.data_type == "f":
                        assert "Muss |" not in cell.value
                        assert cell.value.startswith(("=COUNTIF", "=IF"))
        texts = [book["Anforderungen"][place] for place in ("C2", "G1", "H2")]
        assert [cell.data_type for cell in texts] == ["s", "s", "s"]
        assert all(cell.quotePrefix for cell in texts)

    def test_counts_by_formulas_and_shows_every_must_by_name(self, organisation, comparison):
        sheet = sheets(organisation, comparison)["Zusammenfassung"]
        unmet = (
            "=COUNTIFS('Anforderungen'!$B$2:$B$3,\"Muss\","
            "'Anforderungen'!$G$2:$G$3,\"nicht erfüllt\")"
        )
        assert sheet["C2"].value == unmet
        assert sheet["E2"].value == "=COUNTIF('Anforderungen'!$B$2:$B$3,\"Muss\")-C2-D2-F2"
        assert sheet["B2"].value.startswith('=IF(C2>0,"Muss-Anforderung nicht erfüllt"')
        assert sheet["A6"].value == "Muss-Anforderung"
        assert sheet["A7"].value == "=Muss | mobil gehen"
        assert sheet["A7"].data_type == "s"
        assert sheet["B7"].value == (
            "=IF('Anforderungen'!G2=\"\",\"noch offen\",'Anforderungen'!G2)"
        )
        assert sheet["A8"].value is None
        assert sheet.freeze_panes == "B2"

    @pytest.mark.libreoffice
    def test_stores_what_libreoffice_calculates(self, organisation, comparison, wishes, tmp_path):
        for number, about in enumerate((comparison, None)):
            folder = tmp_path / str(number)
            folder.mkdir()
            with tenancy.activate(organisation):
                content = as_workbook(specification(organisation, about))
            stored = load_workbook(io.BytesIO(content), data_only=True)
            found = list(stored["Zusammenfassung"].values)
            assert found == list(recalculated(content, folder)["Zusammenfassung"].values)
            assert "Muss-Anforderung" in found[1][1]

    def test_says_what_it_is(self, organisation, comparison):
        sheet = sheets(organisation, comparison)["Hinweise"]
        told = {line[0].value: line[1].value for line in sheet}
        assert told["Organisation"] == "Beratung Übersee"
        assert told["Worum es geht"] == "Wir suchen einen Planer.\nBis Mai."
        assert told["Werkzeug"] == "Süd"

    def test_without_tools_has_a_column_for_a_vendor(self, organisation, wishes):
        sheet = sheets(organisation)["Anforderungen"]
        assert sheet["G1"].value == "Ihr Angebot"
        assert sheet["G2"].value is None
        assert str(sheet.data_validations.dataValidation[0].sqref) == "G2:G3"

    def test_of_an_empty_list_opens_too(self, organisation):
        book = sheets(organisation)
        assert book["Anforderungen"].max_row == 1
        assert book["Zusammenfassung"]["A2"].value == "Ihr Angebot"


class TestMarkdown:
    def test_has_a_table_in_which_nothing_means_anything(self, organisation, comparison):
        with tenancy.activate(organisation):
            text = as_markdown(specification(organisation, comparison))
        assert text.startswith("# Anforderungsliste: Planer\n\nBeratung Übersee, Stand ")
        assert "Wir suchen einen Planer\\.\n\nBis Mai\\." in text
        assert "- Platz 2: **\\+Nord**, 25 von 100 Punkten. Von 1 Muss-Anforderung:" in text
        assert "  - Muss, nicht erfüllt: =Muss \\| mobil gehen" in text
        row = next(line for line in text.splitlines() if line.startswith("| 1 |"))
        assert row == (
            "| 1 | =Muss \\| mobil gehen | Führung | Nachtdienst | Dienstplan |"
            " nicht erfüllt: \\@home | noch offen |"
        )

    def test_without_tools_has_empty_columns(self, organisation, wishes):
        with tenancy.activate(organisation):
            text = as_markdown(specification(organisation))
        assert "Zusammenfassung" not in text
        assert "| Systeme | Erfüllt? | Anmerkung |" in text
        assert "| 2 | Kann Musik | – | – | – |  |  |" in text

    def test_of_tools_without_requirements_has_no_points(self, organisation):
        comparison = ToolComparisonFactory(organisation=organisation)
        ToolFactory(organisation=organisation, comparison=comparison, name="Nord")
        with tenancy.activate(organisation):
            text = as_markdown(specification(organisation, comparison))
        assert "**Nord**. Es gibt hier keine Muss-Anforderung." in text

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("a|b\nc", r"a\|b c"),
            ("<b> & *x* [y](z)", r"\<b\> \& \*x\* \[y\]\(z\)"),
            ("1. Punkt", r"1\. Punkt"),
            ("C:\\x", r"C\:\\x"),
        ],
    )
    def test_text_is_only_text(self, text, safe):
        assert escaped(text) == safe


class TestDownloads:
    def url(self, organisation, name, comparison=None):
        kwargs = {"slug": organisation.slug}
        if comparison is not None:
            name, kwargs["tool_comparison_id"] = f"comparison_{name}", comparison.pk
        return reverse(f"reports:{name}", kwargs=kwargs)

    @pytest.mark.parametrize("name", ["specification_excel", "specification_markdown"])
    def test_have_a_name_and_stand_in_the_trail(self, client, organisation, comparison, name):
        for about in (None, comparison):
            url = self.url(organisation, name, about)
            assert client.head(url).status_code == 200
            response = client.get(url)
            assert 'filename="anforderungsliste-' in response["Content-Disposition"]
        with tenancy.activate(organisation):
            trail = AuditEntry.objects.of(organisation)
            told = [(entry.action, entry.subject) for entry in trail]
        assert told == [
            ("requirement.taken_along", "Planer"),
            ("requirement.taken_along", "Anforderungen"),
        ]

    @pytest.mark.parametrize("number", [1, 50])
    @pytest.mark.parametrize("name", ["specification_excel", "specification_markdown"])
    def test_take_as_many_queries_for_one_row_as_for_fifty(
        self, client, organisation, number, name, django_assert_num_queries
    ):
        comparison = ToolComparisonFactory(organisation=organisation)
        tool = ToolFactory(organisation=organisation, comparison=comparison)
        for _ in range(number):
            row = OwnRequirementFactory(organisation=organisation)
            RequirementSystemFactory(organisation=organisation, requirement=row)
            ComparedRequirementFactory(
                organisation=organisation, comparison=comparison, requirement=row
            )
            JudgementFactory(organisation=organisation, tool=tool, requirement=row)
        url = self.url(organisation, name, comparison)
        client.get(url)
        with django_assert_num_queries(14):
            client.get(url)
