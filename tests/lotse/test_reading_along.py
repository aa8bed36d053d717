"""Those who may only read are offered nothing that changes something, and no door that is shut."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import reverse

from organisations.models import AccessLevel, Role
from tests.factories import (
    AccompanimentFactory,
    CheckFactory,
    ConsultantFactory,
    MembershipFactory,
    ReportFactory,
)
from tests.lotse.addresses import OF_AN_ORGANISATION, address, furnish

pytestmark = pytest.mark.django_db

# What readers may send: it concerns only themselves.
OWN_FORMS = {"organisations:end-accompaniment"}
FOR_READERS = [
    found
    for found in OF_AN_ORGANISATION
    if AccessLevel.READ in found[2].tenancy_levels and Role.MEMBER in found[2].tenancy_roles
]


class Offers(HTMLParser):
    """Collects what a page lets one do, outside the menu of one's own account."""

    def __init__(self, page):
        super().__init__()
        self.inside_account_menu = False
        self.changes, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "nav":
            self.inside_account_menu = "account-menu" in given.get("class", "")
        if self.inside_account_menu:
            return
        if tag == "form" and given.get("method", "").lower() == "post":
            self.changes.append(given.get("action", "here"))
        self.changes += [given[name] for name in given if name in ("hx-post", "hx-delete")]
        if tag == "a" and (given.get("href") or "").startswith("/o/"):
            self.links.append(given["href"].partition("#")[0])

    def handle_endtag(self, tag):
        if tag == "nav":
            self.inside_account_menu = False


@pytest.fixture(scope="module", params=["consultant", "member"])
def whoever_reads(request, shared_rows):
    """Someone who may only read, and the organisation."""
    with transaction.atomic():
        if request.param == "member":
            membership = MembershipFactory(role="member")
            yield membership.user, membership.organisation
        else:
            consultant = ConsultantFactory()
            accompaniment = AccompanimentFactory(consultancy=consultant.consultancy)
            yield consultant.user, accompaniment.organisation
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def furniture(whoever_reads):
    """Something to change everywhere: a running check, a closed one, a report that failed."""
    _, organisation = whoever_reads
    check = CheckFactory(organisation=organisation, finished_at="2026-01-01T00:00:00Z")
    ReportFactory(organisation=organisation, check_run=check, state="failed")
    return furnish(organisation)


@pytest.fixture
def reader(whoever_reads, client):
    """The organisation, with the reader signed in."""
    user, organisation = whoever_reads
    client.force_login(user)
    return organisation


@pytest.mark.parametrize("url", FOR_READERS, ids=lambda url: url[0])
def test_no_page_offers_a_change_or_a_shut_door(url, client, reader, furniture):
    name, names, _ = url
    answer = client.get(address(name, names, reader, furniture))
    assert answer.status_code in (200, 302, 404, 405)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return
    offers = Offers(answer.content.decode())
    own = {reverse(form, kwargs={"slug": reader.slug}) for form in OWN_FORMS}
    assert set(offers.changes) - own == set()
    shut = [link for link in set(offers.links) if client.get(link).status_code == 403]
    assert shut == []


def test_there_are_pages_for_readers():
    assert len(FOR_READERS) > 8
