"""Exports: ordered, made in the background, taken along, gone after a week."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.jobs.tasks import enqueue
from lotse.portability import tasks
from lotse.portability.domain import exporting
from lotse.portability.models import DataExport, DataExportFile
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    DataExportFactory,
    DataExportFileFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def director(client):
    """A signed-in director."""
    membership = MembershipFactory(role="director")
    client.force_login(membership.user)
    return membership


def at(membership, name="data", **kwargs):
    slug = membership.organisation.slug
    return reverse(f"portability:{name}", kwargs={"slug": slug, **kwargs})


def now(export):
    with tenancy.activate(export.organisation):
        return DataExport.objects.filter(pk=export.pk).first()


def make(export):
    exporting.make_export(export.organisation_id, export.pk)
    return now(export)


def actions(organisation):
    with tenancy.activate(organisation):
        return [entry.action for entry in AuditEntry.objects.of(organisation)]


class TestOrdering:
    def test_gives_one_export_for_a_double_click(self, client, director):
        for _ in range(2):
            assert client.post(at(director, "order")).status_code == 302
        with tenancy.activate(director.organisation):
            assert DataExport.objects.count() == 1

    def test_tells_the_worker_once_the_order_is_stored(
        self, client, director, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            client.post(at(director, "order"))
        assert len(callbacks) == 1

    def test_shows_that_it_is_being_made_and_asks_again_by_itself(self, client, director):
        DataExportFactory(organisation=director.organisation)
        text = client.get(at(director)).content.decode()
        assert "Ihre Daten werden zusammengestellt." in text
        assert 'http-equiv="refresh"' in text
        part = client.get(at(director), HTTP_HX_REQUEST="true").content.decode()
        assert part.lstrip().startswith('<div id="export-status"')


class TestMaking:
    def test_gives_an_archive_that_does_not_tell_of_its_own_making(self, director):
        export = make(DataExportFactory(organisation=director.organisation))
        assert (export.state, export.attempts) == (State.DONE, 1)
        with tenancy.activate(director.organisation):
            file = DataExportFile.objects.get()
        assert file.size == len(file.content)
        with zipfile.ZipFile(io.BytesIO(bytes(file.content))) as archive:
            assert b"data.exported" not in archive.read("daten/organisations_auditentry.json")
        assert actions(director.organisation) == ["data.exported"]

    def test_happens_once_however_often_the_message_comes(self, director):
        export = DataExportFactory(organisation=director.organisation)
        tasks.make_export(export.organisation_id, export.pk)
        tasks.make_export(export.organisation_id, export.pk)
        assert now(export).attempts == 1

    def test_that_goes_wrong_says_so_and_can_be_tried_again(self, owner, client, director, caplog):
        export = DataExportFactory(organisation=director.organisation)
        with connection.cursor() as cursor:
            # Nothing can be stored any more: as if the disk were full.
            cursor.execute(
                "alter table portability_dataexportfile add constraint full_disk check (size < 0)"
            )
        assert make(export).state == State.FAILED
        assert "could not be made" in caplog.text
        text = client.get(at(director)).content.decode()
        assert "Beim Zusammenstellen ist ein Fehler aufgetreten." in text
        assert "Daten zusammenstellen" in text

    def test_that_was_overtaken_stores_nothing(self, director):
        export = lifecycle.claim(
            DataExport,
            director.organisation.pk,
            DataExportFactory(organisation=director.organisation).pk,
        )
        with tenancy.activate(director.organisation):
            DataExport.objects.update(attempts=2)
        assert not lifecycle.finish(export, lambda current: pytest.fail("stored"))
        lifecycle.fail(export, "Zu spät")
        assert now(export).state == State.RUNNING


class TestTakingItAlong:
    def test_gives_the_file_and_is_noted(self, client, director):
        file = DataExportFileFactory(organisation=director.organisation)
        assert "ZIP-Datei herunterladen" in client.get(at(director)).content.decode()
        response = client.post(at(director, "download", data_export_id=file.export_id))
        assert response.content == b"PK"
        assert response["Content-Type"] == "application/zip"
        assert actions(director.organisation) == ["data.downloaded"]

    def test_ends_after_a_week(self, client, director):
        file = DataExportFileFactory(
            organisation=director.organisation, expires_at=timezone.now() - LONG_AGO
        )
        kept = DataExportFileFactory()
        response = client.post(at(director, "download", data_export_id=file.export_id))
        assert response.status_code == 404
        tasks.remove_expired_exports()
        assert now(file.export) is None
        assert now(kept.export) is not None


class TestWhatGotStuck:
    @pytest.mark.parametrize(
        ("state", "idle", "is_adopted"),
        [
            ("queued", LONG_AGO, True),
            ("queued", timedelta(), False),
            ("running", LONG_AGO, True),
            ("running", timedelta(), False),
            ("failed", LONG_AGO, False),
        ],
    )
    def test_is_adopted_by_the_sweep(self, state, idle, is_adopted):
        export = DataExportFactory(state=state, touched_at=timezone.now() - idle)
        assert (export in lifecycle.adopt_stuck(DataExport)) == is_adopted

    def test_is_done_by_the_next_worker(self):
        export = DataExportFactory(
            state="running", attempts=1, touched_at=timezone.now() - LONG_AGO
        )
        assert (make(export).state, now(export).attempts) == (State.DONE, 2)

    def test_is_left_to_a_worker_that_lives(self):
        export = DataExportFactory(state="running", attempts=1)
        lifecycle.show_progress(export)
        assert make(export).state == State.RUNNING

    def test_fails_for_good_after_the_last_attempt(self):
        export = DataExportFactory(
            state="running", attempts=5, touched_at=timezone.now() - LONG_AGO
        )
        assert make(export).state == State.FAILED
        assert now(export).error == "Die Arbeit daran ist mehrmals abgebrochen."

    def test_can_be_given_fields_when_it_is_claimed(self):
        export = DataExportFactory()
        lifecycle.claim(DataExport, export.organisation_id, export.pk, error="Noch nichts")
        assert now(export).error == "Noch nichts"

    def test_is_none_of_ours_when_it_belongs_to_someone_else(self):
        with pytest.raises(lifecycle.NothingToDo):
            lifecycle.claim(DataExport, OrganisationFactory().pk, DataExportFactory().pk)


def test_an_export_without_a_broker_waits_for_the_sweep(broker_away, caplog):
    enqueue(DataExportFactory())
    assert "the sweep will adopt it" in caplog.text
