"""Signs of life of a job: as long as its maker works, and not longer."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import enumerate as all_threads

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.portability.models import DataExport
from organisations import tenancy
from organisations.tenancy.roles import as_owner
from tests.factories import DataExportFactory
from tests.lotse.hosting import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def impatient(settings):
    """Take a job for dead after half a second."""
    settings.JOB_DEAD_SECONDS = 0.5


def now(job):
    with tenancy.activate(job.organisation):
        return DataExport.objects.get(pk=job.pk)


def work_for(seconds):
    """Compute in one call that gives no sign of life, as typesetting does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def connections():
    """The database's own processes, which come and go as it sees fit, are not among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity"
            " where datname = current_database() and backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}


def run_job(job, make):
    lifecycle.run_job(DataExport, job.organisation_id, job.pk, make, reason="Das ging schief.")
    return now(job)


def test_a_single_long_step_is_not_taken_for_dead(impatient):
    job = DataExportFactory()

    def make(claimed):
        work_for(1.5)
        assert lifecycle.adopt_stuck(DataExport) == []
        with pytest.raises(lifecycle.NothingToDo):
            lifecycle.claim(DataExport, job.organisation_id, job.pk)
        lifecycle.finish(claimed, lambda current: None)

    assert run_job(job, make).state == State.DONE


def test_a_job_whose_maker_is_gone_is_adopted(impatient):
    job = DataExportFactory()
    lifecycle.claim(DataExport, job.organisation_id, job.pk)
    assert eventually(lambda: lifecycle.adopt_stuck(DataExport) == [job], 5)
    assert lifecycle.claim(DataExport, job.organisation_id, job.pk).attempts == 2


def test_they_end_with_the_work_and_leave_no_connection_behind(impatient):
    before = connections()

    def make(claimed):
        work_for(0.5)
        raise ValueError("Unsinn")

    job = run_job(DataExportFactory(), make)
    assert job.state == State.FAILED
    assert not [thread for thread in all_threads() if thread.name.startswith("heartbeat")]
    assert eventually(lambda: connections() <= before, 5)


def test_none_is_given_for_another_maker(impatient):
    job = DataExportFactory()
    long_ago = timezone.now() - timedelta(hours=1)

    def make(claimed):
        with tenancy.activate(job.organisation):
            DataExport.objects.filter(pk=job.pk).update(attempts=7, touched_at=long_ago)
        work_for(0.5)
        assert now(job).touched_at == long_ago

    assert run_job(job, make).attempts == 7


@pytest.fixture
def without_the_column():
    """Return a context in which the database refuses to store signs of life."""

    def change(statement):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(statement)

    @contextmanager
    def away():
        change("alter table portability_dataexport rename touched_at to away")
        try:
            yield
        finally:
            change("alter table portability_dataexport rename away to touched_at")

    return away


def test_a_database_in_trouble_for_a_moment_does_not_end_them(
    impatient, without_the_column, caplog
):
    job = DataExportFactory()

    def make(claimed):
        with without_the_column():
            assert eventually(lambda: "No sign of life" in caplog.text, 5)
        begin = now(job).touched_at
        assert eventually(lambda: now(job).touched_at > begin, 5)
        lifecycle.finish(claimed, lambda current: None)

    assert run_job(job, make).state == State.DONE


def test_a_killed_worker_costs_less_than_a_minute():
    until_adopted = settings.JOB_DEAD_SECONDS + settings.SWEEP_SECONDS
    assert until_adopted <= 50
