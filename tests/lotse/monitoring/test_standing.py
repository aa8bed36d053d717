"""What a host is told about the background work of the instance."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

import lotse
from lotse.jobs.kinds import all_kinds
from lotse.jobs.models import State
from lotse.monitoring.domain.standing import (
    CannotTryAgain,
    beat,
    kind_named,
    standing,
    standing_with_failures,
    try_again,
)
from lotse.monitoring.models import Heartbeat
from lotse.monitoring.tasks import give_sign_of_life
from lotse.portability.models import DataExport
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import DataExportFactory, MailFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
KIND = "portability_dataexport"


def minutes_ago(number):
    return timezone.now() - timedelta(minutes=number)


def queue(current):
    return next(queue for queue in current.queues if queue.kind == KIND)


class TestKinds:
    def test_are_found_by_their_key(self):
        assert kind_named(KIND).model is DataExport

    def test_are_not_found_by_other_words(self):
        assert kind_named("organisations_user") is None


class TestQueues:
    def test_count_jobs_of_all_organisations_by_state(self):
        for state in (State.QUEUED, State.QUEUED, State.RUNNING):
            DataExportFactory(state=state)
        DataExportFactory(state=State.DONE, finished_at=minutes_ago(5))
        DataExportFactory(state=State.FAILED, finished_at=minutes_ago(5))
        found = queue(standing())
        assert (found.waiting, found.running, found.done, found.failed) == (2, 1, 1, 1)

    def test_leave_out_what_ended_more_than_a_week_ago(self):
        DataExportFactory(state=State.DONE, finished_at=timezone.now() - timedelta(days=8))
        assert queue(standing()).done == 0

    def test_know_how_long_the_oldest_waits(self):
        DataExportFactory(requested_at=minutes_ago(3))
        DataExportFactory(requested_at=minutes_ago(1))
        current = standing()
        assert queue(current).age(current.now) // timedelta(minutes=1) == 3

    def test_have_no_age_when_nothing_waits(self):
        current = standing()
        assert queue(current).age(current.now) == timedelta()


class TestWellBeing:
    def test_needs_a_sign_of_life(self):
        current = standing()
        assert not current.is_well
        assert "noch nie gemeldet" in current.troubles[0]

    def test_is_there_with_a_fresh_one(self):
        beat("worker@hier")
        assert standing().is_well
        assert standing().troubles == []

    def test_ends_when_the_last_one_is_old(self):
        beat("worker@hier")
        Heartbeat.objects.update(at=minutes_ago(12))
        current = standing()
        assert current.beat_is_late
        assert "seit 12 Minuten" in current.troubles[0]

    def test_ends_when_something_waits_for_long(self):
        beat("worker@hier")
        DataExportFactory(requested_at=minutes_ago(42))
        current = standing()
        assert not current.is_well
        assert "seit 42 Minuten" in current.troubles[0]
        assert "Datenexporte" in current.troubles[0]


class TestSignsOfLife:
    def test_say_which_version_a_worker_runs(self):
        give_sign_of_life()
        assert Heartbeat.objects.get().version == lotse.__version__

    def test_stand_in_one_row_a_worker(self):
        beat("worker@hier")
        beat("worker@hier")
        beat("worker@dort")
        assert Heartbeat.objects.count() == 2

    def test_of_workers_that_are_gone_are_forgotten(self):
        beat("worker@frueher")
        Heartbeat.objects.update(at=timezone.now() - timedelta(days=3))
        beat("worker@heute")
        assert [found.worker for found in Heartbeat.objects.all()] == ["worker@heute"]


class TestTheCommandForSupervisors:
    def test_is_content_with_a_fresh_sign_of_life(self, capsys):
        beat("worker@hier")
        call_command("sign_of_life")
        assert "worker@hier" in capsys.readouterr().out

    def test_asks_nothing_else(self, django_assert_num_queries):
        beat("worker@hier")
        with django_assert_num_queries(1):
            call_command("sign_of_life")

    @pytest.mark.parametrize("is_late", [True, False])
    def test_ends_with_a_failure_without_one_or_after_five_minutes(self, is_late):
        if is_late:
            beat("worker@hier")
            Heartbeat.objects.update(at=minutes_ago(6))
        with pytest.raises(CommandError, match="Laufen Worker, Zeitgeber und Redis"):
            call_command("sign_of_life")


class TestFailures:
    def test_are_told_with_organisation_and_reason_latest_first(self):
        old = DataExportFactory(state=State.FAILED, finished_at=minutes_ago(9), error="Zu groß.")
        new = DataExportFactory(state=State.FAILED, finished_at=minutes_ago(1), error="Kaputt.")
        found = standing_with_failures().failures
        assert [failure.pk for failure in found] == [new.pk, old.pk]
        assert found[0].organisation == new.organisation
        assert found[0].reason == "Kaputt."

    def test_take_as_many_queries_for_one_as_for_thirty(self, django_assert_num_queries):
        for _number in range(30):
            DataExportFactory(state=State.FAILED, finished_at=minutes_ago(1))
        with django_assert_num_queries(2 * len(all_kinds()) + 18):
            standing_with_failures()


def test_mails_without_an_answer_of_the_mail_server_are_counted():
    MailFactory(state=State.DONE, finished_at=minutes_ago(5), is_unconfirmed=True)
    MailFactory(state=State.DONE, finished_at=minutes_ago(5))
    MailFactory(state=State.DONE, finished_at=minutes_ago(60 * 24 * 8), is_unconfirmed=True)
    assert standing_with_failures().unconfirmed_mails == 1


class TestTryingAgain:
    @pytest.fixture
    def failed(self):
        return DataExportFactory(
            state=State.FAILED, attempts=3, error="Kaputt.", finished_at=minutes_ago(1)
        )

    def test_puts_a_failed_job_into_the_queue_with_all_its_attempts(self, failed):
        try_again(kind_named(KIND), failed.organisation_id, failed.pk, UserFactory())
        with tenancy.activate(failed.organisation):
            job = DataExport.objects.get()
        assert (job.state, job.is_exhausted, job.error) == (State.QUEUED, False, "")

    def test_stands_in_the_trail_of_the_organisation(self, failed):
        host = UserFactory()
        try_again(kind_named(KIND), failed.organisation_id, failed.pk, host)
        with tenancy.activate(failed.organisation):
            entry = AuditEntry.objects.get()
            assert (entry.actor_id, entry.subject) == (host.pk, str(failed))

    def test_refuses_what_did_not_fail(self):
        done = DataExportFactory(state=State.DONE)
        with pytest.raises(CannotTryAgain):
            try_again(kind_named(KIND), done.organisation_id, done.pk, UserFactory())

    def test_refuses_what_belongs_to_another_organisation(self, failed):
        with pytest.raises(CannotTryAgain):
            try_again(kind_named(KIND), OrganisationFactory().pk, failed.pk, UserFactory())

    def test_refuses_when_another_one_is_under_way_and_changes_nothing(self, failed):
        DataExportFactory(organisation=failed.organisation)
        with pytest.raises(CannotTryAgain):
            try_again(kind_named(KIND), failed.organisation_id, failed.pk, UserFactory())
        with tenancy.activate(failed.organisation):
            assert DataExport.objects.get(pk=failed.pk).state == State.FAILED
            assert not AuditEntry.objects.exists()
