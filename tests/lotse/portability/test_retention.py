"""What is kept no longer than the host wants."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.models import Answer, Check, Requirement
from lotse.portability import tasks
from lotse.portability.domain.retention import remove_what_is_over
from lotse.reports.models import Report
from measures.models import Measure
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    AnswerFactory,
    AuditEntryFactory,
    CheckFactory,
    InstanceSettingsFactory,
    JournalEntryFactory,
    MeasureFactory,
    MeasureFileFactory,
    OrganisationFactory,
    OrganisationLogoFactory,
    OwnRequirementFactory,
    ReportFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def organisation():
    """Two years of work: three checks, two reports, an old and a new entry of the trail."""
    organisation = OrganisationFactory()
    for days in (700, 400, 380):
        check = CheckFactory(organisation=organisation, finished_at=days_ago(days))
        AnswerFactory(organisation=organisation, check_run=check)
    CheckFactory(organisation=organisation)
    for days in (400, 10):
        ReportFactory(
            organisation=organisation,
            check_run=check,
            state="done",
            stage="finished",
            finished_at=days_ago(days),
        )
        AuditEntryFactory(organisation=organisation, at=days_ago(days))
    MeasureFactory(organisation=organisation)
    return organisation


def left(organisation):
    with tenancy.activate(organisation):
        return {
            "checks": Check.objects.count(),
            "answers": Answer.objects.count(),
            "reports": Report.objects.count(),
            "trail": AuditEntry.objects.of(organisation).exclude(actor_name="Lotse").count(),
            "measures": Measure.objects.count(),
        }


EVERYTHING = {"checks": 4, "answers": 3, "reports": 2, "trail": 2, "measures": 1}


class TestWithoutLimits:
    def test_everything_stays(self, organisation):
        assert remove_what_is_over() == 0
        InstanceSettingsFactory()
        assert remove_what_is_over() == 0
        assert left(organisation) == EVERYTHING


class TestLimits:
    def test_on_checks_remove_old_ones_but_the_latest_and_the_running(self, organisation):
        InstanceSettingsFactory(keep_checks_months=12)
        assert remove_what_is_over() == 2
        assert left(organisation) == EVERYTHING | {"checks": 2, "answers": 1}

    def test_on_reports_remove_old_ones(self, organisation):
        InstanceSettingsFactory(keep_reports_months=12)
        remove_what_is_over()
        assert left(organisation) == EVERYTHING | {"reports": 1}

    def test_on_the_trail_remove_old_entries(self, organisation):
        InstanceSettingsFactory(keep_trail_months=12)
        remove_what_is_over()
        assert left(organisation) == EVERYTHING | {"trail": 1}

    def test_say_in_the_trail_what_went(self, organisation):
        InstanceSettingsFactory(keep_checks_months=12, keep_reports_months=12)
        tasks.remove_what_is_over()
        with tenancy.activate(organisation):
            entry = AuditEntry.objects.of(organisation).first()
        assert (entry.actor_name, entry.action) == ("Lotse", "data.expired")
        assert entry.after == {"Berichte": 1, "Checks": 2}

    def test_leave_what_is_younger(self, organisation):
        InstanceSettingsFactory(keep_checks_months=24, keep_reports_months=24, keep_trail_months=24)
        assert remove_what_is_over() == 0
        assert left(organisation) == EVERYTHING


@pytest.mark.parametrize(
    "factory", [StepFactory, JournalEntryFactory, MeasureFileFactory, OrganisationLogoFactory]
)
def test_what_was_removed_is_forgotten_once_it_can_be_taken_back_no_more(organisation, factory):
    lately = timezone.now() - timedelta(hours=23)
    kept = factory(organisation=organisation, removed_at=lately)
    other = factory(organisation=OrganisationFactory(), removed_at=days_ago(2))
    tasks.remove_what_is_over()
    for row, is_left in ((kept, True), (other, False)):
        with tenancy.activate(row.organisation):
            assert type(row).with_removed.exists() == is_left
            assert not type(row).objects.exists()


def test_removed_requirements_are_forgotten_after_thirty_days(organisation):
    for days in (29, 31):
        OwnRequirementFactory(organisation=organisation, removed_at=days_ago(days))
    kept = OwnRequirementFactory(organisation=organisation)
    tasks.remove_what_is_over()
    with tenancy.activate(organisation):
        assert Requirement.objects.filter(removed_at=None).get() == kept
        assert Requirement.objects.exclude(removed_at=None).count() == 1
