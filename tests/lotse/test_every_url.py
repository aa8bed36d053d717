"""Addresses that name what is not there or not theirs; who may do what is in test_rights.py."""

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.lotse.addresses import OF_AN_ORGANISATION, OF_EVERYONE, address, furnish

WITH_OBJECTS = [
    found for found in OF_AN_ORGANISATION if any(part.endswith("_id") for part in found[1])
]
METHODS = ["get", "post"]


def ids(found):
    return found[0]


@pytest.fixture(scope="module")
def mine(shared_rows):
    return MembershipFactory()


@pytest.fixture(scope="module")
def other(shared_rows):
    """Another organisation, and the ids of what is in it."""
    organisation = OrganisationFactory()
    return organisation, furnish(organisation)


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("url", WITH_OBJECTS, ids=ids)
def test_objects_of_another_organisation_do_not_exist(url, method, client, mine, other):
    name, names, _ = url
    client.force_login(mine.user)
    owner, furniture = other
    foreign = address(name, names, mine.organisation, furniture, owner=owner)
    assert getattr(client, method)(foreign).status_code in (404, 405)


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("url", [found for found in OF_EVERYONE if not found[1]], ids=ids)
class TestAllOtherAddresses:
    def test_answer_strangers_without_an_error(self, url, method, client):
        assert getattr(client, method)(reverse(url[0])).status_code < 500

    def test_answer_people_without_an_organisation_without_an_error(self, url, method, client):
        client.force_login(UserFactory())
        assert getattr(client, method)(reverse(url[0])).status_code < 500


def test_there_is_an_address_of_each_kind():
    assert len(OF_AN_ORGANISATION) > 15
    assert OF_EVERYONE


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["unbekannt", "a" * 60, "x-1"])
def test_an_unknown_organisation_does_not_exist(slug, client):
    client.force_login(UserFactory())
    assert client.get(f"/o/{slug}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 40])
def test_ids_that_cannot_be_do_not_exist(number, client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    for place in ("ergebnis/{}/", "massnahmen/{}/", "berichte/{}/", "berichte/{}/datei/"):
        path = f"/o/{membership.organisation.slug}/{place.format(number)}"
        assert client.get(path).status_code == 404
