"""Every address of the site, found by walking over the URLs: who gets in, who does not."""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from organisations.models import AccessLevel, Role
from tests import factories
from tests.factories import (
    AccompanimentFactory,
    ConsultantFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

FOREIGN_APPS = {"admin", "account", "socialaccount", "mfa"}


def all_patterns(resolver=None, namespaces=()):
    """Yield (full name, kwargs names, view) of every URL of our own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in FOREIGN_APPS and "allauth" not in str(pattern.urlconf_name):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from all_patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
            yield ":".join([*namespaces, pattern.name]), names, pattern.callback


OF_AN_ORGANISATION = [found for found in all_patterns() if "slug" in found[1]]
WITH_OBJECTS = [
    found for found in OF_AN_ORGANISATION if any(part.endswith("_id") for part in found[1])
]
OF_EVERYONE = [found for found in all_patterns() if not found[1]]
METHODS = ["get", "post"]


def object_for(name, organisation):
    """Create what an address names: `measure_id` means a measure, whatever else a word."""
    if not name.endswith("_id"):
        return "pilot"
    model = next(
        model
        for model in apps.get_models()
        if model.__name__.lower() == name.removesuffix("_id").replace("_", "")
    )
    factory = getattr(factories, f"{model.__name__}Factory")
    return factory(organisation=organisation).pk


def address(name, kwargs_names, organisation, owner=None):
    """Return the address of a URL with objects of `owner`, by default of the organisation."""
    kwargs = {
        part: object_for(part, owner or organisation) for part in kwargs_names if part != "slug"
    }
    return reverse(name, kwargs={"slug": organisation.slug} | kwargs)


def ids(found):
    return found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("url", WITH_OBJECTS, ids=ids)
def test_objects_of_another_organisation_do_not_exist(url, method, client):
    name, names, _ = url
    mine = MembershipFactory()
    client.force_login(mine.user)
    foreign = address(name, names, mine.organisation, owner=OrganisationFactory())
    assert getattr(client, method)(foreign).status_code in (404, 405)


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("url", OF_AN_ORGANISATION, ids=ids)
class TestAddressesOfAnOrganisation:
    def test_send_strangers_to_sign_in(self, url, method, client):
        name, names, _ = url
        response = getattr(client, method)(address(name, names, OrganisationFactory()))
        assert response.status_code == 302
        assert "/konto/anmelden/" in response.url or "login" in response.url

    def test_do_not_exist_for_members_of_another_organisation(self, url, method, client):
        name, names, _ = url
        client.force_login(MembershipFactory().user)
        response = getattr(client, method)(address(name, names, OrganisationFactory()))
        assert response.status_code == 404

    @pytest.mark.parametrize("role", Role.values)
    def test_let_in_exactly_the_roles_they_name(self, url, method, role, client):
        name, names, view = url
        membership = MembershipFactory(role=role)
        client.force_login(membership.user)
        response = getattr(client, method)(address(name, names, membership.organisation))
        if role in view.tenancy_roles:
            assert response.status_code < 500
            assert response.status_code != 403
        else:
            assert response.status_code == 403

    @pytest.mark.parametrize("level", AccessLevel.values)
    def test_let_in_consultants_with_the_access_they_need(self, url, method, level, client):
        name, names, view = url
        consultant = ConsultantFactory()
        organisation = AccompanimentFactory(
            consultancy=consultant.consultancy, level=level
        ).organisation
        client.force_login(consultant.user)
        response = getattr(client, method)(address(name, names, organisation))
        if level in view.tenancy_levels:
            assert response.status_code < 500
            assert response.status_code != 403
        else:
            assert response.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("url", OF_EVERYONE, ids=ids)
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
