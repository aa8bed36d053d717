"""Founding an organisation."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from organisations import tenancy
from organisations.domain.founding import found_organisation, slug_for
from organisations.models import Membership, Organisation, Role
from tests.factories import OrganisationFactory, UserFactory

ANSWERS = {"legal_form": "association", "field_of_work": "youth", "staff_count": 5}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Beratungsstelle Lindenhof e. V.", "beratungsstelle-lindenhof-e-v"),
        ("Äußere Öfen für Übermaß", "aeussere-oefen-fuer-uebermass"),
        ("…!", "organisation"),
        ("x" * 80, "x" * 50),
    ],
)
def test_the_short_name_is_readable_in_an_address(name, slug):
    assert slug_for(name) == slug


@pytest.mark.django_db
class TestFounding:
    @pytest.mark.parametrize("role", [Role.PILOT, Role.DIRECTOR])
    def test_makes_the_founder_what_they_chose(self, role):
        founder = UserFactory()
        organisation = found_organisation(founder, name="Club", role=role, **ANSWERS)
        with tenancy.activate(organisation):
            membership = Membership.objects.get()
        assert (membership.user, membership.role) == (founder, role)
        assert membership.may_edit

    def test_makes_nobody_a_mere_member(self):
        with pytest.raises(ValueError, match="Digitalisierungslots"):
            found_organisation(UserFactory(), name="Club", role=Role.MEMBER, **ANSWERS)

    def test_finds_a_free_short_name(self):
        OrganisationFactory(slug="club")
        OrganisationFactory(slug="club-2")
        assert found_organisation(UserFactory(), name="Club", **ANSWERS).slug == "club-3"


@pytest.mark.django_db(transaction=True)
def test_two_people_found_organisations_of_the_same_name_at_the_same_moment():
    founders = [UserFactory() for _ in range(4)]
    ready = Barrier(len(founders))

    def found(founder):
        ready.wait()
        try:
            return found_organisation(founder, name="Club", **ANSWERS).slug
        finally:
            connection.close()

    with ThreadPoolExecutor(len(founders)) as pool:
        slugs = list(pool.map(found, founders))
    assert sorted(slugs) == ["club", "club-2", "club-3", "club-4"]


@pytest.mark.django_db
def test_a_double_click_founds_one_organisation():
    founder = UserFactory()
    first, second = (found_organisation(founder, name="Club", **ANSWERS) for _ in range(2))
    assert first == second
    assert found_organisation(founder, name="Anderer Club", **ANSWERS) != first
    Organisation.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert found_organisation(founder, name="Club", **ANSWERS).slug == "club-2"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_found_one_organisation():
    founder = UserFactory()
    ready = Barrier(2)

    def found(_):
        ready.wait()
        try:
            return found_organisation(founder, name="Club", **ANSWERS).slug
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(found, range(2))) == {"club"}
