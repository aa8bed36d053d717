"""Django's administration stands behind the one sign-in of this site."""

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_guest_is_led_to_the_sign_in_of_this_site(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "Passwort vergessen?" in response.content.decode()


def test_a_member_has_no_business_there(client):
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_those_who_run_the_site_see_it_in_german(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "Lotse-Verwaltung" in client.get(reverse("admin:index")).content.decode()
