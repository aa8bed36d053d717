"""The life that jobs of all kinds share: order, attempts, pauses, cancelling, the sweep."""

import errno
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from lotse.jobs import kinds, lifecycle, tasks
from lotse.jobs.models import State
from lotse.portability.models import DataExport
from lotse.reports.models import Report
from organisations import tenancy
from tests.factories import DataExportFactory, OrganisationFactory, ReportFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)
REASON = "Das ging schief."


def now(job):
    with tenancy.activate(job.organisation):
        return type(job).objects.get(pk=job.pk)


def run_job(job, make):
    lifecycle.run_job(DataExport, job.organisation_id, job.pk, make, reason=REASON)
    return now(job)


def trouble(error):
    """Return a maker in whose way something is."""

    def make(job):
        raise error

    return make


def done(job):
    lifecycle.finish(job, lambda current: None)


def later(job, **changes):
    """Store `changes` of a row as if time had passed."""
    with tenancy.activate(job.organisation):
        type(job).objects.filter(pk=job.pk).update(**changes)


class TestPassingTrouble:
    @pytest.mark.parametrize(
        "error",
        [
            OperationalError("the database is restarting"),
            OSError(errno.ENOSPC, "No space left on device"),
            ConnectionRefusedError(),
            MemoryError(),
        ],
    )
    def test_leads_to_another_attempt_after_a_pause(self, error):
        job = run_job(DataExportFactory(), trouble(error))
        assert (job.state, job.attempts, job.error) == (State.QUEUED, 1, REASON)
        assert job.next_try_at - job.touched_at == timedelta(seconds=30)

    def test_leaves_a_job_alone_until_its_time_has_come(self):
        job = run_job(DataExportFactory(), trouble(OSError()))
        assert run_job(job, done).state == State.QUEUED
        assert lifecycle.adopt_stuck(DataExport) == []
        later(job, next_try_at=timezone.now(), touched_at=timezone.now() - timedelta(seconds=30))
        assert lifecycle.adopt_stuck(DataExport) == [job]
        assert lifecycle.adopt_stuck(DataExport) == [], "a message is under way"
        job = run_job(job, done)
        assert (job.state, job.error, job.next_try_at) == (State.DONE, "", None)

    def test_makes_the_pauses_grow_to_an_hour(self):
        pauses = [DataExport().pause_after(attempt).total_seconds() for attempt in range(1, 7)]
        assert pauses == [30, 120, 480, 1920, 3600, 3600]
        assert DataExport().pause_after(10_000) == timedelta(hours=1)

    def test_that_lasts_fails_the_job_in_the_end(self):
        job = DataExportFactory(attempts=DataExport.most_attempts - 1)
        job = run_job(job, trouble(OSError()))
        assert (job.state, job.error) == (State.FAILED, REASON)

    def test_that_was_overtaken_postpones_nothing(self):
        job = DataExportFactory()

        def make(claimed):
            lifecycle.cancel(claimed)
            raise OSError

        assert run_job(job, make).state == State.CANCELLED


class TestPoison:
    def test_fails_at_once_with_a_reason(self, caplog):
        job = run_job(DataExportFactory(), trouble(ValueError("Unsinn")))
        assert (job.state, job.attempts, job.error) == (State.FAILED, 1, REASON)
        assert "Unsinn" in caplog.text

    def test_that_kills_every_worker_fails_after_the_last_attempt(self):
        job = DataExportFactory()
        for attempt in range(1, DataExport.most_attempts + 1):
            claimed = lifecycle.claim(DataExport, job.organisation_id, job.pk)
            assert claimed.attempts == attempt
            later(job, touched_at=timezone.now() - LONG_AGO)
        with pytest.raises(lifecycle.NothingToDo):
            lifecycle.claim(DataExport, job.organisation_id, job.pk)
        assert now(job).error == "Die Arbeit daran ist mehrmals abgebrochen."


class TestCancelling:
    def test_ends_a_job_that_waits(self):
        job = DataExportFactory()
        assert lifecycle.cancel(job)
        assert run_job(job, trouble(AssertionError("made"))).state == State.CANCELLED

    def test_stops_a_job_at_its_next_sign_of_life_and_leaves_nothing_behind(self):
        job = DataExportFactory()
        reached = []

        def make(claimed):
            lifecycle.cancel(now(job))
            reached.append("before")
            lifecycle.show_progress(claimed)
            reached.append("after")

        assert run_job(job, make).state == State.CANCELLED
        assert reached == ["before"]

    def test_comes_before_a_result_that_is_not_stored_yet(self):
        job = DataExportFactory()

        def make(claimed):
            lifecycle.cancel(now(job))
            assert not lifecycle.finish(claimed, lambda current: pytest.fail("stored"))

        assert run_job(job, make).state == State.CANCELLED

    @pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
    def test_changes_nothing_about_what_has_ended(self, state):
        job = DataExportFactory(state=state)
        assert not lifecycle.cancel(job)
        assert now(job).state == state


class TestOrderingAgain:
    @pytest.mark.parametrize("state", ["failed", "cancelled"])
    def test_gives_all_attempts_anew_at_the_end_of_the_queue(self, state):
        job = DataExportFactory(
            state=state, attempts=5, error=REASON, requested_at=timezone.now() - LONG_AGO
        )
        assert job.may_be_ordered_again
        assert lifecycle.retry(job)
        again = now(job)
        assert (again.state, again.error, again.finished_at) == (State.QUEUED, "", None)
        assert again.requested_at > job.requested_at
        assert not again.is_exhausted
        assert run_job(job, done).state == State.DONE

    def test_never_lets_an_earlier_maker_in(self):
        job = DataExportFactory()
        early = lifecycle.claim(DataExport, job.organisation_id, job.pk)
        lifecycle.cancel(job)
        lifecycle.retry(job)
        lifecycle.claim(DataExport, job.organisation_id, job.pk)
        assert not lifecycle.finish(early, lambda current: pytest.fail("stored"))
        assert now(job).state == State.RUNNING

    def test_does_nothing_to_what_is_done(self):
        job = DataExportFactory(state="done")
        assert lifecycle.retry(job)
        assert now(job).state == State.DONE

    def test_is_refused_while_another_one_is_in_the_making(self):
        job = DataExportFactory(state="failed")
        DataExportFactory(organisation=job.organisation)
        assert not lifecycle.retry(job)
        assert now(job).state == State.FAILED


class TestQueue:
    def test_keeps_the_order_in_which_people_ordered(self):
        begin = timezone.now() - LONG_AGO
        orders = [
            DataExportFactory(requested_at=begin + timedelta(seconds=number), touched_at=begin)
            for number in range(39, -1, -1)
        ]
        assert lifecycle.adopt_stuck(DataExport) == orders[::-1]

    def test_of_messages_keeps_their_order_too(self, told):
        orders = [DataExportFactory() for _ in range(40)]
        for job in orders:
            tasks.enqueue(job)
        assert told == [job.pk for job in orders]


class TestEmbeddedBroker:
    def test_keeps_the_order_of_what_the_sweep_adopts(self, embedded_broker):
        begin = timezone.now() - LONG_AGO
        orders = [
            DataExportFactory(requested_at=begin + timedelta(seconds=number), touched_at=begin)
            for number in range(40)
        ]
        tasks.adopt_stuck_jobs()
        assert embedded_broker() == [job.pk for job in orders]


class TestSweep:
    def test_looks_after_every_kind_that_registered(self, told):
        old = timezone.now() - LONG_AGO
        lost = [DataExportFactory(touched_at=old), ReportFactory(touched_at=old)]
        DataExportFactory()
        tasks.adopt_stuck_jobs()
        assert told == [job.pk for job in lost]
        tasks.adopt_stuck_jobs()
        assert len(told) == 2

    def test_of_one_kind_in_trouble_leaves_the_others_alone(self, told, monkeypatch, caplog):
        lost = ReportFactory(touched_at=timezone.now() - LONG_AGO)
        nobody = kinds.JobKind(OrganisationFactory, None)
        monkeypatch.setattr(tasks, "all_kinds", lambda: [nobody, *kinds.all_kinds()])
        monkeypatch.setattr(kinds.JobKind, "key", property(lambda kind: kind.model.__name__))
        tasks.adopt_stuck_jobs()
        assert told == [lost.pk]
        assert "OrganisationFactory failed" in caplog.text

    def test_runs_twice_a_minute(self):
        beat = settings.CELERY_BEAT_SCHEDULE["adopt stuck jobs"]
        assert beat == {"task": tasks.adopt_stuck_jobs.name, "schedule": 30.0}


def test_kinds_have_a_name_for_people_and_one_for_figures():
    named = {kind.key: kind.name for kind in kinds.all_kinds()}
    assert named["reports_report"] == "Berichte"
    assert named["portability_dataexport"] == "Datenexporte"
    assert kinds.kind_of(Report()).model is Report


def test_jobs_are_asked_for_by_organisation():
    mine = DataExportFactory()
    DataExportFactory()
    with tenancy.activate(mine.organisation):
        assert list(DataExport.objects.of(mine.organisation).unfinished()) == [mine]
