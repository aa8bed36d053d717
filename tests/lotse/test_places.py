"""The navigation of an organisation grows with its way, and leads everywhere from the beginning."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AccompanimentFactory,
    CheckFactory,
    InvitationFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    ReportFactory,
    RequirementFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
ALL = [
    "Übersicht",
    "Beauftragung",
    "Check",
    "Systeme",
    "Anforderungen",
    "Maßnahmen",
    "Wiedervorlage",
    "Berichte",
    "Organisation",
]


@pytest.fixture
def pilot():
    return MembershipFactory()


@pytest.fixture
def look(client, pilot):
    """Return a function that reads a page's row of places and its menu „Mehr“."""

    def lists(name="overview", by=pilot, **headers):
        client.force_login(by.user)
        url = reverse(name, kwargs={"slug": pilot.organisation.slug})
        page = client.get(url, headers=headers).content.decode()
        places = re.search(r'<div class="places">(.*?)</nav>', page, re.DOTALL)[1]
        row, _mehr, menu = places.partition("<details")
        return [re.findall(r">([^<>]+)</a>", part) for part in (row, menu)]

    return lists


def test_an_empty_organisation_shows_the_check_and_leads_everywhere(look):
    assert look() == [["Übersicht", "Check"], ALL]


def test_a_director_sees_the_mandate_from_the_beginning(look, pilot):
    director = MembershipFactory(organisation=pilot.organisation, role="director")
    row, menu = look(by=director)
    assert row == ["Übersicht", "Beauftragung", "Check", "Organisation"]
    assert menu == ALL


def test_one_sees_where_one_is(look):
    assert look("checks:systems")[0] == ["Übersicht", "Check", "Systeme"]


def test_after_the_check_come_measures_and_the_mandate(look, pilot):
    CheckFactory(organisation=pilot.organisation, finished_at=timezone.now())
    assert look()[0] == ["Übersicht", "Beauftragung", "Check", "Maßnahmen"]


def test_a_running_check_shows_nothing_new(look, pilot):
    CheckFactory(organisation=pilot.organisation)
    assert look()[0] == ["Übersicht", "Check"]


@pytest.mark.parametrize(
    ("factory", "facts", "shown"),
    [
        (MandateFactory, {}, {"Beauftragung"}),
        (MandateFactory, {"is_confirmed": True}, {"Beauftragung", "Wiedervorlage"}),
        (SystemFactory, {}, {"Systeme"}),
        (RequirementFactory, {}, {"Anforderungen"}),
        (MeasureFactory, {}, {"Maßnahmen", "Berichte"}),
        (
            MeasureFactory,
            {"due_date": timezone.localdate()},
            {"Maßnahmen", "Berichte", "Wiedervorlage"},
        ),
        (ReportFactory, {"kind": "progress"}, {"Berichte"}),
        (MembershipFactory, {}, {"Organisation"}),
        (InvitationFactory, {}, {"Organisation"}),
        (AccompanimentFactory, {}, {"Organisation"}),
    ],
)
def test_a_place_appears_with_what_is_in_it(look, pilot, factory, facts, shown):
    factory(organisation=pilot.organisation, **facts)
    assert set(look()[0]) >= {"Übersicht", "Check"} | shown


@pytest.mark.parametrize("factory", [MeasureFactory, SystemFactory, ReportFactory, MandateFactory])
def test_what_others_have_makes_no_place_appear(look, factory):
    factory()
    assert look()[0] == ["Übersicht", "Check"]


def test_looking_around_costs_no_query_of_its_own(client, pilot, django_assert_max_num_queries):
    client.force_login(pilot.user)
    url = reverse("organisations:audit_trail", kwargs={"slug": pilot.organisation.slug})
    with django_assert_max_num_queries(40) as asked:
        client.get(url)
    (around,) = [one["sql"] for one in asked if "organisations_invitation" in one["sql"]]
    assert "organisations_membership" in around.partition("organisations_invitation")[0]


def test_parts_of_a_page_do_not_look_around(client, pilot, django_assert_max_num_queries):
    client.force_login(pilot.user)
    url = reverse("measures:list", kwargs={"slug": pilot.organisation.slug})
    with django_assert_max_num_queries(40) as part:
        client.get(url, headers={"HX-Request": "true"})
    assert "organisations_invitation" not in "".join(one["sql"] for one in part)
