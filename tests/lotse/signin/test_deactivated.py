"""An account that was deactivated is signed out for good, whichever way it happened."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from organisations.models import User
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "sonnige Aussicht 12"


@pytest.fixture
def person():
    user = MembershipFactory().user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(person):
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert is_signed_in(client)
    return client


def is_signed_in(client):
    """Whether the way leads to the person's organisation, and not to the sign-in."""
    return client.get(reverse("organisations:mine")).url.startswith("/o/")


def by_the_host(person, is_active):
    host = Client()
    host.force_login(UserFactory(is_staff=True))
    sent = {"name": person.name} | ({"is_active": "on"} if is_active else {})
    address = reverse("admin:organisations_user_change", args=[person.pk])
    assert host.post(address, sent).status_code == 302


def in_bulk(person, is_active):
    User.objects.filter(pk=person.pk).update(is_active=is_active)


def by_a_copy_from_before(person, is_active):
    """Save a row that was fetched before anything happened, as a slow request does."""
    person.is_active = is_active
    person.save()


def in_the_database(person, is_active):
    with connection.cursor() as cursor:
        cursor.execute(
            "update organisations_user set is_active = %s where id = %s", [is_active, person.pk]
        )


@pytest.mark.parametrize(
    "switch",
    [by_the_host, in_bulk, by_a_copy_from_before, in_the_database],
    ids=lambda switch: switch.__name__,
)
@pytest.mark.parametrize("is_noticed", [True, False], ids=["noticed", "not noticed"])
def test_activated_again_its_old_sessions_stay_dead(switch, is_noticed, person):
    before = sign_in(person)
    switch(person, is_active=False)
    if is_noticed:
        assert not is_signed_in(before)
    switch(person, is_active=True)
    assert not is_signed_in(before)
    again = sign_in(person)
    assert is_signed_in(again)
    assert not is_signed_in(before)


def test_its_devices_are_no_longer_listed(person):
    sign_in(person)
    assert UserSession.objects.filter(user=person).exists()
    by_the_host(person, is_active=False)
    assert not UserSession.objects.filter(user=person).exists()


def test_a_changed_key_of_the_instance_signs_nobody_out(person, settings):
    in_bulk(person, is_active=False)
    in_bulk(person, is_active=True)
    user = User.objects.get(pk=person.pk)
    before = user.get_session_auth_hash()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 60
    assert before in user.get_session_auth_fallback_hash()
