"""The mandate as a PDF to sign."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.urls import reverse
from pypdf import PdfReader

from lotse.jobs.models import State
from lotse.reports.domain import making, ordering
from lotse.reports.models import Report, ReportFile
from organisations import tenancy
from organisations.domain.mandate_content import SUGGESTIONS
from tests.factories import (
    CheckFactory,
    MandateFactory,
    MandatePaperFactory,
    MembershipFactory,
    ReportFactory,
)
from tests.lotse.reports.readers import SOFT_BREAK, faults

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(organisation__name="Beratung Übersee")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def draft(pilot):
    return MandateFactory(organisation=pilot.organisation, pilot=pilot)


def made(mandate):
    """Order a PDF, make it, and return it with its row."""
    with tenancy.activate(mandate.organisation):
        report = ordering.order_mandate(mandate, mandate.pilot.user if mandate.pilot else None)
    making.make_report(report.organisation_id, report.pk)
    with tenancy.activate(mandate.organisation):
        file = ReportFile.objects.get(report=report, format="pdf")
        assert Report.objects.get(pk=report.pk).state == State.DONE
    assert faults(bytes(file.content)) == []
    return file, PdfReader(io.BytesIO(bytes(file.content)))


def text_of(document):
    said = "\n".join(page.extract_text() for page in document.pages)
    return " ".join(SOFT_BREAK.sub("", said).split())


class TestThePdf:
    def test_is_tagged_german_and_says_everything(self, draft):
        file, document = made(draft)
        assert file.name.startswith("beauftragung-beratung-uebersee-")
        catalog = document.trailer["/Root"]
        assert catalog["/Lang"] == "de"
        assert catalog["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in catalog
        assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
        assert document.metadata.title.startswith("Beauftragung Beratung Übersee, Fassung 1")
        assert [entry.title for entry in document.outline if not isinstance(entry, list)]
        said = text_of(document)
        for words in (
            "Die Geschäftsführung der Organisation „Beratung Übersee“ beauftragt Piet Lotse",
            "Entwurf, Stand",
            "Kaffee kochen",
            "4 Stunden in der Woche",
            "1.500 Euro im Jahr",
            "1. Januar 2026",
            "Unterschriften",
            "Ort, Datum",
        ):
            assert words in said
        assert "Online bestätigt" not in said
        assert "Fortbildung" not in said

    def test_says_when_it_was_signed_on_paper(self, pilot):
        paper = MandatePaperFactory(organisation=pilot.organisation, for_pilot=False)
        said = text_of(made(paper.mandate)[1])
        assert said.count("Auf Papier unterschrieben am 15. Januar 2026") == 1
        assert said.count("Online bestätigt am") == 1

    def test_names_who_confirmed_online_and_when(self, pilot):
        mandate = MandateFactory(
            organisation=pilot.organisation,
            is_confirmed=True,
            director_confirmed_at=NOON,
            pilot_confirmed_at=NOON + timedelta(hours=2),
        )
        said = text_of(made(mandate)[1])
        assert "von beiden Seiten bestätigt am 1. März 2026" in said
        assert "Geschäftsführung Dana Direktion Online bestätigt am 1. März 2026, 12:30 Uhr" in said
        assert "Piet Lotse Online bestätigt am 1. März 2026, 14:30 Uhr" in said

    def test_of_an_empty_draft_is_one_page_to_fill_in_by_hand(self, pilot):
        empty = MandateFactory(
            organisation=pilot.organisation,
            pilot=None,
            pilot_name="",
            tasks=[],
            hours_per_week=None,
            budget_per_year=None,
            starts_on=None,
        )
        file, document = made(empty)
        assert file.pages == 1
        assert "beauftragt eine Person aus dem Haus" in text_of(document)

    def test_has_two_pages_at_most_with_everything_that_can_be_ticked(self, pilot):
        ticked = {
            name: [str(one) for one in offered.values()] for name, offered in SUGGESTIONS.items()
        }
        full = MandateFactory(
            organisation=pilot.organisation,
            pilot=pilot,
            deputy_name="Vera Vertretung",
            is_confirmed=True,
            spending_limit=150,
            rhythm="monthly",
            rhythm_note="am ersten Dienstag, eine halbe Stunde",
            **ticked,
        )
        assert made(full)[0].pages == 2

    @pytest.mark.parametrize("tasks", [2, 12, 24])
    def test_signatures_share_their_sheet_with_what_they_sign(self, pilot, tasks):
        mandate = MandateFactory(
            organisation=pilot.organisation,
            pilot=pilot,
            number=3,
            tasks=[f"Aufgabe Nummer {number} erledigen" for number in range(1, tasks + 1)],
            training=["Eine Schulung nach eigener Wahl"],
            equipment=["Ein eigener Laptop"],
            announcement=["Eine Nachricht an alle"],
            rhythm="monthly",
        )
        _file, document = made(mandate)
        last = " ".join(document.pages[-1].extract_text().split())
        assert "Eine Nachricht an alle" in last
        assert "Team und Austausch" in last
        assert "unterschreiben die Beauftragung von Piet Lotse, Fassung 3" in last
        assert last.count("Ort, Datum") == 2

    def test_signatures_follow_a_last_list_longer_than_a_page(self, pilot):
        mandate = MandateFactory(
            organisation=pilot.organisation,
            pilot=pilot,
            announcement=[f"Auf dem Weg Nummer {number}" for number in range(1, 81)],
        )
        _file, document = made(mandate)
        last = document.pages[-1].extract_text()
        assert "Auf dem Weg Nummer 80" in last
        assert "Unterschriften" in last


class TestOrdering:
    def test_leads_to_the_one_in_the_making(self, client, pilot, draft):
        url = reverse(
            "reports:order_mandate",
            kwargs={"slug": pilot.organisation.slug, "mandate_id": draft.pk},
        )
        first, second = client.post(url), client.post(url)
        assert first.url == second.url
        page = client.get(first.url).content.decode()
        assert "Beauftragung vom" in page
        assert "Fassung 1" in page

    def test_of_a_mandate_waits_for_no_other_report(self, pilot, draft):
        MandateFactory(organisation=pilot.organisation, pilot=pilot, number=2, is_confirmed=True)
        check = CheckFactory(organisation=pilot.organisation)
        with tenancy.activate(pilot.organisation):
            ordering.order_report(check, pilot.user)
            for mandate in type(draft).objects.all():
                ordering.order_mandate(mandate, pilot.user)
            ordering.order_report(check, pilot.user)
            assert Report.objects.count() == 3

    def test_calls_it_by_its_name(self, client, pilot, draft):
        """A Beauftragung to sign is no Bericht."""
        waiting = ReportFactory(organisation=pilot.organisation, kind="mandate", mandate=draft)
        ready = ReportFactory(
            organisation=pilot.organisation, kind="mandate", mandate=draft, state=State.DONE
        )
        for report in (waiting, ready):
            kwargs = {"slug": pilot.organisation.slug, "report_id": report.pk}
            page = client.get(reverse("reports:detail", kwargs=kwargs)).content.decode()
            main = page[page.index("<main") : page.index("</main")]
            said = main.replace("Alle Berichte", "").replace("unter „Berichte“", "")
            assert "Beauftragung vom" in said
            assert "Bericht" not in said

    def test_shows_the_kind_in_the_list(self, client, pilot, draft):
        ReportFactory(organisation=pilot.organisation, kind="mandate", mandate=draft)
        ReportFactory(organisation=pilot.organisation)
        url = reverse("reports:list", kwargs={"slug": pilot.organisation.slug})
        page = client.get(url).content.decode()
        assert "Beauftragung, Fassung 1" in page
        assert "Gesamtbericht" in page


@pytest.mark.parametrize("kind", ["check", "mandate"])
def test_a_report_is_about_what_its_kind_says(draft, kind):
    check = CheckFactory(organisation=draft.organisation)
    about = {"check": {"mandate": draft}, "mandate": {"check_run": check}}[kind]
    with tenancy.activate(draft.organisation):
        for wrong in (about, {"mandate": draft, "check_run": check}, {}):
            report = Report(organisation=draft.organisation, kind=kind, **wrong)
            with pytest.raises(IntegrityError), tenancy.activate(draft.organisation):
                report.save()
