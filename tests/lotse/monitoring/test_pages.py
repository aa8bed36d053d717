"""The host's page about background work, and what machines may ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from lotse.jobs.models import State
from lotse.monitoring.domain.standing import beat
from lotse.portability.models import DataExport
from organisations import tenancy
from tests.factories import DataExportFactory, MailFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "admin:monitoring_heartbeat_changelist"
AGAIN = "admin:monitoring_heartbeat_again"
BEARER = {"headers": {"Authorization": "Bearer nur-fuer-die-ueberwachung"}}


@pytest.fixture
def host(client):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def token(settings):
    settings.MONITORING_TOKEN = "nur-fuer-die-ueberwachung"


@pytest.fixture
def failed():
    return DataExportFactory(
        state=State.FAILED, error="Der Speicher ist voll.", finished_at=timezone.now()
    )


def asked(about, **changes):
    return {
        "kind": "portability_dataexport",
        "organisation": about.organisation_id,
        "job": about.pk,
    } | changes


def state_of(job):
    with tenancy.activate(job.organisation):
        return DataExport.objects.get(pk=job.pk).state


class TestThePage:
    def test_is_in_the_administration(self, client, host):
        assert reverse(PAGE) in client.get(reverse("admin:index")).content.decode()

    def test_says_that_all_is_well(self, client, host):
        beat("worker@hier")
        page = client.get(reverse(PAGE)).content.decode()
        assert "Alles in Ordnung" in page
        assert "worker@hier" in page

    def test_says_what_is_wrong_and_what_failed(self, client, host, failed):
        page = client.get(reverse(PAGE)).content.decode()
        assert "noch nie gemeldet" in page
        assert "Der Speicher ist voll." in page
        assert failed.organisation.name in page

    def test_says_which_mails_may_not_have_left(self, client, host):
        MailFactory(state=State.DONE, finished_at=timezone.now(), is_unconfirmed=True)
        page = client.get(reverse(PAGE)).content.decode()
        assert "ohne dass seine Antwort ankam" in page

    def test_is_shut_for_members(self, client, failed):
        client.force_login(MembershipFactory().user)
        for name in (PAGE, AGAIN):
            assert client.post(reverse(name), asked(failed), follow=True).status_code == 403
        assert state_of(failed) == State.FAILED


class TestNochEinmal:
    def test_puts_a_failed_job_into_the_queue(self, client, host, failed):
        page = client.post(reverse(AGAIN), asked(failed), follow=True).content.decode()
        assert "Der Auftrag steht wieder an." in page
        assert state_of(failed) == State.QUEUED

    def test_says_so_when_it_is_too_late(self, client, host, failed):
        for _click in range(2):
            answer = client.post(reverse(AGAIN), asked(failed), follow=True)
        assert "lässt sich nicht noch einmal beginnen" in answer.content.decode()

    @pytest.mark.parametrize(
        "changes",
        [{"kind": "organisations_user"}, {"kind": ""}, {"job": "eins"}, {"organisation": ""}],
    )
    def test_knows_no_other_words(self, client, host, failed, changes):
        assert client.post(reverse(AGAIN), asked(failed, **changes)).status_code == 404

    def test_is_nothing_one_opens(self, client, host):
        assert client.get(reverse(AGAIN)).status_code == 405


class TestForMachines:
    @pytest.mark.parametrize("name", ["health-work", "metrics"])
    def test_figures_are_closed_as_long_as_the_host_set_no_token(self, client, name):
        assert client.get(reverse(name), headers={"Authorization": "Bearer "}).status_code == 404

    @pytest.mark.parametrize("name", ["health-work", "metrics"])
    @pytest.mark.parametrize(
        "given", ["", "Bearer falsch", "nur-fuer-die-ueberwachung", "Bearer ü"]
    )
    def test_figures_are_closed_without_the_token(self, client, token, name, given):
        answer = client.get(reverse(name), headers={"Authorization": given})
        assert answer.status_code == 404

    def test_health_is_well_while_work_is_being_done(self, client, token):
        beat("worker@hier")
        answer = client.get(reverse("health-work"), **BEARER)
        assert answer.status_code == 200
        told = answer.json()
        assert told["status"] == "ok"
        assert told["queues"]["portability_dataexport"]["waiting"] == 0
        assert set(told["versions"]) == {"Lotse", "Python", "Django", "PostgreSQL"}

    def test_health_is_not_well_when_something_waits_for_long(self, client, token, failed):
        beat("worker@hier")
        DataExportFactory(requested_at=timezone.now() - timedelta(minutes=20))
        answer = client.get(reverse("health-work"), **BEARER)
        assert answer.status_code == 503
        told = answer.json()
        assert told["queues"]["portability_dataexport"]["oldest_waiting_seconds"] >= 1200
        assert told["failures"][0]["reason"] == "Der Speicher ist voll."
        assert told["troubles"]

    def test_metrics_are_what_prometheus_reads(self, client, token, failed):
        beat("worker@hier")
        DataExportFactory()
        text = client.get(reverse("metrics"), **BEARER).content.decode()
        values = {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
        assert values["lotse_jobs", "portability_dataexport", "waiting"] == 1
        assert values["lotse_jobs", "failed", "portability_dataexport"] == 1
        assert values["lotse_healthy",] == 1
        assert values["lotse_organisations",] == 2
        assert values["lotse_last_beat_timestamp_seconds",] > 0
