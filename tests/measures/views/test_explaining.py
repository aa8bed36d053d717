"""The page that explains the order, with sliders to try other weights, and the hints."""

import re

import pytest
from django.urls import reverse

from checks.models import Priority
from measures.models import CRITERIA, CriterionWeights
from organisations import tenancy
from organisations.models import Role
from tests.factories import (
    CriterionWeightsFactory,
    ManualPlaceFactory,
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
    """The titles in the order that is shown."""
    return re.findall(r'/massnahmen/\d+/">(Vorhaben \d+)</a></p>', page)


class TestThePage:
    def test_says_in_plain_words_what_is_sure_and_has_figures_to_open(self, client, pilot):
        some_measures(pilot)
        page = page_of(client, pilot)
        assert "Noch steht keine Maßnahme sicher oben." in page
        assert "20 von 20 Punkten für „Einfache Umsetzbarkeit“, bewertet mit 5" in page
        assert "20 von 100 Punkten" in page
        assert order_in(page) == ["Vorhaben 1", "Vorhaben 2", "Vorhaben 3", "Vorhaben 4"]
        assert "nach oben</span>" not in page

    def test_says_what_is_missing_while_nothing_has_a_place(self, client, pilot):
        MeasureFactory(organisation=pilot.organisation)
        page = page_of(client, pilot, "?benefit=1")
        assert "Noch hat keine Maßnahme einen Platz." in page
        assert "Eine Maßnahme hat noch keinen Platz" in page
        assert 'type="range"' in page

    def test_is_linked_from_the_list_and_every_measure(self, client, pilot):
        first, *_rest = some_measures(pilot)
        for name, ids in (("list", {}), ("detail", {"measure_id": first.pk})):
            assert at(pilot) in client.get(at(pilot, name, **ids)).content.decode()

    def test_folds_what_comes_after_the_first_ten(self, client, pilot):
        some_measures(pilot, [(5, 4, 3, 2, 1)] * 12)
        page = page_of(client, pilot)
        assert "Noch 2 Maßnahmen" in page
        assert len(order_in(page[: page.index("Noch 2 Maßnahmen")])) == 10
        assert len(order_in(page)) == 12

    def test_shows_what_was_moved_by_hand(self, client, pilot):
        measure, *_rest = some_measures(pilot)
        ManualPlaceFactory(organisation=pilot.organisation, measure=measure, place=3)
        page = page_of(client, pilot)
        assert "In der Liste stehen diese Maßnahmen woanders" in page
        assert "nach Punkten Platz 1" in page

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
        with django_assert_num_queries(21):
            client.get(at(pilot), {"benefit": "9"}, **HTMX)
        with django_assert_num_queries(22):
            client.get(at(pilot, "list"))


class TestTryingOtherWeights:
    TRIED = "?feasibility=1&benefit=10"

    def test_shows_the_order_they_would_make_and_stores_nothing(self, client, pilot):
        some_measures(pilot)
        page = page_of(client, pilot, self.TRIED)
        assert order_in(page) == ["Vorhaben 4", "Vorhaben 3", "Vorhaben 2", "Vorhaben 1"]
        assert "4 von 4 Maßnahmen wechseln den Platz." in page
        assert "3 Plätze nach oben" in page
        assert '<output for="id_benefit" aria-live="off">10</output>' in page
        with tenancy.activate(pilot.organisation):
            assert not CriterionWeights.objects.exists()

    def test_works_by_a_button_as_well(self, client, pilot):
        some_measures(pilot)
        sent = dict.fromkeys(CRITERIA, "5") | {"benefit": "10", "feasibility": "1", "try": "1"}
        response = client.post(at(pilot), sent)
        assert response.status_code == 200
        assert order_in(response.content.decode())[0] == "Vorhaben 4"
        with tenancy.activate(pilot.organisation):
            assert not CriterionWeights.objects.exists()

    def test_answers_htmx_with_what_changes_alone(self, client, pilot):
        some_measures(pilot, [*ROWS, *[(1, 1, 1, 1, 1)] * 8])
        response = client.get(at(pilot) + self.TRIED, **HTMX)
        part = response.content.decode()
        assert response["Vary"] == "HX-Request, Cookie"
        assert "<html" not in part
        assert "range" not in part
        assert 'id="moves-said" hx-swap-oob="innerHTML">4 von 12 Maßnahmen' in part
        assert 'id="clear" hx-swap-oob="innerHTML"><li>' in part.replace("\t", "").replace("\n", "")
        assert 'id="id_benefit_share" hx-swap-oob="true"' in part
        assert 'id="rest-of-places" class="place-list" hx-swap-oob="true"' in part
        assert order_in(part)[0] == "Vorhaben 4"

    def test_of_nothing_but_zeros_is_refused_in_words(self, client, pilot):
        some_measures(pilot)
        nothing = dict.fromkeys(CRITERIA, "0")
        for headers in ({}, HTMX):
            response = client.get(at(pilot), nothing, **headers)
            assert response.status_code == 422
            assert "Mindestens ein Kriterium muss mehr als 0 zählen." in response.content.decode()

    def test_that_make_no_sense_are_refused_at_the_slider(self, client, pilot):
        some_measures(pilot)
        for value in ("viel", "11", "-1", "", "5.5", "9" * 5000):
            response = client.get(at(pilot), {"benefit": value})
            page = response.content.decode()
            assert response.status_code == 422
            assert "Bitte eine ganze Zahl von 0 bis 10 wählen." in page
            assert "Mit diesen Gewichten lässt sich nicht rechnen." in page

    def test_is_open_to_members_who_only_read(self, client):
        member = MembershipFactory(role=Role.MEMBER)
        client.force_login(member.user)
        some_measures(member)
        page = page_of(client, member, self.TRIED)
        assert order_in(page)[0] == "Vorhaben 4"
        assert "Speichern" not in page
        assert 'name="csrfmiddlewaretoken"' not in page[page.index('class="sliders"') :]


class TestSavingWeights:
    EQUAL = dict.fromkeys(CRITERIA, "5") | {"version": "0"}

    def stored(self, pilot):
        with tenancy.activate(pilot.organisation):
            return CriterionWeights.objects.get().as_tuple()

    def test_stores_what_the_sliders_say(self, client, pilot):
        assert 'name="version" value="0"' in page_of(client, pilot)
        data = self.EQUAL | {"benefit": "10"}
        assert client.post(at(pilot), data).url == at(pilot, "list")
        data |= {"reuse": "0", "version": "1"}
        assert client.post(at(pilot), data).url == at(pilot, "list")
        assert self.stored(pilot) == (5, 10, 5, 5, 0)

    def test_of_a_double_click_stores_once(self, client, pilot):
        for _ in range(2):
            assert client.post(at(pilot), self.EQUAL | {"benefit": "10"}).url == at(pilot, "list")

    @pytest.mark.parametrize("version", ["0", "", "x", "7" * 40])
    def test_after_someone_else_shows_both_versions(self, client, pilot, version):
        CriterionWeightsFactory(organisation=pilot.organisation, benefit=9)
        data = self.EQUAL | {"reuse": "7", "version": version}
        response = client.post(at(pilot), data)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Zwei Fassungen" in page
        assert "<dd>9</dd>" in page
        assert 'value="7"' in page
        assert self.stored(pilot) == (5, 9, 5, 5, 5)
        assert 'name="version" value="1"' in page
        client.post(at(pilot), data | {"version": "1"})
        assert self.stored(pilot) == (5, 5, 5, 5, 7)

    def test_refuses_nothing_but_zeros(self, client, pilot):
        response = client.post(at(pilot), dict.fromkeys(CRITERIA, "0"))
        assert response.status_code == 422
        assert "Mindestens ein Kriterium" in response.content.decode()


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
