"""The page that explains the order, with sliders to try other weights, and the hints."""

import re

import pytest
from django.urls import reverse

from checks.models import Priority
from measures.models import CriterionWeights
from organisations import tenancy
from organisations.models import Role
from tests.factories import (
    CriterionWeightsFactory,
    MeasureFactory,
    MeasureRequirementFactory,
    MeasureSystemFactory,
    MembershipFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
ROWS = ((5, 1, 3, 3, 3), (4, 2, 3, 3, 3), (3, 3, 3, 3, 3), (1, 5, 3, 3, 2))


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def at(who, name="explanation", **kwargs):
    return reverse(f"measures:{name}", kwargs={"slug": who.organisation.slug, **kwargs})


def some_measures(who, rows=ROWS):
    return [
        MeasureFactory(organisation=who.organisation, title=f"Vorhaben {number}", rated=ratings)
        for number, ratings in enumerate(rows, start=1)
    ]


def page_of(client, who, query="", **more):
    return client.get(at(who) + query, **more).content.decode()


def order_in(page):
    """The titles in the table of the order that is tried."""
    table = page[page.index('<table class="moves">') :]
    return re.findall(r">(Vorhaben \d+)</a>", table[: table.index("</table>")])


class TestThePage:
    def test_shows_the_own_figures(self, client, pilot):
        some_measures(pilot)
        page = page_of(client, pilot)
        assert "Alle Kriterien zählen gleich viel." in page
        assert "„Vorhaben 1“ bekommt 20 für „Einfache Umsetzbarkeit“" in page
        assert "Welche Plätze sind sicher" in page
        assert "Das ist die Gewichtung, die heute gilt." in page
        assert order_in(page) == ["Vorhaben 1", "Vorhaben 2", "Vorhaben 3", "Vorhaben 4"]

    def test_says_what_is_missing_while_nothing_has_a_place(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation)
        page = page_of(client, pilot, "?benefit=1")
        assert "Noch steht keine Maßnahme auf einem Platz" in page
        assert "Eine Maßnahme hat noch keinen Platz" in page
        assert 'type="range"' not in page

    def test_is_linked_from_the_list_the_weights_and_every_measure(self, client, pilot):
        first, *_rest = some_measures(pilot)
        for name, ids in (("list", {}), ("weights", {}), ("detail", {"measure_id": first.pk})):
            assert at(pilot) in client.get(at(pilot, name, **ids)).content.decode()

    def test_folds_what_comes_after_the_first_ten(self, client, pilot):
        some_measures(pilot, [(5, 4, 3, 2, 1)] * 12)
        page = page_of(client, pilot)
        assert "Noch 2 Plätze zeigen" in page
        assert "Gezeigt sind die ersten 10 von 12." in page
        assert len(order_in(page)) == 10
        assert len(order_in(page_of(client, pilot, "?alle=on"))) == 12

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_measure_as_for_fifty(
        self, client, pilot, number, django_assert_num_queries
    ):
        system = SystemFactory(organisation=pilot.organisation)
        for _ in range(number):
            measure = MeasureFactory(
                organisation=pilot.organisation, rated=(3, 4, 3, 2, 3), responsible=pilot
            )
            requirement = RequirementFactory(
                organisation=pilot.organisation, priority=Priority.MUST, check_run=None
            )
            more = {"organisation": pilot.organisation}
            MeasureSystemFactory(measure=measure, system=system, **more)
            RequirementSystemFactory(requirement=requirement, system=system, **more)
            MeasureRequirementFactory(measure=measure, requirement=requirement, **more)
        client.get(at(pilot))
        with django_assert_num_queries(18):
            client.get(at(pilot))
        with django_assert_num_queries(15):
            client.get(at(pilot), {"benefit": "9"}, **HTMX)
        with django_assert_num_queries(22):
            client.get(at(pilot, "list"))


class TestTryingOtherWeights:
    def test_shows_the_order_they_would_make_and_stores_nothing(self, client, pilot):
        some_measures(pilot)
        page = page_of(client, pilot, "?feasibility=1&benefit=10")
        assert order_in(page) == ["Vorhaben 4", "Vorhaben 3", "Vorhaben 2", "Vorhaben 1"]
        assert "4 von 4 Maßnahmen wechseln den Platz." in page
        assert "3 Plätze nach oben" in page
        assert '<output for="id_benefit" aria-live="off">10</output>' in page
        with tenancy.activate(pilot.organisation):
            assert not CriterionWeights.objects.exists()

    def test_answers_htmx_with_the_order_and_the_sentence_alone(self, client, pilot):
        some_measures(pilot)
        response = client.get(at(pilot), {"feasibility": "1", "benefit": "10"}, **HTMX)
        part = response.content.decode()
        assert response["Vary"] == "HX-Request, Cookie"
        assert "<html" not in part
        assert 'id="trial-said" hx-swap-oob="innerHTML">4 von 4 Maßnahmen' in part
        assert order_in(part)[0] == "Vorhaben 4"

    def test_of_nothing_but_zeros_is_refused_in_words(self, client, pilot):
        some_measures(pilot)
        nothing = dict.fromkeys(("feasibility", "benefit", "capability"), "0")
        nothing |= {"integration": "0", "reuse": "0"}
        for headers in ({}, HTMX):
            response = client.get(at(pilot), nothing, **headers)
            assert response.status_code == 422
            assert "Mindestens ein Kriterium muss mehr als 0 zählen." in response.content.decode()

    def test_that_make_no_sense_are_refused_at_the_slider(self, client, pilot):
        some_measures(pilot)
        response = client.get(at(pilot), {"benefit": "viel"})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Bitte eine ganze Zahl von 0 bis 10 wählen." in page
        assert "Mit diesen Gewichten lässt sich nicht rechnen." in page

    def test_can_be_taken_over_by_those_who_may_edit(self, client, pilot):
        some_measures(pilot)
        page = page_of(client, pilot, "?benefit=9")
        form = page[page.index('name="version"') : page.index("Diese Gewichtung übernehmen")]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form))
        assert sent == {
            "version": "0",
            "feasibility": "5",
            "benefit": "9",
            "capability": "5",
            "integration": "5",
            "reuse": "5",
        }
        assert client.post(at(pilot, "weights"), sent).url == at(pilot, "list")
        with tenancy.activate(pilot.organisation):
            assert CriterionWeights.objects.get().as_tuple() == (5, 9, 5, 5, 5)

    def test_cannot_be_taken_over_when_they_are_those_of_today(self, client, pilot):
        some_measures(pilot)
        CriterionWeightsFactory(organisation=pilot.organisation, benefit=9)
        assert "Diese Gewichtung übernehmen" not in page_of(client, pilot, "?benefit=9")

    def test_are_open_to_members_who_only_read(self, client):
        member = MembershipFactory(role=Role.MEMBER)
        client.force_login(member.user)
        some_measures(member)
        page = page_of(client, member, "?feasibility=1&benefit=10")
        assert order_in(page)[0] == "Vorhaben 4"
        assert "Diese Gewichtung übernehmen" not in page
        assert at(member, "weights") not in page


class TestHints:
    def test_stand_on_the_list_and_wait_to_be_opened(self, client, pilot):
        some_measures(pilot, [(5, 4, 3, 2, 1)] * 3 + [(1, 2, 3, 4, 5)])
        MeasureFactory(organisation=pilot.organisation, title="Ohne Bewertung")
        RequirementFactory(
            organisation=pilot.organisation, priority=Priority.MUST, text="Muss", check_run=None
        )
        page = client.get(at(pilot, "list")).content.decode()
        assert "3 Maßnahmen sind in allem, was zählt, gleich bewertet" in page
        assert "Eine Maßnahme hat noch keinen Platz" in page
        everything = page_of(client, pilot)
        assert "Für die Muss-Anforderung „Muss“ sorgt noch keine Maßnahme." in everything
        assert "Eine Maßnahme hat noch keinen Platz" in everything

    def test_are_not_sent_again_while_filtering(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation)
        assert "Bewertungen fehlen" in client.get(at(pilot, "list")).content.decode()
        assert "Bewertungen fehlen" not in client.get(at(pilot, "list"), **HTMX).content.decode()

    def test_lead_readers_to_where_they_may_look(self, client):
        member = MembershipFactory(role=Role.MEMBER)
        client.force_login(member.user)
        measure = MeasureFactory(organisation=member.organisation)
        page = page_of(client, member)
        assert at(member, "detail", measure_id=measure.pk) in page
        assert at(member, "rate", measure_id=measure.pk) not in page

    def test_say_when_there_is_nothing(self, client, pilot):
        some_measures(pilot, [(5, 4, 3, 2, 1), (4, 2, 1, 5, 3)])
        assert "Nichts Auffälliges" in page_of(client, pilot)
        assert "Was Sie sich ansehen sollten" not in client.get(at(pilot, "list")).content.decode()
