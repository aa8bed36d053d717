"""One's own organisations, and founding a new one."""

import pytest
from django.urls import reverse

from organisations.models import Organisation
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "Jugendclub Überall",
    "legal_form": "association",
    "field_of_work": "youth",
    "staff_count": "5",
    "role": "director",
}


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


class TestMine:
    def test_leads_to_founding_without_any(self, client, person):
        assert client.get(reverse("organisations:mine")).url == reverse("organisations:found")

    def test_leads_straight_to_the_only_one(self, client, person):
        membership = MembershipFactory(user=person)
        url = reverse("overview", kwargs={"slug": membership.organisation.slug})
        assert client.get(reverse("organisations:mine")).url == url

    def test_lists_several_and_no_foreign_one(self, client, person):
        mine = [MembershipFactory(user=person).organisation.name for _ in range(2)]
        foreign = MembershipFactory().organisation.name
        page = client.get(reverse("organisations:mine")).content.decode()
        assert all(name in page for name in mine)
        assert foreign not in page

    @pytest.mark.parametrize("number", [2, 50])
    def test_takes_as_many_queries_for_two_as_for_fifty(
        self, client, person, number, django_assert_num_queries
    ):
        for _ in range(number):
            MembershipFactory(user=person)
        with django_assert_num_queries(7):
            client.get(reverse("organisations:mine"))


class TestFounding:
    def test_leads_to_the_overview(self, client, person):
        response = client.post(reverse("organisations:found"), GOOD, follow=True)
        page = response.content.decode()
        assert "Ihre Organisation ist angelegt." in page
        assert "Jugendclub Überall" in page
        assert "Geschäftsführung" in page

    def test_with_an_error_keeps_what_was_typed(self, client, person):
        response = client.post(reverse("organisations:found"), GOOD | {"staff_count": "viele"})
        assert "viele" in response.content.decode()
        assert not Organisation.objects.exists()
