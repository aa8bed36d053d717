"""What both sides have confirmed cannot be changed, by whatever way to the database."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lotse.reports.models import Report
from organisations import tenancy
from organisations.models import Mandate
from organisations.models.mandate import validate_part_versions, validate_sentences
from tests.factories import MandateFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed():
    organisation = OrganisationFactory()
    pilot = MembershipFactory(organisation=organisation)
    return MandateFactory(
        organisation=organisation,
        pilot=pilot,
        deputy=MembershipFactory(organisation=organisation),
        pilot_confirmed_by=pilot.user,
        is_confirmed=True,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"hours_per_week": 1},
        {"tasks": []},
        {"pilot_name": "Jemand"},
        {"director_confirmed_at": None, "director_confirmed_name": ""},
        {"number": 7},
        {"version": 2},
    ],
)
def test_a_confirmed_mandate_refuses_every_change(confirmed, change):
    with tenancy.activate(confirmed.organisation):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            Mandate.objects.filter(pk=confirmed.pk).update(**change)
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            Mandate.objects.filter(pk=confirmed.pk).delete()


def test_a_confirmed_mandate_names_no_other_person(confirmed):
    other = MembershipFactory(organisation=confirmed.organisation)
    with (
        tenancy.activate(confirmed.organisation),
        pytest.raises(IntegrityError, match="stays as it is"),
        transaction.atomic(),
    ):
        Mandate.objects.filter(pk=confirmed.pk).update(pilot=other)


def test_the_names_stay_when_people_leave(confirmed):
    with tenancy.activate(confirmed.organisation):
        user = confirmed.pilot.user
        confirmed.pilot.delete()
        confirmed.deputy.delete()
        Mandate.objects.filter(pilot_confirmed_by=user).update(pilot_confirmed_by=None)
        stored = Mandate.objects.get()
        assert (stored.pilot, stored.deputy, stored.pilot_confirmed_by) == (None, None, None)
        assert (stored.pilot_name, stored.pilot_confirmed_name) == ("Piet Lotse", "Piet Lotse")


def test_a_draft_changes_and_goes(confirmed):
    with tenancy.activate(confirmed.organisation):
        MandateFactory(organisation=confirmed.organisation, number=2)
        assert Mandate.objects.filter(number=2).update(hours_per_week=1) == 1
        assert Mandate.objects.filter(number=2).delete()[0] == 1


def test_everything_goes_with_the_organisation(confirmed):
    organisation = confirmed.organisation
    organisation.deletes_at = timezone.now()
    organisation.save()
    with tenancy.activate(organisation):
        organisation.delete()
        assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"number": 2},
        {"number": 2, "is_confirmed": True, "ends_on": date(2025, 1, 1)},
        {"number": 2, "is_confirmed": True, "hours_per_week": 0},
        {"number": 2, "is_confirmed": True, "rhythm": "now and then"},
        {"number": 2, "is_confirmed": True, "director_confirmed_name": ""},
        {"number": 2, "is_confirmed": True, "pilot_confirmed_name": ""},
        {"number": 2, "director_confirmed_name": "Dana"},
    ],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(wrong):
    draft = MandateFactory()
    with tenancy.activate(draft.organisation), pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(organisation=draft.organisation, pilot=draft.pilot, **wrong)


@pytest.mark.parametrize("junk", [True, 5, "x", {"a": 1}, [1], [""], ["x" * 301], ["x"] * 61])
def test_a_list_holds_nothing_but_sentences(junk):
    with pytest.raises(ValidationError):
        validate_sentences(junk)
    validate_sentences(["Ein Satz"])


@pytest.mark.parametrize("junk", [True, 5, "x", [1], {"tasks": "1"}, {"tasks": True}])
def test_versions_of_parts_are_numbers(junk):
    with pytest.raises(ValidationError):
        validate_part_versions(junk)
    validate_part_versions({"tasks": 1})


def test_a_mandate_without_counted_changes_begins_at_none():
    assert Mandate(part_versions=[]).version_of("tasks") == 0


def test_a_report_cannot_point_at_another_organisations_mandate():
    foreign, mine = MandateFactory(), OrganisationFactory()
    with pytest.raises(IntegrityError), tenancy.activate(mine):  # noqa: PT012 - deferred
        Report.objects.create(organisation=mine, kind="mandate", mandate=foreign)
        connection.check_constraints()
