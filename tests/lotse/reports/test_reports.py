"""Reports: ordered, made in the background, shown, downloaded."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.jobs.tasks import enqueue
from lotse.reports import tasks
from lotse.reports.domain import making
from lotse.reports.domain.typesetting import typeset
from lotse.reports.models import Report, ReportFile, ReportStage
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    ReportFactory,
    ReportFileFactory,
    RequirementFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory(organisation__name="Beratung Übersee")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def check(pilot):
    """A finished check with an answer and a requirement."""
    check = CheckFactory(organisation=pilot.organisation, finished_at="2026-01-02T10:00Z")
    AnswerFactory(organisation=pilot.organisation, check_run=check, level=1, note="Eine Notiz dazu")
    RequirementFactory(organisation=pilot.organisation, check_run=check, text="Muss mobil gehen")
    return check


def at(pilot, name, **kwargs):
    return reverse(f"reports:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def now(report):
    with tenancy.activate(report.organisation):
        return Report.objects.get(pk=report.pk)


def make(report):
    making.make_report(report.organisation_id, report.pk)
    return now(report)


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


class TestOrdering:
    def test_gives_one_report_for_a_double_click(self, client, pilot, check):
        first = client.post(at(pilot, "order"), {"kind": "check"})
        second = client.post(at(pilot, "order"), {"kind": "check"})
        assert first.url == second.url
        with tenancy.activate(pilot.organisation):
            assert Report.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({}, "einen der Berichte"),
            ({"kind": "roman"}, "einen der Berichte"),
            ({"kind": "progress", "since": ""}, "einen Tag angeben"),
            ({"kind": "progress", "since": "neulich"}, "einen Tag angeben"),
            ({"kind": "progress", "since": "2999-01-01"}, "einen Tag bis heute"),
        ],
    )
    def test_says_what_is_missing(self, client, pilot, check, said, words):
        response = client.post(at(pilot, "order"), said)
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_of_other_kinds_waits_for_none_of_the_others(self, client, pilot, check):
        orders = [
            {"kind": "check", "since": "neulich"},
            {"kind": "short"},
            {"kind": "progress", "since": "2026-01-01"},
            {"kind": "progress", "since": "2026-02-01"},
        ]
        for said in orders:
            client.post(at(pilot, "order"), said)
        again = client.post(at(pilot, "order"), orders[2], follow=True)
        assert "Was seit dem 1. Januar 2026 getan wurde" in again.content.decode()
        with tenancy.activate(pilot.organisation):
            assert Report.objects.count() == 4
        assert "seit dem 1. Februar 2026" in client.get(at(pilot, "list")).content.decode()

    def test_needs_a_check(self, client, pilot):
        response = client.post(at(pilot, "order"), follow=True)
        assert "zuerst einen Check" in response.content.decode()

    def test_tells_the_worker_once_the_order_is_stored(
        self, client, pilot, check, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            client.post(at(pilot, "order"), {"kind": "check"})
        assert len(callbacks) == 1

    def test_survives_a_broker_that_is_away(self, check, broker_away):
        report = ReportFactory(organisation=check.organisation, check_run=check)
        enqueue(report)
        assert now(report).state == State.QUEUED


class TestMaking:
    def test_gives_a_tagged_german_pdf_that_says_everything(self, check):
        MeasureFactory(
            organisation=check.organisation,
            title="Kalender für alle einrichten",
            rated=(5, 4, 3, 3, 2),
        )
        report = make(ReportFactory(organisation=check.organisation, check_run=check))
        assert (report.state, report.stage, report.attempts) == (
            State.DONE,
            ReportStage.FINISHED,
            1,
        )
        with tenancy.activate(check.organisation):
            file = ReportFile.objects.get(format="pdf")
        document = PdfReader(io.BytesIO(bytes(file.content)))
        assert file.name.startswith("digitalisierungsbericht-beratung-uebersee-")
        assert file.pages == len(document.pages)
        assert file.size == len(file.content)
        catalog = document.trailer["/Root"]
        assert catalog["/Lang"] == "de"
        assert catalog["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in catalog
        assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
        assert document.metadata.title.startswith("Gesamtbericht Beratung Übersee")
        assert [entry.title for entry in document.outline if not isinstance(entry, list)]
        said = text_of(bytes(file.content))
        for words in (
            "Wo wir stehen",
            "Die nächsten Maßnahmen",
            "Was dafür nötig ist",
            "Inhalt",
            "Kalender für alle einrichten",
            "Muss mobil gehen",
            "Eine Notiz dazu",
            "pilot auf Stufe 1.",
            "Seite 1 von",
        ):
            assert words in said

    def test_of_an_empty_check_is_a_report_too(self, pilot):
        check = CheckFactory(organisation=pilot.organisation)
        report = make(ReportFactory(organisation=pilot.organisation, check_run=check))
        assert report.state == State.DONE

    def test_again_changes_nothing(self, check):
        report = make(ReportFactory(organisation=check.organisation, check_run=check))
        finished_at = report.finished_at
        assert make(report).finished_at == finished_at
        assert report.attempts == 1

    def test_of_a_report_that_is_gone_does_nothing(self, check):
        making.make_report(check.organisation_id, 404)

    def test_leaves_a_report_alone_that_another_worker_is_making(self, check):
        report = ReportFactory(
            organisation=check.organisation, check_run=check, state=State.RUNNING, attempts=1
        )
        assert make(report).state == State.RUNNING

    def test_takes_over_from_a_dead_worker_who_cannot_come_back(self, check):
        report = ReportFactory(
            organisation=check.organisation,
            check_run=check,
            state=State.RUNNING,
            attempts=1,
            touched_at=timezone.now() - LONG_AGO,
        )
        dead = now(report)
        assert make(report).attempts == 2
        with pytest.raises(lifecycle.Overtaken):
            lifecycle.show_progress(dead, stage=ReportStage.STORING)
        lifecycle.fail(dead, "zu spät")
        assert now(report).state == State.DONE
        with tenancy.activate(check.organisation):
            assert ReportFile.objects.filter(format="pdf").count() == 1

    def test_gives_up_after_the_last_attempt(self, check):
        report = make(
            ReportFactory(
                organisation=check.organisation,
                check_run=check,
                state=State.RUNNING,
                attempts=5,
                touched_at=timezone.now() - LONG_AGO,
            )
        )
        assert report.state == State.FAILED
        assert "mehrmals abgebrochen" in report.error

    def test_that_goes_wrong_is_told_in_words(self, check, settings):
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [], "APP_DIRS": False}]
        report = make(ReportFactory(organisation=check.organisation, check_run=check))
        assert report.state == State.FAILED
        assert "Ihre Daten sind unverändert" in report.error

    def test_as_a_task_carries_ids_only(self, check):
        report = ReportFactory(organisation=check.organisation, check_run=check)
        tasks.make_report(report.organisation_id, report.pk)
        assert now(report).state == State.DONE


class TestCancelling:
    def test_ends_a_report_and_offers_to_make_it_after_all(self, client, pilot, check):
        report = ReportFactory(organisation=pilot.organisation, check_run=check)
        url = at(pilot, "detail", report_id=report.pk)
        assert "Abbrechen" in client.get(url).content.decode()
        page = client.post(at(pilot, "cancel", report_id=report.pk), follow=True).content.decode()
        assert "Die Erstellung wurde abgebrochen." in page
        assert "Doch erstellen" in page
        assert make(report).state == State.CANCELLED
        with tenancy.activate(pilot.organisation):
            assert ReportFile.objects.count() == 0
        client.post(at(pilot, "retry", report_id=report.pk))
        assert make(report).state == State.DONE

    def test_comes_too_late_for_a_report_that_is_done(self, client, pilot, check):
        report = ReportFactory(organisation=pilot.organisation, check_run=check, state=State.DONE)
        response = client.post(at(pilot, "cancel", report_id=report.pk), follow=True)
        assert "nichts mehr abzubrechen" in response.content.decode()
        assert now(report).state == State.DONE


class TestPages:
    def test_list_reports_and_offer_a_new_one(self, client, pilot, check):
        ReportFactory(organisation=pilot.organisation, check_run=check)
        page = client.get(at(pilot, "list")).content.decode()
        assert "Bericht erstellen" in page
        assert "wartet" in page

    @pytest.mark.parametrize("number", [1, 50])
    def test_list_many_reports_with_as_many_queries_as_one(
        self, client, pilot, check, number, django_assert_num_queries
    ):
        for _ in range(number):
            ReportFactory(organisation=pilot.organisation, check_run=check, state=State.DONE)
        client.get(at(pilot, "list"))
        with django_assert_num_queries(8):
            client.get(at(pilot, "list"))

    def test_show_the_progress_with_and_without_a_reload(self, client, pilot, check):
        report = ReportFactory(
            organisation=pilot.organisation,
            check_run=check,
            state=State.RUNNING,
            stage=ReportStage.TYPESETTING,
        )
        url = at(pilot, "detail", report_id=report.pk)
        page = client.get(url).content.decode()
        assert "Die Seiten werden gesetzt." in page
        assert '<noscript><meta http-equiv="refresh"' in page
        part = client.get(url, **HTMX).content.decode()
        assert 'hx-trigger="every 1s"' in part
        assert "<html" not in part

    def test_say_when_the_next_attempt_is(self, client, pilot, check):
        report = ReportFactory(
            organisation=pilot.organisation,
            check_run=check,
            attempts=1,
            error="Etwas ging schief.",
            next_try_at=timezone.now() + LONG_AGO,
        )
        page = client.get(at(pilot, "detail", report_id=report.pk)).content.decode()
        assert "Das hat gerade nicht geklappt." in page
        assert "von selbst noch einmal" in page

    def test_show_a_failure_with_a_way_to_try_again(self, client, pilot, check):
        report = ReportFactory(
            organisation=pilot.organisation,
            check_run=check,
            state=State.FAILED,
            error="Etwas ging schief.",
            attempts=3,
        )
        page = client.get(at(pilot, "detail", report_id=report.pk)).content.decode()
        assert "Etwas ging schief." in page
        client.post(at(pilot, "retry", report_id=report.pk))
        again = now(report)
        assert (again.state, again.error, again.is_exhausted) == (State.QUEUED, "", False)
        assert again.requested_by == pilot.user

    def test_try_nothing_again_while_another_report_is_made(self, client, pilot, check):
        failed = ReportFactory(organisation=pilot.organisation, check_run=check, state=State.FAILED)
        ReportFactory(organisation=pilot.organisation, check_run=check)
        response = client.post(at(pilot, "retry", report_id=failed.pk), follow=True)
        assert "wird gerade schon erstellt" in response.content.decode()
        assert now(failed).state == State.FAILED

    def test_try_nothing_again_that_is_done(self, client, pilot, check):
        done = ReportFactory(organisation=pilot.organisation, check_run=check, state=State.DONE)
        client.post(at(pilot, "retry", report_id=done.pk))
        assert now(done).state == State.DONE


class TestDownload:
    def test_gives_members_the_file(self, client, pilot):
        file = ReportFileFactory(organisation=pilot.organisation)
        response = client.get(at(pilot, "download", report_id=file.report_id))
        assert response.content == b"%PDF-1.7"
        assert response["Content-Type"] == "application/pdf"
        assert 'filename="bericht.pdf"' in response["Content-Disposition"]
        assert "no-cache" in response["Cache-Control"]

    def test_of_a_report_in_the_making_does_not_exist_yet(self, client, pilot, check):
        report = ReportFactory(organisation=pilot.organisation, check_run=check)
        assert client.get(at(pilot, "download", report_id=report.pk)).status_code == 404


def test_typesetting_loads_nothing_from_anywhere(tmp_path):
    secret = tmp_path / "geheim.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>GEHEIM</text></svg>')
    html = f'<html lang="de"><title>x</title><p>Hallo</p><img alt="x" src="file://{secret}"></html>'
    assert "GEHEIM" not in text_of(typeset(html).content)


def test_the_page_of_a_report_describes_its_files_without_reading_them(client, pilot):
    check = CheckFactory(organisation=pilot.organisation)
    report = ReportFactory(organisation=pilot.organisation, check_run=check, state="done")
    ReportFileFactory(organisation=pilot.organisation, report=report)
    with CaptureQueriesContext(connection) as asked:
        client.get(at(pilot, "detail", report_id=report.pk))
    about_files = [one["sql"] for one in asked if '"reports_reportfile"' in one["sql"]]
    assert about_files
    assert not any('"content"' in sql for sql in about_files)
