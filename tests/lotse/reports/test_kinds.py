"""Each kind of report: what it says, how it is printed, and that it is made the same again."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import docx
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lotse.reports.domain.kinds.short import DRAFTS
from lotse.reports.domain.logos import draw_upload, upload_logo
from lotse.reports.models import ReportKind
from measures.models import Status
from organisations import tenancy
from organisations.models import InstanceSettings
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    ConnectionFactory,
    InstanceSettingsFactory,
    JournalEntryFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    OutcomeFactory,
    ReportFactory,
    RequirementFactory,
    StepFactory,
)
from tests.lotse.reports.printed import made
from tests.lotse.reports.test_logo import picture

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=BERLIN)
LONG = "Sehr ausführlich beschriebene Notwendigkeit mit langen Zusammensetzungen "


@pytest.fixture
def pilot():
    return MembershipFactory(organisation__name="Beratung Übersee", user__name="Pia Lotsin")


@pytest.fixture
def organisation(pilot):
    return pilot.organisation


@pytest.fixture
def check(organisation):
    """The second closed check of an organisation, better than the first."""
    catalogue = CatalogueFactory()
    first = CheckFactory(
        organisation=organisation, catalogue=catalogue, finished_at=NOON - timedelta(days=200)
    )
    AnswerFactory(organisation=organisation, check_run=first, level=1)
    check = CheckFactory(
        organisation=organisation,
        catalogue=catalogue,
        predecessor=first,
        finished_at=NOON - timedelta(days=1),
    )
    AnswerFactory(organisation=organisation, check_run=check, level=3, note="Läuft gut")
    RequirementFactory(organisation=organisation, check_run=check, text="Muss mobil gehen")
    return check


def measures(organisation, number, **more):
    return [
        MeasureFactory(organisation=organisation, rated=(5, 4, 3, 3, 1 + place % 5), **more)
        for place in range(number)
    ]


def ordered(check, kind, pilot=None, **more):
    """A report that was ordered at a known time."""
    return ReportFactory(
        organisation=check.organisation,
        kind=kind,
        check_run=check,
        requested_at=NOON,
        requested_by=pilot.user if pilot else None,
        **more,
    )


class TestTheFullReport:
    def test_says_everything_and_is_well_printed(self, check, organisation, pilot):
        measures(organisation, 30, why=LONG * 3, responsible=pilot, due_date=date(2026, 6, 1))
        ConnectionFactory(organisation=organisation)
        printed = made(ordered(check, ReportKind.CHECK, pilot))
        printed.is_well_printed()
        printed.says(
            "Gesamtbericht · 10. März 2026",
            "Erstellt von Pia Lotsin",
            "Check abgeschlossen am 9. März 2026",
            "Verglichen mit dem Check vom",
            "Muss mobil gehen",
            "Systeme und Inseln",
            "Notiz: Läuft gut",
            "Wie die Reihenfolge entsteht",
            "fällig am 1. Juni 2026",
        )
        assert len(printed.pages) > 4
        word = docx.Document(io.BytesIO(printed.files["docx"])).element.body
        entries = [entry.xpath("string(.)") for entry in word.xpath("//w:hyperlink")]
        assert entries[0] == "Ergebnis des Checks2"
        assert all(entry[-1].isdigit() for entry in entries)

    def test_of_a_running_check_with_nothing_in_it_says_so(self, organisation):
        check = CheckFactory(organisation=organisation)
        printed = made(ordered(check, ReportKind.CHECK))
        printed.is_well_printed()
        printed.says(
            "Es ist noch keine Frage mit einer Stufe beantwortet.",
            "Es gibt noch keine bewertete Maßnahme.",
            "Der Check läuft noch",
            "Es gibt noch keine Maßnahmen.",
            "Im Check wurden keine Anforderungen notiert.",
        )

    def test_gives_its_data_to_excel_and_its_words_to_word(self, check, organisation):
        measures(organisation, 2, effort_hours=5)
        MeasureFactory(organisation=organisation, title="Noch ohne Zahlen")
        printed = made(ordered(check, ReportKind.CHECK))
        book = load_workbook(io.BytesIO(printed.files["xlsx"]))
        assert {"Handlungsfelder", "Maßnahmen", "Gewichte", "Anforderungen", "Antworten"} <= set(
            book.sheetnames
        )
        rows = list(book["Maßnahmen"].values)
        assert rows[1][0] == 1
        assert rows[1][6] == 5
        assert rows[-1][1] == "Noch ohne Zahlen"
        assert rows[-1][0] is None
        file = docx.Document(io.BytesIO(printed.files["docx"]))
        headings = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
        assert headings[:3] == ["Wo wir stehen", "Die nächsten Maßnahmen", "Was dafür nötig ist"]
        assert printed.names["docx"] == "digitalisierungsbericht-beratung-uebersee-2026-03-10.docx"

    def test_carries_logo_and_colours(self, check, organisation, pilot):
        InstanceSettingsFactory(accent="#7a1f5c")
        with tenancy.activate(organisation):
            upload = upload_logo(organisation, picture(), pilot.user)
        draw_upload(organisation.pk, upload.pk)
        printed = made(ordered(check, ReportKind.CHECK))
        printed.is_well_printed()
        assert printed.document.colours.accent == "#7a1f5c"
        assert printed.document.logo is not None
        figures = [block for block in printed.document.blocks if block.block == "figures"]
        assert "#0f6a70" not in figures[0].figures[0].svg
        assert InstanceSettings.objects.get().accent == "#7a1f5c"


class TestTheShortReport:
    def test_says_on_two_pages_where_one_stands(self, check, organisation, pilot):
        measures(organisation, 2)
        done = MeasureFactory(
            organisation=organisation, title="Kalender geteilt", status=Status.DONE
        )
        OutcomeFactory(organisation=organisation, measure=done, brought="Niemand sucht mehr.")
        MandateFactory(organisation=organisation, pilot=pilot, is_confirmed=True)
        printed = made(ordered(check, ReportKind.SHORT))
        printed.is_well_printed()
        assert len(printed.pages) == 2
        printed.says("Kalender geteilt", "Niemand sucht mehr.", "100 heißt: Alles läuft")
        printed.says("Was zu entscheiden ist", "Die nächsten zwei Maßnahmen freigeben")
        printed.says("4 Stunden in der Woche", "Vereinbart sind 1.500 Euro im Jahr.")
        assert "Gekürzt" not in printed.text

    def test_of_an_empty_check_has_two_pages_too(self, organisation):
        printed = made(ordered(CheckFactory(organisation=organisation), ReportKind.SHORT))
        printed.is_well_printed()
        assert len(printed.pages) == 2
        printed.says("Bisher ist noch keine Maßnahme umgesetzt.", "Beauftragung gibt es noch nicht")

    def test_leaves_out_by_rule_what_does_not_fit_and_says_so(self, check, organisation, pilot):
        organisation.name = "Gemeinnütziger Verein für Beratung " * 3
        organisation.save()
        pilot.user.name = "Dr. " + "Donaudampfschiff" * 7
        pilot.user.save()
        title = ("Bestandsverwaltungsprogramm einführen und erklären " * 4)[:200]
        why = (LONG * 60)[:4000]
        more = {"title": title, "why": why, "responsible": pilot, "effort_hours": 2000}
        measures(organisation, 40, due_date=date(2026, 6, 1), **more)
        for done in measures(organisation, 20, status=Status.DONE, **more):
            OutcomeFactory(organisation=organisation, measure=done, brought=(LONG * 30)[:2000])
        names = {"pilot_name": "N" * 120, "deputy_name": "M " * 60}
        MandateFactory(organisation=organisation, pilot=pilot, is_confirmed=True, **names)
        printed = made(ordered(check, ReportKind.SHORT, pilot))
        printed.is_well_printed()
        assert len(printed.pages) == 2
        printed.says("Gekürzt:", "weitere Maßnahmen stehen im Gesamtbericht")
        shown = next(block for block in printed.document.blocks if block.block == "table")
        assert len(shown.rows) >= DRAFTS[-1].measures


class TestTheStartblatt:
    def test_says_on_one_page_where_one_stands_and_what_is_begun(self, check, organisation, pilot):
        MeasureFactory(
            organisation=organisation,
            title="Kalender teilen",
            status=Status.IN_PROGRESS,
            responsible=pilot,
            due_date=date(2026, 4, 1),
        )
        measures(organisation, 2, title="Passwörter ordnen")
        printed = made(ordered(check, ReportKind.START, pilot))
        printed.is_well_printed()
        assert len(printed.pages) == 1
        printed.says("Kalender teilen", "Pia Lotsin", "fertig bis 1. April 2026")
        printed.says("Passwörter ordnen", "Wer kümmert sich, mit wie vielen Stunden und Mitteln?")

    def test_of_an_empty_check_has_one_page_too(self, organisation, pilot):
        MandateFactory(organisation=organisation, pilot=pilot, is_confirmed=True)
        printed = made(ordered(CheckFactory(organisation=organisation), ReportKind.START))
        printed.is_well_printed()
        assert len(printed.pages) == 1
        printed.says("Noch ist keine Maßnahme begonnen.", "Im Moment ist nichts offen.")

    def test_stays_one_page_whatever_there_is(self, check, organisation, pilot):
        pilot.user.name = "Dr. " + "Donaudampfschiff" * 7
        pilot.user.save()
        more = {"title": (LONG * 4)[:200], "why": (LONG * 60)[:4000], "responsible": pilot}
        measures(organisation, 9, **more)
        for begun in measures(organisation, 9, status=Status.IN_PROGRESS, **more):
            StepFactory(organisation=organisation, measure=begun, text=(LONG * 9)[:300])
        printed = made(ordered(check, ReportKind.START, pilot))
        printed.is_well_printed()
        assert len(printed.pages) == 1
        printed.says("Was sonst begonnen ist, steht im Gesamtbericht.")


class TestTheProgressReport:
    def order(self, check, **more):
        return made(ordered(check, ReportKind.PROGRESS, since=date(2026, 1, 1), **more))

    def test_says_what_was_done_and_what_it_brought(self, check, organisation, pilot):
        done = MeasureFactory(organisation=organisation, title="Kalender geteilt")
        done.status, done.done_at = Status.DONE, NOON - timedelta(days=20)
        early = MeasureFactory(organisation=organisation, title="Längst erledigt", why="Ruhe")
        early.status, early.done_at = Status.DONE, NOON - timedelta(days=120)
        plain = MeasureFactory(organisation=organisation, title="Ordner sortiert", why="Ruhe")
        plain.status, plain.done_at = Status.DONE, NOON - timedelta(days=3)
        with tenancy.activate(organisation):
            for one in (done, early, plain):
                one.save()
        OutcomeFactory(
            organisation=organisation,
            measure=done,
            brought="Niemand sucht mehr.",
            used="daily",
            following="So lassen.",
        )
        busy = MeasureFactory(
            organisation=organisation,
            title="Akten ordnen",
            status=Status.IN_PROGRESS,
            rated=(3, 3, 3, 3, 3),
        )
        for days in (5, 4, 300):
            StepFactory(
                organisation=organisation, measure=busy, done_at=NOON - timedelta(days=days)
            )
        StepFactory(organisation=organisation, measure=done, done_at=NOON - timedelta(days=21))
        JournalEntryFactory(
            organisation=organisation, measure=done, hours=Decimal("2.5"), day=date(2026, 2, 1)
        )
        JournalEntryFactory(organisation=organisation, measure=busy, day=date(2026, 2, 2))
        printed = self.order(check)
        printed.is_well_printed()
        printed.says(
            "1. Januar 2026 bis 10. März 2026",
            "Kalender geteilt",
            "Niemand sucht mehr.",
            "es gehört zum Alltag.",
            "So lassen.",
            "Was es bringen soll:",
            "3 Teilschritte wurden erledigt.",
            "2,5 Arbeitsstunden",
            "Akten ordnen",
            "Im Ganzen von",
        )
        assert "Längsterledigt" not in printed.text
        assert printed.names["pdf"] == "fortschrittsbericht-beratung-uebersee-2026-03-10.pdf"
        book = load_workbook(io.BytesIO(printed.files["xlsx"]))
        assert [row[0] for row in book["Umgesetzt"].values][1:] == [
            "Kalender geteilt",
            "Ordner sortiert",
        ]
        assert book["Teilschritte"].max_row == 4

    def test_says_nothing_of_what_a_measure_brings_where_nobody_wrote_it(self, check, organisation):
        MeasureFactory(
            organisation=organisation,
            title="Kalender geteilt",
            status=Status.DONE,
            done_at=NOON - timedelta(days=20),
        )
        printed = self.order(check)
        printed.is_well_printed()
        printed.says("Kalender geteilt", "umgesetzt am 18. Februar 2026")
        assert "Wasesbringensoll" not in printed.text
        assert "Wasesgebrachthat" not in printed.text

    def test_names_new_measures_and_one_hour(self, check, organisation):
        new = MeasureFactory(organisation=organisation, title="Ganz neu", rated=(3, 3, 3, 3, 3))
        JournalEntryFactory(
            organisation=organisation, measure=new, hours=Decimal(1), day=timezone.localdate()
        )
        report = ReportFactory(
            organisation=organisation,
            kind=ReportKind.PROGRESS,
            check_run=check,
            since=timezone.localdate(),
        )
        printed = made(report)
        printed.is_well_printed()
        printed.says("Neu auf der Liste", "Ganz neu", "1 Arbeitsstunde")

    def test_of_a_time_in_which_nothing_happened_says_so(self, check):
        printed = self.order(check)
        printed.is_well_printed()
        printed.says(
            "0 Maßnahmen umgesetzt",
            "In dieser Zeit wurde keine Maßnahme fertig.",
            "kein Teilschritt abgehakt",
            "Es gibt noch keine bewertete Maßnahme.",
        )

    def test_compares_only_where_there_are_two_checks(self, organisation):
        check = CheckFactory(organisation=organisation, finished_at=NOON - timedelta(days=2))
        AnswerFactory(organisation=organisation, check_run=check)
        self.order(check).says("Es gibt nur einen Check in dieser Zeit")

    def test_does_without_any_check(self, organisation):
        report = ReportFactory(
            organisation=organisation, kind=ReportKind.PROGRESS, check_run=None, requested_at=NOON
        )
        made(report).says("Es gibt noch keinen abgeschlossenen Check.")


@pytest.mark.parametrize(
    "kind", [ReportKind.CHECK, ReportKind.SHORT, ReportKind.START, ReportKind.PROGRESS]
)
def test_equal_data_give_equal_bytes_in_every_format(check, organisation, kind):
    measures(organisation, 3)
    more = {"since": date(2026, 1, 1)} if kind == ReportKind.PROGRESS else {}
    first = made(ordered(check, kind, **more))
    second = made(ordered(check, kind, **more))
    assert first.files == second.files
    assert len(first.files) == 4


def test_a_report_stays_as_it_was_made(check, organisation):
    measures(organisation, 1)
    printed = made(ordered(check, ReportKind.CHECK))
    MeasureFactory(organisation=organisation, title="Kommt später", rated=(5, 5, 5, 5, 5))
    again = type(printed)(printed.report)
    assert again.files == printed.files
